// One second of sound as an image of 32×32 bytes: host-tools/training/LOGMEL.md, step by step.
namespace NanoCoopNet.Model;

/// <summary>Log-mel images; arithmetic is double throughout, as the specification asks.</summary>
public static class LogMel
{
    public const int SampleRate = 16000;
    public const int Samples = 16000;
    public const int Frames = 32;
    public const int Bands = 32;
    private const int FirstStart = 48;
    private const int FrameStep = 480;
    private const int Window = 1024;
    private const int Bins = (Window / 2) + 1;
    private const double HzPerBin = (double)SampleRate / Window;
    private const double LowestHz = 60;
    private const double HighestHz = 7600;
    private const double StepsPerDecibel = 2.5;
    private const double FloorDecibel = -54;

    private static readonly double[] Hann = MakeWindow();
    private static readonly double[] BandWeights = MakeBands();
    private static readonly Fourier Transform = new(Window);

    /// <summary>The image (32, 32, 1) of a clip.</summary>
    /// <param name="clip">Samples at 16 kHz; the first 16,000 count, a shorter clip goes on with zeros.</param>
    /// <param name="image">1,024 bytes, frame t and band b at 32·t + b.</param>
    public static void Image(ReadOnlySpan<short> clip, Span<byte> image)
    {
        Span<double> re = stackalloc double[Window];
        Span<double> im = stackalloc double[Window];
        Span<double> power = stackalloc double[Bins];
        for (int t = 0; t < Frames; t++)
        {
            int start = FirstStart + (FrameStep * t);
            for (int n = 0; n < Window; n++)
            {
                int at = start + n;
                re[n] = at < clip.Length ? Hann[n] * clip[at] / 32768 : 0;
            }

            im.Clear();
            Transform.Run(re, im);
            for (int k = 0; k < Bins; k++)
            {
                power[k] = (re[k] * re[k]) + (im[k] * im[k]);
            }

            for (int b = 0; b < Bands; b++)
            {
                image[(t * Bands) + b] = Step(Energy(b, power));
            }
        }
    }

    private static double Energy(int band, ReadOnlySpan<double> power)
    {
        double energy = 0;
        for (int k = 0; k < Bins; k++)
        {
            energy += BandWeights[(band * Bins) + k] * power[k];
        }

        return energy;
    }

    private static byte Step(double energy)
    {
        double level = 10 * Math.Log10(energy + 1e-10);
        return (byte)Math.Clamp(Math.Floor((StepsPerDecibel * (level - FloorDecibel)) + 0.5), 0, 255);
    }

    private static double[] MakeWindow()
    {
        double[] window = new double[Window];
        for (int n = 0; n < Window; n++)
        {
            window[n] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / Window));
        }

        return window;
    }

    private static double[] MakeBands()
    {
        double low = Mel(LowestHz),
            step = (Mel(HighestHz) - low) / (Bands + 1);
        double[] edges = new double[Bands + 2];
        for (int j = 0; j < edges.Length; j++)
        {
            edges[j] = 700 * (Math.Pow(10, (low + (j * step)) / 2595) - 1);
        }

        double[] weights = new double[Bands * Bins];
        for (int b = 0; b < Bands; b++)
        {
            for (int k = 0; k < Bins; k++)
            {
                double f = HzPerBin * k;
                double rising = (f - edges[b]) / (edges[b + 1] - edges[b]),
                    falling = (edges[b + 2] - f) / (edges[b + 2] - edges[b + 1]);
                weights[(b * Bins) + k] = Math.Max(0, Math.Min(rising, falling));
            }
        }

        return weights;
    }

    private static double Mel(double hz) => 2595 * Math.Log10(1 + (hz / 700));
}
