// From a target to CT: on predicted curves (the inverse of STE) and on curves that were counted.
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>
/// Finds CT. With a wanted accuracy it is the lowest CT that meets the target (least time); with a budget alone the CT of highest
/// accuracy within it.
/// </summary>
public static class ThresholdFinder
{
    /// <summary>By a predictor; null where no CT that it predicts for meets the target.</summary>
    public static int? TryFind(ThresholdModel model, Target target) => TryFind(Of(model), target);

    /// <summary>By a predictor, among the CT at which the record that it stands on meets the target too; null where there is
    /// none.</summary>
    public static int? TryFind(ThresholdModel model, IReadOnlyList<CurvePoint> record, Target target) =>
        TryFind([.. Of(model).Where(c => Meets(record[c.Step], target))], target);

    /// <summary>By counting; null where no CT of the curve meets the target.</summary>
    public static int? TryFind(IReadOnlyList<CurvePoint> curve, Target target) => TryFind([.. curve.Select(Of)], target);

    /// <summary>Whether a point of a curve meets a target.</summary>
    public static bool Meets(CurvePoint point, Target target) =>
        point.ConfidenceThreshold >= target.MinStep
        && IsAffordable(Of(point), target)
        && point.Accuracy >= (target.MinAccuracy ?? 0);

    /// <summary>The error for a target that no point of a curve meets: the message names the nearest.</summary>
    public static AnalysisException Unreachable(IReadOnlyList<CurvePoint> curve, Target target)
    {
        Candidate[] all = [.. curve.Select(Of).Where(c => c.Step >= target.MinStep)],
            within = [.. all.Where(c => IsAffordable(c, target))];
        if (within.Length == 0)
        {
            Candidate cheapest = all.MinBy(c => c.FullFraction)!;
            string cost = cheapest.Counts is { } counts ? $", {counts.ToString("N0", CultureInfo.InvariantCulture)} counts" : "";
            return Error(
                $"no CT is within the budget: the cheapest, CT {Ct(cheapest.Step)}, has a full mode of "
                    + $"{Text(cheapest.FullFraction)}{cost}",
                "raise the budget"
            );
        }

        Candidate best = within.MaxBy(c => (c.Accuracy, -c.Step))!;
        bool limited = within.Length < all.Length;
        string where = limited ? "at no CT within the budget" : "at no CT";
        return Error(
            $"accuracy {Text(target.MinAccuracy!.Value)} is reached {where}: the nearest is {Text(best.Accuracy)} at CT "
                + $"{Ct(best.Step)}",
            "ask for that accuracy or less" + (limited ? ", or raise the budget" : "")
        );
    }

    private static Candidate[] Of(ThresholdModel model) =>
        [
            .. Enumerable
                .Range(0, model.LastStep + 1)
                .Select(s => new Candidate(s, model.Accuracy[s], model.FullFraction[s], model.CountsAt(s))),
        ];

    private static Candidate Of(CurvePoint p) => new(p.ConfidenceThreshold, p.Accuracy, p.FullFraction, p.MeanCounts);

    private static int? TryFind(IReadOnlyList<Candidate> candidates, Target target)
    {
        Candidate[] within = [.. candidates.Where(c => c.Step >= target.MinStep && IsAffordable(c, target))];
        return target.MinAccuracy is { } accuracy
            ? within.FirstOrDefault(c => c.Accuracy >= accuracy)?.Step
            : within.MaxBy(c => (c.Accuracy, -c.Step))?.Step;
    }

    private static bool IsAffordable(Candidate c, Target target) =>
        (target.MaxFullFraction is not { } full || c.FullFraction <= full)
        && (target.MaxCounts is not { } counts || c.Counts <= counts);

    private static AnalysisException Error(string message, string hint) => new(ExitCode.TargetUnreachable, null, message, hint);

    private static string Ct(int step) => ConfidenceSteps.Value(step).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Text(double fraction) => fraction.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed record Candidate(int Step, double Accuracy, double FullFraction, double? Counts);
}
