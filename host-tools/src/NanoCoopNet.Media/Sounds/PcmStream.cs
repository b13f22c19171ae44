// Sound that comes as it is recorded: raw 16-bit PCM, or the same behind a WAV header, as arecord writes it to a pipe.
using System.Buffers.Binary;
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>Reads int16 at 16 kHz, one channel, little-endian.</summary>
public sealed class PcmStream(Stream stream)
{
    private const int HeaderBytes = 12,
        ChunkBytes = 8,
        FormatBytes = 16,
        MostChunkBytes = 1 << 16;

    private bool _begun;
    private int _loose = -1;
    private byte[] _ahead = [];

    /// <summary>The next samples: as many as are asked for, fewer at the end, none behind it.</summary>
    /// <param name="count">1 or more.</param>
    /// <exception cref="DatasetException">badWavFormat: a WAV header of another rate, width or number of channels.</exception>
    public short[] Read(int count)
    {
        if (!_begun)
        {
            _begun = true;
            Begin();
        }

        byte[] bytes = new byte[2 * count];
        int have = 0;
        if (_loose >= 0)
        {
            bytes[have++] = (byte)_loose;
            _loose = -1;
        }

        int held = Math.Min(_ahead.Length, bytes.Length - have);
        _ahead.AsSpan(0, held).CopyTo(bytes.AsSpan(have));
        _ahead = _ahead[held..];
        have += held;
        have += stream.ReadAtLeast(bytes.AsSpan(have), bytes.Length - have, throwOnEndOfStream: false);
        if (have % 2 == 1)
        {
            _loose = bytes[have - 1];
        }

        short[] samples = new short[have / 2];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i));
        }

        return samples;
    }

    private void Begin()
    {
        byte[] head = Take(HeaderBytes);
        if (head.Length < HeaderBytes || !head.AsSpan().StartsWith("RIFF"u8) || !head.AsSpan(8).SequenceEqual("WAVE"u8))
        {
            _ahead = head;
            return;
        }

        for (
            byte[] chunk = Take(ChunkBytes);
            chunk.Length == ChunkBytes && !chunk.AsSpan().StartsWith("data"u8);
            chunk = Take(ChunkBytes)
        )
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            byte[] body =
                length <= MostChunkBytes
                    ? Take((int)(length + (length & 1)))
                    : throw Refused($"a chunk of {length} bytes before the sound");
            if (chunk.AsSpan().StartsWith("fmt "u8) && body.Length >= FormatBytes)
            {
                int channels = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(2)),
                    bits = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(14));
                uint rate = BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(4));
                if (channels != 1 || bits != 16 || rate != LogMel.SampleRate)
                {
                    throw Refused($"{channels} channels of {bits} bits at {rate} Hz");
                }
            }
        }
    }

    private static DatasetException Refused(string what) =>
        new(
            "badWavFormat",
            $"the stream has {what}; one channel of 16 bits at {LogMel.SampleRate} Hz is needed",
            $"arecord -f S16_LE -c 1 -r {LogMel.SampleRate} | nanocoop listen"
        );

    private byte[] Take(int count)
    {
        byte[] bytes = new byte[count];
        return bytes[..stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }
}
