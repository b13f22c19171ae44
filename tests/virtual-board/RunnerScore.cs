// What MLPerf Tiny's runner computes from the results of a device (mlcommons/tiny, benchmark/evaluation/eval_functions_eembc.py
// and its runner).
namespace NanoCoopNet.VirtualBoard.Tests;

/// <summary>The runner's scores; it divides each result by its sum first.</summary>
internal static class RunnerScore
{
    private const int Thresholds = 101;

    /// <summary>Top-1 in per cent.</summary>
    public static double Accuracy(IReadOnlyList<double[]> results, IReadOnlyList<int> labels)
    {
        double[][] predicted = Normalised(results);
        return 100.0 * predicted.Where((p, i) => Array.IndexOf(p, p.Max()) == labels[i]).Count() / predicted.Length;
    }

    /// <summary>Mean over the classes of the area under one against all, at thresholds 0, 0.01, … 1.</summary>
    public static double Auc(IReadOnlyList<double[]> results, IReadOnlyList<int> labels)
    {
        double[][] predicted = Normalised(results);
        int[] classes =
        [
            .. Enumerable.Range(0, predicted[0].Length).Where(c => labels.Any(l => l == c) && labels.Any(l => l != c)),
        ];
        return classes.Length == 0
            ? 1
            : classes.Average(c =>
            {
                double[] of = [.. predicted.Where((_, i) => labels[i] == c).Select(p => p[c])],
                    others = [.. predicted.Where((_, i) => labels[i] != c).Select(p => p[c])];
                (double False, double True)[] rates =
                [
                    .. Enumerable
                        .Range(0, Thresholds)
                        .Select(t =>
                            t == 0
                                ? (1.0, 1.0)
                                : (
                                    others.Count(p => p > t / 100.0) / (double)others.Length,
                                    of.Count(p => p > t / 100.0) / (double)of.Length
                                )
                        ),
                ];
                return rates.Zip(rates.Skip(1)).Sum(r => 0.5 * (r.First.True + r.Second.True) * (r.First.False - r.Second.False));
            });
    }

    private static double[][] Normalised(IReadOnlyList<double[]> results) =>
        [.. results.Select(r => r.Select(v => v / r.Sum()).ToArray())];
}
