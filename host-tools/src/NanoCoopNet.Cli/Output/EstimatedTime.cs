// Milliseconds by the clock, always with their bounds.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Cli.Output;

/// <summary>Text of a <see cref="CycleEstimate"/>.</summary>
internal static class EstimatedTime
{
    /// <summary>e.g. <c>est. 9.43 ms (8.95 – 9.45) at 216 MHz</c>.</summary>
    public static string Text(CycleEstimate e) =>
        $"est. {(e.IsExact ? "" : "~")}{Ms(e.Cycles)} ms ({Ms(e.Least)} – {Ms(e.Most)}) at "
        + $"{BoardClock.Default.ClockHz / 1_000_000} MHz";

    /// <summary>Milliseconds of cycles, with so many digits that they say more than 0.</summary>
    public static string Ms(double cycles) =>
        Tables.F(BoardClock.Default.Ms(cycles), BoardClock.Default.Ms(cycles) < 0.1 ? 3 : 2);
}
