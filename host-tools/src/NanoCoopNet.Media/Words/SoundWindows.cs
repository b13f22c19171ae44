// Cuts sound into the windows that a keyword model hears, from a whole recording or as it comes. host-tools/training/LOGMEL.md,
// "Recordings".
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>Log-mel images of one second each, every tenth of a second; the first one's middle is the first sample.</summary>
public sealed class SoundWindows
{
    private const int Step = LogMel.SampleRate / 10;
    private const int HalfWindow = LogMel.Samples / 2;

    /// <summary>Even between these: −50 dB below full scale.</summary>
    private const int NoiseAmplitude = 180;

    private readonly Random _noise = new(1);
    private readonly List<short> _pending = [];

    public SoundWindows() => Append(new short[HalfWindow]);

    /// <summary>Takes sound and gives the windows that are complete now.</summary>
    /// <param name="samples">int16 at 16 kHz, as many as there are.</param>
    /// <returns>Images of 32×32 bytes, in order.</returns>
    public IEnumerable<byte[]> Add(ReadOnlySpan<short> samples)
    {
        Append(samples);
        return Complete();
    }

    /// <summary>The windows that reach beyond the end, whose middle is not: silence follows.</summary>
    public IEnumerable<byte[]> End()
    {
        Append(new short[HalfWindow]);
        return Complete();
    }

    // Models were trained in some noise; gated and made recordings have none between the words, which a model has never heard.
    private void Append(ReadOnlySpan<short> samples)
    {
        foreach (short s in samples)
        {
            _pending.Add((short)Math.Clamp(s + _noise.Next(-NoiseAmplitude, NoiseAmplitude + 1), short.MinValue, short.MaxValue));
        }
    }

    private List<byte[]> Complete()
    {
        List<byte[]> images = [];
        Span<short> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending);
        int at = 0;
        for (; at + LogMel.Samples <= all.Length; at += Step)
        {
            byte[] image = new byte[LogMel.Frames * LogMel.Bands];
            LogMel.Image(all.Slice(at, LogMel.Samples), image);
            images.Add(image);
        }

        _pending.RemoveRange(0, at);
        return images;
    }
}
