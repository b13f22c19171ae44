// Smooths a curve that rises to one peak and falls behind it, as accuracy over CT does, without a parameter.
namespace NanoCoopNet.Analysis;

/// <summary>Isotonic regression on both sides of the largest value.</summary>
public static class UnimodalFit
{
    /// <summary>
    /// The non-decreasing sequence of least squared error up to the first largest value, and the non-increasing one behind it
    /// (pool adjacent violators). The peak is kept as it is: nothing before it is larger, nothing behind it either.
    /// </summary>
    /// <param name="values">At least one.</param>
    public static double[] Of(IReadOnlyList<double> values)
    {
        int peak = 0;
        for (int i = 1; i < values.Count; i++)
        {
            peak = values[i] > values[peak] ? i : peak;
        }

        return [.. Rising([.. values.Take(peak + 1)]), .. Rising([.. values.Skip(peak + 1).Reverse()]).Reverse()];
    }

    /// <summary>Neighbours that fall are pooled into their mean until none is left.</summary>
    private static double[] Rising(double[] values)
    {
        List<(double Mean, int Count)> pools = [];
        foreach (double value in values)
        {
            (double mean, int count) = (value, 1);
            while (pools.Count > 0 && pools[^1].Mean > mean)
            {
                (double before, int many) = pools[^1];
                pools.RemoveAt(pools.Count - 1);
                (mean, count) = (((before * many) + (mean * count)) / (many + count), many + count);
            }

            pools.Add((mean, count));
        }

        return [.. pools.SelectMany(p => Enumerable.Repeat(p.Mean, p.Count))];
    }
}
