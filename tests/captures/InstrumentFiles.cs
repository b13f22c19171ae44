// Small files as the instruments write them, byte by byte from their documents (boards/captures/CAPTURES.md
// names them), made without
// the library's own constants.
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace NanoCoopNet.Captures.Tests;

internal static class InstrumentFiles
{
    /// <summary>
    /// RocketLogger: DI1 …, I1L_valid, then I1H (nA), I1L (10 pA), V1 (10 nV); the low range is valid below 2 mA.
    /// </summary>
    public static byte[] RocketLogger(
        GeneratedTrace t,
        int version,
        int blockRows,
        int first = 0,
        int? count = null,
        int channels = 4
    )
    {
        int rows = count ?? t.Count;
        MemoryStream stream = new();
        BinaryWriter w = new(stream);
        byte[] comment = Encoding.ASCII.GetBytes("made by a test\0\0");
        int blocks = (rows + blockRows - 1) / blockRows;
        w.Write(0x444C5225);
        w.Write((short)version);
        w.Write((short)(56 + comment.Length + (28 * (channels + 1 + 3))));
        w.Write(blockRows);
        w.Write(blocks);
        w.Write((long)rows);
        w.Write((short)t.RateHz);
        w.Write(new byte[] { 1, 2, 3, 4, 5, 6 });
        w.Write(1_500_000_000L);
        w.Write(0L);
        w.Write(comment.Length);
        w.Write((short)(channels + 1));
        w.Write((short)3);
        w.Write(comment);
        for (int i = 1; i <= channels; i++)
        {
            Channel(3, 0, 0, 0xFFFF, $"DI{i}");
        }

        Channel(4, 0, 0, 0xFFFF, "I1L_valid");
        Channel(2, -9, 4, 0xFFFF, "I1H");
        Channel(2, -11, 4, channels + (version <= 2 ? 1 : 0), "I1L");
        Channel(1, -8, 4, 0xFFFF, "V1");
        double period = 1 / (t.RateHz * 100e6 / 49 / 2.048e6);
        for (int b = 0; b < blocks; b++)
        {
            double stamp = 7 + ((first + (b * blockRows)) * period);
            for (int clock = 0; clock < 2; clock++)
            {
                w.Write((long)Math.Floor(stamp));
                w.Write((long)((stamp - Math.Floor(stamp)) * 1e9));
            }

            for (int i = b * blockRows; i < Math.Min(rows, (b + 1) * blockRows); i++)
            {
                double a = t.Amperes[first + i];
                bool low = a < 2e-3;
                w.Write((uint)t.Levels[first + i] | (low ? 1u << channels : 0));
                w.Write((int)Math.Round(a * 1e9) + (low ? 12345 : 0));
                w.Write((int)Math.Round(a * 1e11 * (low ? 1 : 0)));
                w.Write((int)Math.Round(t.Volts[first + i] * 1e8));
            }
        }

        return stream.ToArray();

        void Channel(int unit, int scale, int bytes, int link, string name)
        {
            w.Write(unit);
            w.Write(scale);
            w.Write((short)bytes);
            w.Write((ushort)link);
            w.Write(Encoding.ASCII.GetBytes(name.PadRight(16, '\0')));
        }
    }

    public static byte[] Ppk2(GeneratedTrace t) =>
        Zip(
            (
                "metadata.json",
                Encoding.UTF8.GetBytes(
                    JsonSerializer.Serialize(
                        new { metadata = new { samplesPerSecond = t.RateHz, startSystemTime = 1700000000000 }, formatVersion = 2 }
                    )
                )
            ),
            (
                "session.raw",
                [
                    .. t
                        .Amperes.Select((a, i) => (a, i))
                        .SelectMany(s => BitConverter.GetBytes((float)(s.a * 1e6)).Concat(Bits(t.Levels[s.i]))),
                ]
            )
        );

    public static byte[] Ppk2Csv(GeneratedTrace t, Func<int, bool>? isLost = null)
    {
        StringBuilder text = new("Timestamp(ms),Current(uA),D0-D7,D0,D1,D2,D3,D4,D5,D6,D7\n");
        for (int i = 0; i < t.Count; i++)
        {
            if (isLost?.Invoke(i) != true)
            {
                string bits = string.Concat(Enumerable.Range(0, 8).Select(c => t.Levels[i] >> c & 1));
                double ms = Math.Round(1000.0 * i / t.RateHz, 6);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{ms},{t.Amperes[i] * 1e6:F3},{bits},{string.Join(',', bits.ToCharArray())}\n"
                );
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>sigrok with logic of one byte and two analog channels, in pieces or whole.</summary>
    public static byte[] Sigrok(GeneratedTrace t, int pieceSamples)
    {
        string rate =
            t.RateHz >= 1000
                ? FormattableString.Invariant($"{t.RateHz / 1000} kHz")
                : FormattableString.Invariant($"{t.RateHz} Hz");
        string metadata =
            $"[global]\nsigrok version=0.5.2\n\n[device 1]\ncapturefile=logic-1\ntotal "
            + $"probes=4\nsamplerate={rate}\ntotal analog=2\n"
            + "probe1=light\nprobe2=full\nprobe3=layer0\nprobe4=layer1\nanalog5=I [mA]\nanalog6=U_V\nunitsize=1\n";
        List<(string, byte[])> entries = [("version", "2"u8.ToArray()), ("metadata", Encoding.UTF8.GetBytes(metadata))];
        Add("logic-1", i => [(byte)t.Levels[i]]);
        Add("analog-1-5", i => BitConverter.GetBytes((float)(t.Amperes[i] * 1e3)));
        Add("analog-1-6", i => BitConverter.GetBytes((float)t.Volts[i]));
        return Zip([.. entries]);

        void Add(string name, Func<int, byte[]> of)
        {
            int[][] pieces = [.. Enumerable.Range(0, t.Count).Chunk(pieceSamples == 0 ? t.Count : pieceSamples)];
            entries.AddRange(pieces.Select((p, k) => (pieceSamples == 0 ? name : $"{name}-{k + 1}", p.SelectMany(of).ToArray())));
        }
    }

    /// <summary>A Saleae export: a file for each of four digital channels, one for the current in volts over 1 Ω.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Saleae(GeneratedTrace t, int version)
    {
        for (int c = 0; c < 4; c++)
        {
            MemoryStream stream = new();
            BinaryWriter w = Head(stream, 0);
            double[] edges =
            [
                .. Enumerable
                    .Range(1, t.Count - 1)
                    .Where(i => ((t.Levels[i] ^ t.Levels[i - 1]) >> c & 1) != 0)
                    .Select(i => i / t.RateHz),
            ];
            if (version == 1)
            {
                w.Write(1L);
            }

            w.Write((uint)(t.Levels[0] >> c & 1));
            if (version == 1)
            {
                w.Write(t.RateHz);
            }

            w.Write(0.0);
            w.Write(t.Count / t.RateHz);
            w.Write((long)edges.Length);
            Array.ForEach(edges, w.Write);
            yield return ($"digital_{c}.bin", stream.ToArray());
        }

        MemoryStream analog = new();
        BinaryWriter a = Head(analog, 1);
        if (version == 1)
        {
            a.Write(1L);
            a.Write(0.0);
            a.Write(0.0);
            a.Write(t.RateHz * 4);
        }
        else
        {
            a.Write(0.0);
            a.Write((long)t.RateHz * 4);
        }

        a.Write(4L);
        a.Write((long)t.Count);
        Array.ForEach(t.Amperes, v => a.Write((float)v));
        yield return ("analog_0.bin", analog.ToArray());

        BinaryWriter Head(MemoryStream stream, int type)
        {
            BinaryWriter w = new(stream);
            w.Write("<SALEAE>"u8);
            w.Write(version);
            w.Write(type);
            return w;
        }
    }

    public static byte[] SaleaeCsv(GeneratedTrace t)
    {
        StringBuilder text = new("Time [s],light,full,Channel 2,Channel 3\n");
        for (int i = 0; i < t.Count; i++)
        {
            if (i == 0 || t.Levels[i] != t.Levels[i - 1])
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{i / t.RateHz:F9},{string.Join(',', Enumerable.Range(0, 4).Select(c => t.Levels[i] >> c & 1))}\n"
                );
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] EnergyRunner(GeneratedTrace t) =>
        [
            0xF1,
            .. BitConverter.GetBytes((float)t.RateHz),
            .. t.Amperes.Zip(t.Volts).SelectMany(s => BitConverter.GetBytes((float)(s.First * s.Second / t.RateHz * 1e6))),
        ];

    public static byte[] Vcd(GeneratedTrace t, int timescaleUs)
    {
        StringBuilder text = new($"$date today $end\n$timescale {timescaleUs} us $end\n$scope module m $end\n");
        string[] names = ["light", "full", "layer0", "layer1"];
        for (int c = 0; c < 4; c++)
        {
            text.Append($"$var wire 1 {(char)('!' + c)} {names[c]} $end\n");
        }

        text.Append("$upscope $end\n$enddefinitions $end\n");
        for (int i = 0; i < t.Count; i++)
        {
            ulong changed = i == 0 ? 15 : t.Levels[i] ^ t.Levels[i - 1];
            if (changed != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"#{Math.Round(i * 1e6 / t.RateHz / timescaleUs):F0}");
                text.Append(i % 2 == 0 ? '\n' : ' ');
                text.Append(
                        string.Join(
                            i % 2 == 0 ? '\n' : ' ',
                            Enumerable
                                .Range(0, 4)
                                .Where(c => (changed >> c & 1) != 0)
                                .Select(c => $"{t.Levels[i] >> c & 1}{(char)('!' + c)}")
                        )
                    )
                    .Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] RocketLoggerCsv(GeneratedTrace t, int blockRows)
    {
        StringBuilder text = new("RocketLogger CSV File\nFile Version,3\n");
        text.Append(CultureInfo.InvariantCulture, $"Block Size,{blockRows}\nBlock Count,1                   \n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Sample Count,{t.Count}\nSample Rate,{t.RateHz}\nMAC Address,01:02:03:04:05:06\n"
        );
        text.Append("Start Time,Mon Nov 30 17:00:00 2026\nComment,by a test\n\n,DI1,DI2,DI3,DI4,I1H [nA],V1 [10nV]\n");
        for (int i = 0; i < t.Count; i++)
        {
            double stamp = 1_500_000_000 + (i / (t.RateHz * 100e6 / 49 / 2.048e6));
            text.Append(i % blockRows == 0 ? stamp.ToString("F9", CultureInfo.InvariantCulture) : "");
            text.Append(
                CultureInfo.InvariantCulture,
                $",{string.Join(',', Enumerable.Range(0, 4).Select(c => t.Levels[i] >> c & 1))}"
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $",{Math.Round(t.Amperes[i] * 1e9):F0},{Math.Round(t.Volts[i] * 1e8):F0}\n"
            );
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Csv(GeneratedTrace t, char separator, string head)
    {
        StringBuilder text = new(head + "\n");
        for (int i = 0; i < t.Count; i++)
        {
            text.AppendJoin(
                    separator,
                    [
                        (1e3 * i / t.RateHz).ToString("R", CultureInfo.InvariantCulture),
                        (t.Amperes[i] * 1e3).ToString("R", CultureInfo.InvariantCulture),
                        t.Volts[i].ToString("R", CultureInfo.InvariantCulture),
                        $"{t.Levels[i] & 1}",
                        $"{t.Levels[i] >> 1 & 1}",
                    ]
                )
                .Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Bits(ulong levels)
    {
        int bits = Enumerable.Range(0, 8).Sum(c => ((levels >> c & 1) == 0 ? 1 : 2) << (2 * c));
        return [(byte)(bits >> 8), (byte)bits];
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
