// Milliseconds beside counts: measured on a board, else by the clock.
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Output;

/// <summary>Columns of milliseconds that say whether they are estimates: on a board the measured ones stand beside the
/// clock's.</summary>
/// <param name="timeSource">Name of the source of the counts.</param>
/// <param name="clockHz">Clock of the board.</param>
/// <param name="board">Its name: there is a clock for one board only, and none for its like with another core.</param>
internal sealed class MillisecondColumn(string timeSource, int clockHz, string board)
{
    private readonly bool _measured = timeSource == TimeSource.DwtCycles.Name();

    /// <summary>Headings, for <see cref="Tables.Make"/>.</summary>
    public string[] Titles =>
        _measured ? [">ms", "?>est. ms", "??>at least", "??>at most", "?>off by"] : [">est. ms", "?>at least", "?>at most"];

    /// <summary>Heading of one column alone: measured where that is, else the estimate.</summary>
    public string Title => Titles[0];

    /// <summary>Milliseconds of that column.</summary>
    public double? Value(double? counts, CycleEstimate modelled) =>
        _measured ? counts * 1e3 / clockHz
        : HasClock(board) ? BoardClock.Default.Ms(modelled.Cycles)
        : null;

    /// <summary>Whether the clock of CYCLE-MODEL.md is that of a board, e.g. <c>NUCLEO-F767ZI (virtual)</c>.</summary>
    public static bool HasClock(string board) => board.StartsWith(BoardDescription.NucleoF767Zi.Name, StringComparison.Ordinal);

    /// <summary>The cells.</summary>
    /// <param name="counts">Mean counts, or null.</param>
    /// <param name="modelled">Of the same by the board's own clock; null where it says nothing or is another board's.</param>
    public string[] Of(double? counts, CycleEstimate? modelled)
    {
        string[] estimate =
            modelled is { } e && counts is not null
                ? [(e.IsExact ? "" : "~") + EstimatedTime.Ms(e.Cycles), EstimatedTime.Ms(e.Least), EstimatedTime.Ms(e.Most)]
                : ["–", "–", "–"];
        string[] measured = [Tables.F(counts * 1e3 / clockHz, 3)];
        string[] error = [counts > 0 && modelled is { } m ? Tables.F(100 * ((m.Cycles / counts.Value) - 1), 1) + " %" : "–"];
        return _measured ? [.. measured, .. estimate, .. error] : estimate;
    }
}
