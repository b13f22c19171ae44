// Splits by class, so that both parts hold every class in the proportion of the whole (BC-Net IV-C).
namespace NanoCoopNet.Analysis;

/// <summary>Splits samples.</summary>
public static class StratifiedSplit
{
    /// <summary>A class with fewer samples would have none in a part of one tenth.</summary>
    public const int FewestPerClass = 10;

    /// <summary>A tenth of every class (rounded) and the rest, drawn by the seed.</summary>
    /// <exception cref="AnalysisException">tooFewSamples: a class has fewer than <see cref="FewestPerClass"/>.</exception>
    public static (Outcomes Tenth, Outcomes Others) Tenth(Outcomes outcomes, Random random)
    {
        List<int> tenth = [];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, outcomes.Count).GroupBy(i => outcomes.Samples[i].Label).OrderBy(g => g.Key))
        {
            int[] own = [.. group];
            if (own.Length < FewestPerClass)
            {
                throw new AnalysisException("tooFewSamples", $"class {group.Key} has {own.Length} samples; a split of 10 % and 90 % by class needs {FewestPerClass} of each",
                    "evaluate a whole test set with --record, or measure more samples");
            }

            random.Shuffle(own);
            tenth.AddRange(own[..((own.Length + 5) / 10)]);
        }

        HashSet<int> chosen = [.. tenth];
        return (Part(outcomes, chosen.Contains), Part(outcomes, i => !chosen.Contains(i)));
    }

    private static Outcomes Part(Outcomes outcomes, Func<int, bool> chosen)
    {
        int[] of = [.. Enumerable.Range(0, outcomes.Count).Where(chosen)];
        Costs? costs = outcomes.Costs is { } c ? new Costs(c.Scale, [.. of.Select(i => c.PerSample[i])], c.MeasuredOn == outcomes.Count ? of.Length : c.MeasuredOn) : null;
        return new Outcomes(outcomes.Source, [.. of.Select(i => outcomes.Samples[i])], costs);
    }
}
