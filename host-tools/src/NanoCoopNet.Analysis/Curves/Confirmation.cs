// A point of the curve, which is worked out from one run of both networks, against the board at that CT.
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Predicted and measured at one CT, on the same samples. Fractions are 0…1.</summary>
/// <param name="PredictedCounts">BC-Net eq. (7): L_LM + N_FM·(L_FM − L_LM), constants from the record; null where the record
/// counts something else.</param>
/// <param name="MeasuredCounts">Mean of the mode each sample took on the board.</param>
/// <param name="CostError">Measured over predicted, less 1.</param>
/// <param name="OtherModes">Samples whose mode on the board is not the predicted one.</param>
/// <param name="OtherAnswers">Samples whose answer is not.</param>
public sealed record ConfirmedPoint(
    int ConfidenceThreshold,
    double Ct,
    int Samples,
    double PredictedAccuracy,
    double MeasuredAccuracy,
    double PredictedFullFraction,
    double MeasuredFullFraction,
    double? PredictedCounts,
    double MeasuredCounts,
    double? CostError,
    int OtherModes,
    int OtherAnswers
);

/// <summary>Compares.</summary>
public static class Confirmation
{
    /// <summary>One point.</summary>
    /// <param name="predicted">The record; its samples have those of the rows.</param>
    /// <param name="measured">Rows of mode auto at <paramref name="confidenceThreshold"/>.</param>
    public static ConfirmedPoint Of(Outcomes predicted, int confidenceThreshold, IReadOnlyList<MeasurementRow> measured)
    {
        Dictionary<int, Outcome> byIndex = predicted.Samples.ToDictionary(s => s.Index);
        (Outcome Predicted, MeasurementRow Row)[] pairs = [.. measured.Select(r => (byIndex[r.Index], r))];
        double Share(Func<(Outcome Predicted, MeasurementRow Row), bool> condition) =>
            pairs.Count(condition) / (double)pairs.Length;
        double full = Share(p => !p.Predicted.IsLight(confidenceThreshold)),
            counts = measured.Average(r => r.FullCounts);
        double? expected =
            predicted.Costs is { } c && measured.All(r => r.Result.TimeSource == c.Scale.Source)
                ? c.Mean.Light + (full * (c.Mean.Full - c.Mean.Light))
                : null;
        return new ConfirmedPoint(
            confidenceThreshold,
            ConfidenceSteps.Value(confidenceThreshold),
            pairs.Length,
            Share(p => p.Predicted.IsRight(confidenceThreshold)),
            Share(p => p.Row.Result.Answer == p.Predicted.Label),
            full,
            Share(p => p.Row.Result.Mode == TakenMode.Full),
            expected,
            counts,
            (counts / expected) - 1,
            pairs.Count(p => p.Predicted.IsLight(confidenceThreshold) != (p.Row.Result.Mode == TakenMode.Light)),
            pairs.Count(p =>
                (p.Predicted.IsLight(confidenceThreshold) ? p.Predicted.Light : p.Predicted.Full) != p.Row.Result.Answer
            )
        );
    }
}
