// FLAC, RFC 9639. NuGet has no decoder that is kept up and needs no native library, and the format is short; every frame's
// checksum and the MD5 of the whole are checked, so a mistake here or in the file cannot pass for sound.
using System.Security.Cryptography;
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>Reader of native FLAC streams, 4 to 32 bits, 1 to 8 channels.</summary>
internal static class FlacReader
{
    private const int StreamInfo = 0,
        StreamInfoBytes = 34,
        Md5Bytes = 16,
        MaxFrameChannels = 8;
    private const int LeftSide = 8,
        SideRight = 9,
        MidSide = 10,
        SyncBits = 0x3FFE;
    private static readonly int[] BitsOfCode = [0, 8, 12, 0, 16, 20, 24, 32];

    public static Sound Read(byte[] file, string name)
    {
        try
        {
            return Decode(file, name);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw Bad(name, "it ends inside a frame", e);
        }
    }

    private static Sound Decode(byte[] file, string name)
    {
        FlacBits bits = new(file, 4);
        bool last = false;
        int rate = 0,
            channels = 0,
            width = 0;
        long total = 0;
        byte[] md5 = [];
        while (!last)
        {
            last = bits.Unsigned(1) == 1;
            int type = (int)bits.Unsigned(7),
                length = (int)bits.Unsigned(24),
                start = bits.ByteOffset;
            if (type == StreamInfo && length >= StreamInfoBytes)
            {
                bits.Skip(16 + 16 + 24 + 24);
                (rate, channels, width) = ((int)bits.Unsigned(20), (int)bits.Unsigned(3) + 1, (int)bits.Unsigned(5) + 1);
                total = ((long)bits.Unsigned(4) << 32) | bits.Unsigned(32);
                md5 = file[bits.ByteOffset..(bits.ByteOffset + Md5Bytes)];
            }

            bits.MoveTo(start + length);
        }

        if (rate == 0)
        {
            throw Bad(name, "it has no stream information");
        }

        SoundFile.CheckShape(name, rate, channels, total);
        return Frames(bits, file, name, (rate, channels, width), total, md5);
    }

    private static Sound Frames(
        FlacBits bits,
        byte[] file,
        string name,
        (int Rate, int Channels, int Bits) stream,
        long total,
        byte[] md5
    )
    {
        List<float> mono = [];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        while (bits.ByteOffset < file.Length && (total == 0 || mono.Count < total))
        {
            int[][] block = Frame(bits, file, name, stream);
            SoundFile.CheckShape(name, stream.Rate, stream.Channels, mono.Count + (long)block[0].Length);
            Mix(block, stream.Bits, mono);
            hash.AppendData(Interleaved(block, stream.Bits));
        }

        if (total > 0 && mono.Count < total)
        {
            throw Bad(name, $"its header states {total} samples, the file holds {mono.Count}");
        }

        bool signed = md5.Any(b => b != 0);
        return !signed || hash.GetHashAndReset().AsSpan().SequenceEqual(md5)
            ? new Sound(stream.Rate, [.. mono])
            : throw Bad(name, "its samples do not match its checksum");
    }

    // One frame: samples of each channel.
    private static int[][] Frame(FlacBits bits, byte[] file, string name, (int Rate, int Channels, int Bits) stream)
    {
        int start = bits.ByteOffset;
        if (bits.Unsigned(14) != SyncBits)
        {
            throw Bad(name, $"there is no frame at byte {start}");
        }

        bits.Skip(2);
        int sizeCode = (int)bits.Unsigned(4),
            rateCode = (int)bits.Unsigned(4),
            layout = (int)bits.Unsigned(4),
            widthCode = (int)bits.Unsigned(3);
        bits.Skip(1);
        bits.SkipCodedNumber();
        int size = sizeCode switch
        {
            1 => 192,
            >= 2 and <= 5 => 576 << (sizeCode - 2),
            6 => (int)bits.Unsigned(8) + 1,
            7 => (int)bits.Unsigned(16) + 1,
            >= 8 => 256 << (sizeCode - 8),
            _ => throw Bad(name, "a frame has a reserved size"),
        };
        bits.Skip(
            rateCode switch
            {
                12 => 8,
                13 or 14 => 16,
                _ => 0,
            }
        );
        bits.Skip(8);
        int width = widthCode == 0 ? stream.Bits : BitsOfCode[widthCode],
            channels = layout < MaxFrameChannels ? layout + 1 : 2;
        if (channels != stream.Channels || width != stream.Bits || layout > MidSide)
        {
            throw Bad(name, "a frame has another number of channels or bits than the stream");
        }

        long[][] samples = new long[channels][];
        for (int c = 0; c < channels; c++)
        {
            bool side = (layout is LeftSide or MidSide && c == 1) || (layout == SideRight && c == 0);
            samples[c] =
                FlacSubframe.Read(bits, size, width + (side ? 1 : 0)) ?? throw Bad(name, "a subframe has a reserved type");
        }

        bits.AlignToByte();
        int crc = Crc16(file.AsSpan(start, bits.ByteOffset - start));
        return bits.Unsigned(16) == crc
            ? Decorrelate(samples, layout)
            : throw Bad(name, $"the frame at byte {start} has a wrong checksum");
    }

    private static int[][] Decorrelate(long[][] s, int layout)
    {
        for (int i = 0; i < s[0].Length && layout >= LeftSide; i++)
        {
            (long a, long b) = (s[0][i], s[1][i]);
            (s[0][i], s[1][i]) = layout switch
            {
                LeftSide => (a, a - b),
                SideRight => (a + b, b),
                _ => (((a << 1) + (b & 1) + b) >> 1, ((a << 1) + (b & 1) - b) >> 1),
            };
        }

        return [.. s.Select(c => Array.ConvertAll(c, v => (int)v))];
    }

    private static void Mix(int[][] block, int width, List<float> mono)
    {
        double scale = 1.0 / (block.Length * Math.ScaleB(1, width - 1));
        for (int i = 0; i < block[0].Length; i++)
        {
            long sum = 0;
            foreach (int[] channel in block)
            {
                sum += channel[i];
            }

            mono.Add((float)(sum * scale));
        }
    }

    // As the MD5 takes them: interleaved, little-endian, whole bytes.
    private static byte[] Interleaved(int[][] block, int width)
    {
        int bytes = (width + 7) / 8,
            at = 0;
        byte[] result = new byte[block[0].Length * block.Length * bytes];
        for (int i = 0; i < block[0].Length; i++)
        {
            foreach (int[] channel in block)
            {
                for (int b = 0; b < bytes; b++)
                {
                    result[at++] = (byte)(channel[i] >> (8 * b));
                }
            }
        }

        return result;
    }

    // CRC-16 of RFC 9639, 9.3: polynomial 0x8005, from 0, most significant bit first.
    private static int Crc16(ReadOnlySpan<byte> bytes)
    {
        int crc = 0;
        foreach (byte b in bytes)
        {
            crc ^= b << 8;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x8005) & 0xFFFF : crc << 1;
            }
        }

        return crc;
    }

    private static DatasetException Bad(string name, string what, Exception? inner = null) =>
        new("badFlac", $"{name} is a damaged FLAC file: {what}", "copy or encode it again", inner);
}
