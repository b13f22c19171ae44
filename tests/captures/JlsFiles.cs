// Joulescope files chunk by chunk (jetperch/jls, include/jls/format.h), with the constant levels of inputs left out as its writer
// leaves them out.
using System.Text;

namespace NanoCoopNet.Captures.Tests;

internal static class JlsFiles
{
    private const int SamplesPerData = 1024,
        SamplesPerSummary = 128;

    public static byte[] Joulescope(GeneratedTrace t, bool closed = true)
    {
        MemoryStream stream = new();
        stream.Write(new byte[32]);
        Signal(stream, 1, 0x2004, t, "current", "A");
        Signal(stream, 2, 0x2004, t, "voltage", "V");
        Signal(stream, 3, 0x0103, t, "light", "");
        Signal(stream, 4, 0x0103, t, "full", "");
        for (int at = 0; at < t.Count; at += SamplesPerData)
        {
            int count = Math.Min(SamplesPerData, t.Count - at);
            Data(
                stream,
                1,
                at,
                count,
                32,
                Enumerable.Range(at, count).SelectMany(i => BitConverter.GetBytes((float)t.Amperes[i]))
            );
            Data(stream, 2, at, count, 32, Enumerable.Range(at, count).SelectMany(i => BitConverter.GetBytes((float)t.Volts[i])));
        }

        for (int channel = 0; channel < 2; channel++)
        {
            Inputs(stream, t, channel);
        }

        Chunk(stream, 0xFF, 0, []);
        byte[] bytes = stream.ToArray();
        byte[] head =
        [
            .. "jlsfmt\r\n \n \u001a  "u8,
            0xb2,
            0x1c,
            .. BitConverter.GetBytes(closed ? (long)bytes.Length : 0),
            0,
            0,
            0,
            1,
        ];
        head.CopyTo(bytes, 0);
        BitConverter.GetBytes(Crc(head)).CopyTo(bytes, 28);
        return bytes;
    }

    private static void Inputs(MemoryStream stream, GeneratedTrace t, int channel)
    {
        List<byte> index = [],
            summary = [];
        int entries = 0,
            summaries = 0;
        for (int at = 0; at < t.Count; at += SamplesPerData, entries++)
        {
            int count = Math.Min(SamplesPerData, t.Count - at);
            bool[] levels = [.. Enumerable.Range(at, count).Select(i => (t.Levels[i] >> channel & 1) != 0)];
            bool omitted = count == SamplesPerData && levels.Distinct().Count() == 1;
            index.AddRange(BitConverter.GetBytes(omitted ? 0L : stream.Position));
            if (!omitted)
            {
                Data(
                    stream,
                    3 + channel,
                    at,
                    count,
                    1,
                    levels.Chunk(8).Select(b => (byte)b.Select((l, i) => l ? 1 << i : 0).Sum())
                );
            }

            foreach (bool[] part in levels.Chunk(SamplesPerSummary).Where(p => p.Length == SamplesPerSummary))
            {
                summaries++;
                summary.AddRange(BitConverter.GetBytes(part.Count(l => l) / (float)SamplesPerSummary));
                summary.AddRange(new byte[12]);
            }
        }

        Chunk(
            stream,
            0x23,
            0x1000 | 3 + channel,
            [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(entries), 64, 0, 0, 0, .. index]
        );
        Chunk(
            stream,
            0x24,
            0x1000 | 3 + channel,
            [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(summaries), 128, 0, 0, 0, .. summary]
        );
    }

    private static void Signal(MemoryStream stream, int id, uint type, GeneratedTrace t, string name, string units) =>
        Chunk(
            stream,
            0x02,
            id,
            [
                1,
                0,
                0,
                0,
                .. BitConverter.GetBytes(type),
                .. BitConverter.GetBytes((uint)t.RateHz),
                .. BitConverter.GetBytes(SamplesPerData),
                .. BitConverter.GetBytes(SamplesPerSummary),
                .. new byte[16 + 92],
                .. Encoding.UTF8.GetBytes(name),
                0,
                0x1f,
                .. Encoding.UTF8.GetBytes(units),
                0,
                0x1f,
            ]
        );

    private static void Data(MemoryStream stream, int id, long sample, int count, int bits, IEnumerable<byte> data) =>
        Chunk(
            stream,
            0x22,
            id,
            [.. BitConverter.GetBytes(sample), .. BitConverter.GetBytes(count), (byte)bits, 0, 0, 0, .. data]
        );

    private static void Chunk(MemoryStream stream, byte tag, int meta, byte[] payload)
    {
        byte[] head =
        [
            .. new byte[16],
            tag,
            0,
            .. BitConverter.GetBytes((ushort)meta),
            .. BitConverter.GetBytes(payload.Length),
            .. new byte[4],
        ];
        stream.Write(head);
        stream.Write(BitConverter.GetBytes(Crc(head)));
        if (payload.Length > 0)
        {
            stream.Write(payload);
            stream.Write(new byte[(8 - ((payload.Length + 4) % 8)) % 8]);
            stream.Write(BitConverter.GetBytes(Crc(payload)));
        }
    }

    /// <summary>CRC-32C bit by bit.</summary>
    internal static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }
}
