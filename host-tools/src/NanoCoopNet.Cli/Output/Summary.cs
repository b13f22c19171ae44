// Spread of a series of counts.
namespace NanoCoopNet.Cli.Output;

/// <summary>Min, mean, max and standard deviation (of the sample, n − 1).</summary>
public sealed record Summary(int Count, double Min, double Mean, double Max, double Std)
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
        return new(values.Count, values.Min(), mean, values.Max(), values.Count > 1 ? Math.Sqrt(sum / (values.Count - 1)) : 0);
    }
}
