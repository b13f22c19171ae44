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
public readonly record struct PartCosts(double Bnn, double Confidence, double Int8, double Glue)
{
    /// <summary>L_BNN + L_CS.</summary>
    public double Light => Bnn + Confidence;

    /// <summary>L_BNN + L_CS + L_INT8 + L_glue.</summary>
    public double Full => Light + Int8 + Glue;
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
            PerSample.Average(c => c.Glue)
        );
}
