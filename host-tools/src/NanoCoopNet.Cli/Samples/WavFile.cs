// Reads the WAV files that `classify` takes: PCM, 16 bit, one channel, 16 kHz. Anything else is refused, never resampled
// (LOGMEL.md).
using System.Buffers.Binary;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Samples;

/// <summary>RIFF WAVE reader.</summary>
internal static class WavFile
{
    private const uint Riff = 0x46464952, Wave = 0x45564157, Format = 0x20746D66, Data = 0x61746164;
    private const int Pcm = 1, Extensible = 0xFFFE, FormatBytes = 16, ChunkHead = 8;

    /// <summary>Recorders that stream write this or more, or 0, for a length that they do not know yet.</summary>
    private const long UnknownLength = 0x7FFF0000;

    /// <summary>The samples of a clip.</summary>
    /// <exception cref="DatasetException">notWav, badWavFormat, badSampleRate, badLength.</exception>
    public static short[] Read(string path)
    {
        ReadOnlySpan<byte> b = InputFile.ReadBytes(path);
        if (b.Length < 12 || U32(b, 0) != Riff || U32(b, 8) != Wave)
        {
            throw new DatasetException("notWav", $"{path} is no WAV file", "give a RIFF WAVE file");
        }

        bool formatSeen = false, dataSeen = false;
        for (int at = 12; at + ChunkHead <= b.Length;)
        {
            uint id = U32(b, at);
            long length = U32(b, at + 4);
            at += ChunkHead;
            if (id == Format && length >= FormatBytes && at + FormatBytes <= b.Length)
            {
                CheckFormat(path, b[at..]);
                formatSeen = true;
            }
            else if (id == Data && formatSeen)
            {
                dataSeen = true;
                bool isUnknown = length >= UnknownLength || (length == 0 && at < b.Length && !IsChunk(b[at..]));
                if (isUnknown || length > 0)
                {
                    return Samples(path, isUnknown ? b[at..] : b[at..(int)Math.Min(b.Length, at + length)], isUnknown ? b.Length - at : length);
                }
            }

            at = (int)Math.Min(b.Length, at + length + (length & 1));
        }

        throw new DatasetException("notWav", $"{path} has {(dataSeen ? "an empty chunk `data`" : "no chunk `data`")} and no samples",
            "the file is damaged or truncated; record it again");
    }

    /// <summary>Whether these bytes begin with a chunk that ends inside the file.</summary>
    private static bool IsChunk(ReadOnlySpan<byte> b) => b.Length >= ChunkHead && U32(b, 4) <= b.Length - ChunkHead && !b[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private static void CheckFormat(string path, ReadOnlySpan<byte> f)
    {
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(f), channels = BinaryPrimitives.ReadUInt16LittleEndian(f[2..]);
        long rate = U32(f, 4);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(f[14..]);
        if (rate != LogMel.SampleRate)
        {
            throw new DatasetException("badSampleRate", $"{path} is sampled at {rate} Hz; the model hears {LogMel.SampleRate} Hz",
                $"convert it: sox {path} -r {LogMel.SampleRate} -c 1 -b 16 OUT.wav");
        }

        if (tag is not (Pcm or Extensible) || channels != 1 || bits != 16)
        {
            throw new DatasetException("badWavFormat",
                $"{path} has {channels} channels of {bits} bits (format {tag}); one channel of 16-bit PCM is needed",
                $"convert it: sox {path} -r {LogMel.SampleRate} -c 1 -b 16 OUT.wav");
        }
    }

    private static short[] Samples(string path, ReadOnlySpan<byte> data, long promised)
    {
        if (data.Length < promised || data.Length < 2)
        {
            throw new DatasetException("badLength", $"{path} promises {promised} bytes of sound and holds {data.Length}",
                "the file is truncated; record or copy it again");
        }

        short[] samples = new short[data.Length / 2];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]);
        }

        return samples;
    }

    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);
}
