// What a whole test set gives on the integer engine.
using System.Text.Json.Serialization;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Evaluation;

/// <summary>Results of `nanocoop evaluate`; accuracies and fractions are 0…1.</summary>
/// <param name="AccuracyFull">Full mode on every sample.</param>
/// <param name="AccuracyInt8">The INT8 network inside this blob; null where it has no logits of its own.</param>
/// <param name="AccuracyLight">The BNN alone.</param>
/// <param name="AccuracyAuto">The gate at the CT in force.</param>
/// <param name="ConfidenceThreshold">CT byte / 256.</param>
/// <param name="Sweep">At every CT a board can hold.</param>
/// <param name="Outcomes">What everything else is computed from.</param>
public sealed record EvaluationResult(
    int Samples,
    double AccuracyFull,
    double? AccuracyInt8,
    double AccuracyLight,
    double AccuracyAuto,
    double ConfidenceThreshold,
    double LightFraction,
    PairedDifference? AutoMinusInt8,
    double Seconds,
    int Threads,
    [property: JsonIgnore] IReadOnlyList<CurvePoint> Sweep,
    [property: JsonIgnore] Outcomes Outcomes
)
{
    /// <summary>The results of outcomes at a CT byte.</summary>
    /// <param name="seconds">How long they took to compute.</param>
    public static EvaluationResult Of(Outcomes outcomes, int confidenceThreshold, double seconds, int threads) =>
        new(
            outcomes.Count,
            outcomes.Share(s => s.Full == s.Label),
            outcomes.AccuracyInt8,
            outcomes.Share(s => s.Light == s.Label),
            outcomes.Share(s => s.IsRight(confidenceThreshold)),
            ConfidenceSteps.Value(confidenceThreshold),
            outcomes.Share(s => s.IsLight(confidenceThreshold)),
            PairedInterval.AutoMinusInt8(outcomes, confidenceThreshold),
            seconds,
            threads,
            Analysis.Sweep.Of(outcomes, null, ConfidenceSteps.All),
            outcomes
        );
}
