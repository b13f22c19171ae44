// The standalone INT8 network that accuracies and times are compared with, eq. (16).
namespace NanoCoopNet.Analysis;

/// <summary>What the INT8 network alone gives on the same samples.</summary>
/// <param name="Accuracy">0…1.</param>
/// <param name="MeanCounts">Mean L_INT8; null where nothing was measured.</param>
/// <param name="Source">Which model it is.</param>
public sealed record Baseline(double Accuracy, double? MeanCounts, string Source)
{
    /// <summary>The baseline of outcomes: a CoopNet's own INT8 network; a BC-Net has none, since its branch was trained under the
    /// glue.</summary>
    /// <param name="given">Outcomes of the CoopNet of the same task, where they are wanted as the baseline.</param>
    /// <returns>Null for a BC-Net without <paramref name="given"/>.</returns>
    /// <exception cref="AnalysisException">badBaseline: <paramref name="given"/> is a BC-Net, or lacks a sample; mixedSources:
    /// counted otherwise.</exception>
    public static Baseline? Of(Outcomes outcomes, Outcomes? given)
    {
        Outcomes from = given ?? outcomes;
        if (!from.Source.IsCoopNet)
        {
            return given is null
                ? null
                : throw Bad(
                    $"{given.Source.Model} is a BC-Net",
                    "give a record of the CoopNet of the same task, whose INT8 network works alone"
                );
        }

        if (given is { Costs: { } theirs } && outcomes.Costs is { } ours && theirs.Scale != ours.Scale)
        {
            throw new AnalysisException(
                "mixedSources",
                $"the baseline is counted in {theirs.Scale.Unit}, the run in {ours.Scale.Unit}, or their clocks differ",
                "measure both on the same kind of board"
            );
        }

        Dictionary<int, Outcome> byIndex = from.Samples.ToDictionary(s => s.Index);
        int right = 0;
        foreach (Outcome sample in outcomes.Samples)
        {
            if (!byIndex.TryGetValue(sample.Index, out Outcome other) || other.Label != sample.Label)
            {
                throw Bad(
                    $"{from.Source.Model} has no sample {sample.Index} of class {sample.Label}",
                    "measure both models on the same samples of the same data file"
                );
            }

            right += other.Int8 == other.Label ? 1 : 0;
        }

        return new Baseline((double)right / outcomes.Count, from.Costs?.Mean.Int8Alone, $"INT8 network of {from.Source.Named}");
    }

    private static AnalysisException Bad(string message, string hint) => new("badBaseline", message, hint);
}
