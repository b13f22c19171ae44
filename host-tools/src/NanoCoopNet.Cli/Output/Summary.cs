// Spread of a series of counts.
namespace NanoCoopNet.Cli.Output;

/// <summary>Min, mean, max, standard deviation (of the sample, n − 1) and 99th percentile (nearest rank).</summary>
public sealed record Summary(int Count, double Min, double Mean, double Max, double Std, double P99)
{
    /// <summary>The summary, or null of an empty series.</summary>
    public static Summary? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        double mean = values.Average();
        double sum = values.Sum(v => (v - mean) * (v - mean));
        double[] sorted = [.. values.Order()];
        double p99 = sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1];
        return new(values.Count, sorted[0], mean, sorted[^1], values.Count > 1 ? Math.Sqrt(sum / (values.Count - 1)) : 0, p99);
    }
}
