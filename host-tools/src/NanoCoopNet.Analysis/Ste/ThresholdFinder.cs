// The inverse of STE: from a target to CT.
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>Finds CT.</summary>
public static class ThresholdFinder
{
    /// <summary>
    /// With a wanted accuracy the lowest CT that meets the target (least time); with a budget alone the CT of highest predicted accuracy within it.
    /// </summary>
    /// <exception cref="AnalysisException">targetUnreachable: the message names the nearest that is reachable.</exception>
    public static int Find(ThresholdModel model, Target target) => TryFind(model, target) ?? throw Unreachable(model, target);

    /// <summary>The same, or null.</summary>
    internal static int? TryFind(ThresholdModel model, Target target)
    {
        int[] within = [.. Steps(target).Where(s => Affordable(model, target, s))];
        return target.MinAccuracy is { } accuracy
            ? within.Where(s => model.AccuracyAt(s) >= accuracy).Select(s => (int?)s).FirstOrDefault()
            : within.Length == 0 ? null : within.MaxBy(s => (model.AccuracyAt(s), -s));
    }

    private static IEnumerable<int> Steps(Target target) => Enumerable.Range(0, ThresholdModel.LastStep + 1).Where(s => s >= target.MinStep);

    private static bool Affordable(ThresholdModel model, Target target, int step) =>
        (target.MaxFullFraction is not { } full || model.FullFractionAt(step) <= full) && (target.MaxCounts is not { } counts || model.CountsAt(step) <= counts);

    private static AnalysisException Unreachable(ThresholdModel model, Target target)
    {
        int[] steps = [.. Steps(target)], within = [.. steps.Where(s => Affordable(model, target, s))];
        if (steps.Length == 0)
        {
            return Error($"a CT of at least {Ct(target.MinStep)}, which the bound on light decisions asks for, is beyond the range of the estimation",
                "allow more errors of light decisions");
        }

        if (within.Length == 0)
        {
            int cheapest = steps.MinBy(s => model.FullFractionAt(s));
            string cost = model.CountsAt(cheapest) is { } counts ? $", {counts.ToString("N0", CultureInfo.InvariantCulture)} counts" : "";
            return Error($"no CT is within the budget: the cheapest, CT {Ct(cheapest)}, has a full mode of {Text(model.FullFractionAt(cheapest))}{cost}", "raise the budget");
        }

        int best = within.MaxBy(s => (model.AccuracyAt(s), -s));
        bool limited = within.Length < steps.Length;
        string where = limited ? "at no CT within the budget" : "at no CT";
        return Error($"accuracy {Text(target.MinAccuracy!.Value)} is reached {where}: the nearest is {Text(model.AccuracyAt(best))} at CT {Ct(best)}",
            "ask for that accuracy or less" + (limited ? ", or raise the budget" : ""));
    }

    private static AnalysisException Error(string message, string hint) => new(ExitCode.TargetUnreachable, null, message, hint);

    private static string Ct(int step) => ConfidenceSteps.Value(step).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Text(double fraction) => fraction.ToString("0.0000", CultureInfo.InvariantCulture);
}
