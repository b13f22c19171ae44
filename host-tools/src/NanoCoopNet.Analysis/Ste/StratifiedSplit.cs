// Splits by class, so that both parts hold every class in the proportion of the whole (BC-Net IV-C).
namespace NanoCoopNet.Analysis;

/// <summary>Splits samples.</summary>
public static class StratifiedSplit
{
    /// <summary>A share of every class (rounded) and the rest, drawn by the seed.</summary>
    /// <param name="share">0…1; the papers' is a tenth.</param>
    /// <param name="byConfidence">
    /// Draws evenly over the confidences of a class: one at random of each run of neighbours. The papers' way draws from the
    /// class as a whole.
    /// </param>
    /// <exception cref="AnalysisException">tooFewSamples: a class has less than one sample for such a share, and one for the
    /// rest.</exception>
    public static (Outcomes Drawn, Outcomes Others) Of(
        Outcomes outcomes,
        Random random,
        double share = 0.1,
        bool byConfidence = false
    )
    {
        int fewest = Math.Max(2, (int)Math.Ceiling(1 / share));
        List<int> drawn = [];
        foreach (
            IGrouping<int, int> group in Enumerable
                .Range(0, outcomes.Count)
                .GroupBy(i => outcomes.Samples[i].Label)
                .OrderBy(g => g.Key)
        )
        {
            int[] own = [.. group];
            if (own.Length < fewest)
            {
                throw new AnalysisException(
                    "tooFewSamples",
                    $"class {group.Key} has {own.Length} samples; a split by class needs {fewest} of each",
                    "evaluate a whole test set with --record, or measure more samples"
                );
            }

            random.Shuffle(own);
            int count = Math.Clamp((int)Math.Floor((own.Length * share) + 0.5), 1, own.Length - 1);
            drawn.AddRange(
                byConfidence ? Spread([.. own.OrderBy(i => outcomes.Samples[i].Confidence256)], count, random) : own[..count]
            );
        }

        HashSet<int> chosen = [.. drawn];
        return (Part(outcomes, chosen.Contains), Part(outcomes, i => !chosen.Contains(i)));
    }

    /// <summary>One at random of each of so many runs of neighbours, as equal in length as can be.</summary>
    private static IEnumerable<int> Spread(int[] ordered, int count, Random random) =>
        Enumerable
            .Range(0, count)
            .Select(k =>
            {
                int first = (int)((long)ordered.Length * k / count),
                    end = (int)((long)ordered.Length * (k + 1) / count);
                return ordered[random.Next(first, end)];
            });

    private static Outcomes Part(Outcomes outcomes, Func<int, bool> chosen)
    {
        int[] of = [.. Enumerable.Range(0, outcomes.Count).Where(chosen)];
        Costs? costs = outcomes.Costs is { } c
            ? new Costs(c.Scale, [.. of.Select(i => c.PerSample[i])], c.MeasuredOn == outcomes.Count ? of.Length : c.MeasuredOn)
            : null;
        return new Outcomes(outcomes.Source, [.. of.Select(i => outcomes.Samples[i])], costs);
    }
}
