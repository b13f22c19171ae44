// RIFF WAVE: the chunks are walked here, because recorders that stream write lengths that mean nothing; NAudio turns the samples
// into numbers.
using System.Buffers.Binary;
using NanoCoopNet.Model;
using NAudio.Codecs;
using NAudio.Wave;

namespace NanoCoopNet.Media;

/// <summary>Reader of WAV files: PCM of 8, 16, 24 and 32 bits, float of 32 and 64, A-law, µ-law.</summary>
internal static class WavReader
{
    private const int HeaderBytes = 12,
        ChunkBytes = 8,
        FormatBytes = 16,
        SubFormatAt = 24;
    private const ushort Pcm = 1,
        Float = 3,
        ALaw = 6,
        MuLaw = 7,
        Extensible = 0xFFFE;

    /// <summary>Lengths from here on are those of a recorder that did not know: nobody records 2 GiB into a RIFF file.</summary>
    private const long UnknownLength = 0x7FFF0000;

    /// <summary>Other formats by name, as RFC 2361 numbers them.</summary>
    private static readonly Dictionary<int, string> Names = new()
    {
        [0x02] = "Microsoft ADPCM",
        [0x11] = "IMA ADPCM",
        [0x31] = "GSM 6.10",
        [0x50] = "MPEG",
        [0x55] = "MP3",
        [0xFF] = "AAC",
        [0x161] = "WMA",
    };

    public static Sound Read(ReadOnlyMemory<byte> file, string name)
    {
        WaveFormat? format = null;
        for (long at = HeaderBytes; at + ChunkBytes <= file.Length; )
        {
            ReadOnlySpan<byte> chunk = file.Span[(int)at..];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]),
                rest = file.Length - at - ChunkBytes;
            if (chunk.StartsWith("fmt "u8))
            {
                format = Format(chunk[ChunkBytes..][..(int)Math.Min(length, rest)], name);
            }
            else if (chunk.StartsWith("data"u8))
            {
                bool unknown = length >= UnknownLength || (length == 0 && !IsChunk(chunk[ChunkBytes..]));
                if (!unknown && length > rest)
                {
                    throw new DatasetException(
                        "badLength",
                        $"{name} states {length} bytes of sound in its header, the file holds {rest}",
                        "the file is cut off; record or copy it again"
                    );
                }

                if (length > 0 || unknown)
                {
                    return Samples(
                        file.Slice((int)at + ChunkBytes, (int)(unknown ? rest : length)),
                        format ?? throw NoChunk(name, "fmt"),
                        name
                    );
                }
            }

            at += ChunkBytes + length + (length & 1);
        }

        throw NoChunk(name, format is null ? "fmt" : "data");
    }

    // An empty data chunk is followed by another chunk, or by sound whose length the recorder never wrote.
    private static bool IsChunk(ReadOnlySpan<byte> rest) =>
        rest.Length < ChunkBytes
        || (
            BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) <= rest.Length - ChunkBytes
            && !rest[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~')
        );

    private static DatasetException NoChunk(string name, string chunk) =>
        new(
            "notWav",
            $"{name} has no samples: its chunk `{chunk}` is missing or empty",
            "the file is damaged or cut off; record it again"
        );

    private static WaveFormat Format(ReadOnlySpan<byte> f, string name)
    {
        if (f.Length < FormatBytes)
        {
            throw NoChunk(name, "fmt");
        }

        ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(f);
        tag = tag == Extensible && f.Length >= SubFormatAt + 2 ? BinaryPrimitives.ReadUInt16LittleEndian(f[SubFormatAt..]) : tag;
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(f[2..]),
            bits = BinaryPrimitives.ReadUInt16LittleEndian(f[14..]);
        long rate = BinaryPrimitives.ReadUInt32LittleEndian(f[4..]);
        SoundFile.CheckShape(name, rate, channels, 0);
        bool known = tag switch
        {
            Pcm => bits is 8 or 16 or 24 or 32,
            Float => bits is 32 or 64,
            ALaw or MuLaw => bits == 8,
            _ => false,
        };
        return known
            ? WaveFormat.CreateCustomFormat(
                (WaveFormatEncoding)tag,
                (int)rate,
                channels,
                (int)rate * channels * (bits / 8),
                channels * (bits / 8),
                bits
            )
            : throw new DatasetException(
                "badWavFormat",
                $"{name} holds {(Names.TryGetValue(tag, out string? kind) ? kind : $"format {tag}")} of {bits} bits",
                $"PCM of 8 to 32 bits, float, A-law and µ-law are read; to convert: ffmpeg -i {name} -ar 16000 -ac 1 OUT.wav"
            );
    }

    private static Sound Samples(ReadOnlyMemory<byte> data, WaveFormat format, string name)
    {
        int channels = format.Channels,
            count = data.Length / format.BlockAlign;
        SoundFile.CheckShape(name, format.SampleRate, channels, count);
        if (count == 0)
        {
            throw NoChunk(name, "data");
        }

        float[] mono = new float[count],
            block = new float[4096 * channels];
        ISampleProvider? provider = format.Encoding is WaveFormatEncoding.ALaw or WaveFormatEncoding.MuLaw
            ? null
            : new RawSourceWaveStream(
                new MemoryStream(data[..(count * format.BlockAlign)].ToArray(), writable: false),
                format
            ).ToSampleProvider();
        for (int at = 0; at < count; )
        {
            int frames = Math.Min(block.Length / channels, count - at),
                values = frames * channels;
            if (provider is null)
            {
                Companded(data.Span.Slice(at * channels, values), format.Encoding, block);
            }
            else
            {
                values = provider.Read(block.AsSpan(0, values));
                frames = values / channels;
            }

            for (int i = 0; i < frames; i++)
            {
                float sum = 0;
                for (int c = 0; c < channels; c++)
                {
                    sum += block[(i * channels) + c];
                }

                mono[at + i] = float.IsFinite(sum) ? sum / channels : 0;
            }

            at += frames;
        }

        return new Sound(format.SampleRate, mono);
    }

    private static void Companded(ReadOnlySpan<byte> from, WaveFormatEncoding encoding, Span<float> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] =
                (
                    encoding == WaveFormatEncoding.ALaw
                        ? ALawDecoder.ALawToLinearSample(from[i])
                        : MuLawDecoder.MuLawToLinearSample(from[i])
                ) / 32768f;
        }
    }
}
