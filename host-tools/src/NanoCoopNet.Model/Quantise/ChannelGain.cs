// The first layer of a binary network only compares its accumulator, so every channel may use the whole int8 range: eq. (10).
namespace NanoCoopNet.Model;

/// <summary>Chooses the gain of a channel: a positive factor of its weights, bias and threshold that leaves every bit as it
/// is.</summary>
internal static class ChannelGain
{
    private const int Steps = 256;

    /// <summary>The factor g in [½, 1]·127/max|w| for which rounding g·w loses least: Σ (g·w − round(g·w))²/g².</summary>
    /// <param name="weight">Real weights of one filter.</param>
    /// <returns>1 for a filter of zeros.</returns>
    public static double Choose(ReadOnlySpan<double> weight)
    {
        double most = 0;
        foreach (double w in weight)
        {
            most = Math.Max(most, Math.Abs(w));
        }

        if (most == 0)
        {
            return 1;
        }

        double best = 0,
            least = double.PositiveInfinity;
        for (int step = Steps; step >= Steps / 2; step--)
        {
            double gain = 127 / most * step / Steps,
                error = 0;
            foreach (double w in weight)
            {
                double exact = gain * w,
                    d = exact - Math.Floor(exact + 0.5);
                error += d * d;
            }

            error /= gain * gain;
            if (error < least)
            {
                (best, least) = (gain, error);
            }
        }

        return best;
    }
}
