// From a target to the CT that is taken. The polynomials predict; what the samples of the record give decides.
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>A chosen CT.</summary>
/// <param name="ConfidenceThreshold">CT byte.</param>
/// <param name="IsPredicted">The polynomials' CT, at which the validation part meets the target; else the record was searched.
/// </param>
/// <param name="Warning">What a person should know before trusting it; null: prediction and validation part agree.</param>
public sealed record ThresholdDecision(int ConfidenceThreshold, bool IsPredicted, string? Warning)
{
    /// <summary>
    /// The polynomials' CT where the validation part meets the target there. Else the CT that the validation part itself would
    /// choose, else the one of the whole record, each with a warning.
    /// </summary>
    /// <param name="record">All samples, calibration and validation part together.</param>
    /// <exception cref="AnalysisException">TargetUnreachable: neither polynomials nor record reach the target; the nearest
    /// of the record is named.</exception>
    public static ThresholdDecision Of(SteResult ste, Target target, Outcomes record)
    {
        IReadOnlyList<CurvePoint> validation = Sweep.Of(ste.Validation, null, ConfidenceSteps.All);
        int? predicted = ThresholdFinder.TryFind(ste.Model, target);
        if (predicted is { } p && ThresholdFinder.Meets(validation[p], target))
        {
            return new(p, true, null);
        }

        string why = predicted is { } missed
            ? $"the polynomials choose CT {Ct(missed)} ({Text(ste.Model.AccuracyAt(missed))} predicted), "
                + $"but the validation part gives {Show(validation[missed])} there"
            : "no CT meets the target by the polynomials";
        if (ThresholdFinder.TryFind(validation, target) is { } seen)
        {
            return new(seen, false, $"{why}; CT {Ct(seen)} is the validation part's own choice: {Show(validation[seen])}");
        }

        IReadOnlyList<CurvePoint> whole = Sweep.Of(record, null, ConfidenceSteps.All);
        return ThresholdFinder.TryFind(whole, target) is { } all
            ? new(
                all,
                false,
                $"{why}; the validation part misses the target everywhere. CT {Ct(all)} meets it on the whole record: "
                    + Show(whole[all])
            )
            : throw ThresholdFinder.Unreachable(whole, target);
    }

    private static string Ct(int step) => ConfidenceSteps.Value(step).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Show(CurvePoint p) => $"accuracy {Text(p.Accuracy)}, full mode {Text(p.FullFraction)}";

    private static string Text(double fraction) => fraction.ToString("0.0000", CultureInfo.InvariantCulture);
}
