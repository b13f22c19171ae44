// From a target to the CT that is taken. Predictors predict; what the samples of the record give decides.
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>A chosen CT.</summary>
/// <param name="ConfidenceThreshold">CT byte.</param>
/// <param name="IsPredicted">The predictor's CT; else the record was searched.</param>
/// <param name="Warning">What a person should know before trusting it; null: prediction and samples agree.</param>
public sealed record ThresholdDecision(int ConfidenceThreshold, bool IsPredicted, string? Warning)
{
    /// <summary>
    /// The record's own curve: its CT where the record meets the target as well, else the record's own choice; a warning where
    /// samples that confirm miss the target there. Polynomials: their CT where the validation part meets the target, else the
    /// CT that the validation part itself would choose, else the one of the whole record, each with a warning.
    /// </summary>
    /// <param name="record">All samples, calibration and validation part together.</param>
    /// <exception cref="AnalysisException">TargetUnreachable: the record does not reach the target; the nearest of the record
    /// is named.</exception>
    public static ThresholdDecision Of(SteResult ste, Target target, Outcomes record)
    {
        IReadOnlyList<CurvePoint> validation = Sweep.Of(ste.Validation, null, ConfidenceSteps.All),
            whole = Sweep.Of(record, null, ConfidenceSteps.All);
        return ste.Fit is null ? OfRecord(ste, target, whole, validation) : OfPolynomials(ste, target, whole, validation);
    }

    private static ThresholdDecision OfRecord(
        SteResult ste,
        Target target,
        IReadOnlyList<CurvePoint> whole,
        IReadOnlyList<CurvePoint> validation
    )
    {
        int? smooth = ThresholdFinder.TryFind(ste.Chooser, whole, target);
        int at = smooth ?? ThresholdFinder.TryFind(whole, target) ?? throw ThresholdFinder.Unreachable(whole, target);
        string? missed =
            ste.IsConfirmed && !ThresholdFinder.Meets(validation[at], target)
                ? $"CT {Ct(at)} meets the target on this record, but {ste.Validation.Source.Data}, which confirms it, has "
                    + $"{Show(validation[at])} there"
                : null;
        return new(at, smooth is not null, missed);
    }

    private static ThresholdDecision OfPolynomials(
        SteResult ste,
        Target target,
        IReadOnlyList<CurvePoint> whole,
        IReadOnlyList<CurvePoint> validation
    )
    {
        int? predicted = ThresholdFinder.TryFind(ste.Chooser, target);
        if (predicted is { } p && ThresholdFinder.Meets(validation[p], target))
        {
            return new(p, true, null);
        }

        string why = predicted is { } missed
            ? $"the polynomials choose CT {Ct(missed)} ({Text(ste.Chooser.Accuracy[missed])} predicted), "
                + $"but the validation part gives {Show(validation[missed])} there"
            : "no CT meets the target by the polynomials";
        if (ThresholdFinder.TryFind(validation, target) is { } seen)
        {
            return new(seen, false, $"{why}; CT {Ct(seen)} is the validation part's own choice: {Show(validation[seen])}");
        }

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
