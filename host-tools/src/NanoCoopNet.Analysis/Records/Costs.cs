// What each part of an inference costs a sample, in counts of one source of time, and how counts become milliseconds (if they
// do).
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Unit of costs.</summary>
/// <param name="Source">What was counted.</param>
/// <param name="ClockHz">Clock of the board.</param>
/// <param name="Modelled">Costs are cycles of the board by the clock, in place of what was counted.</param>
public sealed record CostScale(TimeSource Source, int ClockHz, bool Modelled = false)
{
    /// <summary><c>cycles</c>, <c>est. cycles</c>, <c>instructions</c>, …</summary>
    public string Unit => Modelled ? "est. cycles" : Source.Unit();

    /// <summary>How milliseconds come about; null where there are none: neither instructions nor a PC's clock say how long the
    /// board takes.</summary>
    public string? MillisecondsAre =>
        Modelled ? BoardClock.Method
        : Source == TimeSource.DwtCycles ? "measured (cycles / clock)"
        : null;

    /// <summary>True where milliseconds are a model's, not measured.</summary>
    public bool IsEstimate => Modelled;

    /// <summary>Milliseconds of counts, or null.</summary>
    public double? Milliseconds(double? counts) => MillisecondsAre is null ? null : counts * 1e3 / ClockHz;
}

/// <summary>Parts of one sample's cost, eq. (17); glue is 0 in a CoopNet.</summary>
/// <param name="ManagedLight">C# in light mode, where costs are the clock's; else 0.</param>
/// <param name="ManagedFull">C# in full mode.</param>
/// <param name="ManagedInt8">C# where INT8 answers alone.</param>
public readonly record struct PartCosts(
    double Bnn,
    double Confidence,
    double Int8,
    double Glue,
    double ManagedLight = 0,
    double ManagedFull = 0,
    double ManagedInt8 = 0
)
{
    /// <summary>L_BNN + L_CS, and C#.</summary>
    public double Light => Bnn + Confidence + ManagedLight;

    /// <summary>L_BNN + L_CS + L_INT8 + L_glue, and C#.</summary>
    public double Full => Bnn + Confidence + Int8 + Glue + ManagedFull;

    /// <summary>The part of the BNN that the INT8 network goes on from, a shared stem; 0 without one.</summary>
    public double Stem { get; init; }

    /// <summary>L_INT8, with the stem if there is one, and C#.</summary>
    public double Int8Alone => Stem + Int8 + ManagedInt8;
}

/// <summary>Costs of samples.</summary>
/// <param name="PerSample">One for each sample, in the order of the samples.</param>
/// <param name="MeasuredOn">Samples they were measured on: all of them, or those whose means stand for the rest.</param>
public sealed record Costs(CostScale Scale, IReadOnlyList<PartCosts> PerSample, int MeasuredOn)
{
    /// <summary>Mean of each part.</summary>
    public PartCosts Mean =>
        new(
            PerSample.Average(c => c.Bnn),
            PerSample.Average(c => c.Confidence),
            PerSample.Average(c => c.Int8),
            PerSample.Average(c => c.Glue),
            PerSample.Average(c => c.ManagedLight),
            PerSample.Average(c => c.ManagedFull),
            PerSample.Average(c => c.ManagedInt8)
        )
        {
            Stem = PerSample.Average(c => c.Stem),
        };
}
