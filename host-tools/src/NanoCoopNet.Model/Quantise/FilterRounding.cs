// Rounds a filter's weights so that its output, not each weight, changes least (the idea of Nagel et al., "Up or down? Adaptive
// rounding for post-training quantization", ICML 2020, solved here by coordinate descent).
namespace NanoCoopNet.Model;

/// <summary>Rounds filters.</summary>
internal static class FilterRounding
{
    private const int MaxSweeps = 50;
    private const int Largest = 127;

    /// <summary>Each weight goes to one of its two neighbouring integers; starting from the nearest, single weights are moved to
    /// the other one as long as that lowers eᵀ·C·e, the variance of the output's error, with e the rounding errors and C the
    /// covariance of the patches.</summary>
    /// <param name="weight">[K], within ±127.</param>
    public static int[] Round(ReadOnlySpan<double> weight, PatchStatistics patches)
    {
        int size = weight.Length;
        int[] rounded = new int[size];
        double[] error = new double[size],
            gradient = new double[size];
        for (int i = 0; i < size; i++)
        {
            rounded[i] = (int)Math.Floor(weight[i] + 0.5);
            error[i] = rounded[i] - weight[i];
            Accumulate(gradient, patches.Covariance[i], error[i]);
        }

        bool moved = true;
        for (int sweep = 0; sweep < MaxSweeps && moved; sweep++)
        {
            moved = false;
            for (int i = 0; i < size; i++)
            {
                int step = error[i] > 0 ? -1 : 1;
                double change = patches.Covariance[i][i] + (2 * step * gradient[i]);
                if (change < -1e-12 && Math.Abs(rounded[i] + step) <= Largest)
                {
                    rounded[i] += step;
                    error[i] += step;
                    Accumulate(gradient, patches.Covariance[i], step);
                    moved = true;
                }
            }
        }

        return rounded;
    }

    // gradient += factor · row: keeps C·e up to date.
    private static void Accumulate(double[] gradient, double[] row, double factor)
    {
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] += factor * row[j];
        }
    }
}
