// The chosen points of the papers' tables: break-even with INT8, FP32's accuracy, maximum accuracy.
namespace NanoCoopNet.Analysis;

/// <summary>A chosen point.</summary>
/// <param name="Name">e.g. <c>break-even with INT8</c>.</param>
/// <param name="WantedAccuracy">What it must reach; null for the maximum.</param>
/// <param name="Point">The point; null where no CT reaches it.</param>
public sealed record OperatingPoint(string Name, double? WantedAccuracy, CurvePoint? Point);

/// <summary>By what a model's default CT is chosen, from validation data and never from test data.</summary>
public enum ThresholdRule
{
    /// <summary>The CT of highest accuracy; among equals the lowest (most light).</summary>
    MaxAccuracy,

    /// <summary>The lowest CT whose accuracy is not below the baseline's; the CT of highest accuracy where none is.</summary>
    BreakEven,
}

/// <summary>Chooses points of a curve.</summary>
public static class OperatingPoints
{
    /// <summary>What a break-even at CT 0 means; it is no mistake of the search, but seldom what is wanted.</summary>
    public const string BreakEvenAtZero =
        "break-even is at CT 0: on these samples the BNN alone is not worse than INT8, so no sample is sent to full mode";

    /// <summary>Name of the point that is as accurate as INT8.</summary>
    public const string BreakEven = "break-even with INT8";

    /// <summary>Break-even (where there is a baseline), FP32's accuracy (where it is given), maximum accuracy. They are chosen
    /// among all 256 thresholds, at whichever of them a curve is drawn.</summary>
    /// <param name="fp32Accuracy">0…1.</param>
    /// <param name="energy">Makes energies of costs, or null.</param>
    public static IReadOnlyList<OperatingPoint> Of(
        Outcomes outcomes,
        Baseline? baseline,
        double? fp32Accuracy,
        EnergyScale? energy = null
    )
    {
        IReadOnlyList<CurvePoint> curve = Sweep.Of(outcomes, baseline, ConfidenceSteps.All, energy);
        List<OperatingPoint> points = [];
        if (baseline is not null)
        {
            points.Add(new(BreakEven, baseline.Accuracy, AtAccuracy(curve, baseline.Accuracy)));
        }

        if (fp32Accuracy is { } fp32)
        {
            points.Add(new("accuracy of FP32", fp32, AtAccuracy(curve, fp32)));
        }

        points.Add(new("maximum accuracy", null, Maximum(curve)));
        return points;
    }

    /// <summary>The lowest CT (least time) whose accuracy is not below; null where there is none.</summary>
    public static CurvePoint? AtAccuracy(IReadOnlyList<CurvePoint> curve, double accuracy) =>
        curve.FirstOrDefault(p => p.Accuracy >= accuracy);

    /// <summary>The CT of highest accuracy; among equals the lowest.</summary>
    public static CurvePoint Maximum(IReadOnlyList<CurvePoint> curve) => curve.MaxBy(p => (p.Accuracy, -p.ConfidenceThreshold))!;

    /// <summary>The point by a rule.</summary>
    /// <param name="baseline">Accuracy that break-even is measured by, eq. (16).</param>
    public static CurvePoint Choose(IReadOnlyList<CurvePoint> curve, ThresholdRule rule, double baseline) =>
        (rule == ThresholdRule.BreakEven ? AtAccuracy(curve, baseline) : null) ?? Maximum(curve);
}
