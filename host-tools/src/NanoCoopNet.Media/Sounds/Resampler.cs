// Brings a recording to the rate that the models hear, by NAudio's copy of WDL's resampler with a windowed sinc.
using NanoCoopNet.Model;
using NAudio.Dsp;

namespace NanoCoopNet.Media;

/// <summary>Any rate to 16 kHz.</summary>
internal static class Resampler
{
    private const int SincTaps = 64,
        SincPhases = 256,
        BlockFrames = 4096;

    /// <summary>int16 at <see cref="LogMel.SampleRate"/>; ⌈n · 16000 / rate⌉ samples, none at the right rate already
    /// changed.</summary>
    public static short[] ToModelRate(Sound sound)
    {
        float[] samples = sound.Rate == LogMel.SampleRate ? sound.Samples : Resample(sound);
        short[] result = new short[samples.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (short)Math.Clamp(Math.Floor((samples[i] * 32768.0) + 0.5), short.MinValue, short.MaxValue);
        }

        return result;
    }

    private static float[] Resample(Sound sound)
    {
        float[] result = new float[(int)((((long)sound.Samples.Length * LogMel.SampleRate) + sound.Rate - 1) / sound.Rate)];
        WdlResampler resampler = new();
        resampler.SetMode(interp: true, filtercnt: 0, sinc: true, SincTaps, SincPhases);
        resampler.SetFeedMode(false);
        resampler.SetRates(sound.Rate, LogMel.SampleRate);
        for (int read = 0, written = 0; written < result.Length; )
        {
            int frames = Math.Min(BlockFrames, result.Length - written);
            int wanted = resampler.ResamplePrepare(frames, 1, out Span<float> input);
            int there = Math.Clamp(sound.Samples.Length - read, 0, wanted);
            sound.Samples.AsSpan(read, there).CopyTo(input);
            input[there..wanted].Clear();
            read += there;
            written += resampler.ResampleOut(result.AsSpan(written), wanted, frames, 1);
        }

        return result;
    }
}
