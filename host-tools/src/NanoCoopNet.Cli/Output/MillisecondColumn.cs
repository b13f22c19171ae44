// Milliseconds beside counts: measured on a board, estimated from instructions, or none where counts are the PC's clock.
using NanoCoopNet.Link;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Cli.Output;

/// <summary>A column of milliseconds that says whether it is an estimate.</summary>
/// <param name="timeSource">Name of the source of the counts.</param>
/// <param name="clockHz">Clock of the board.</param>
internal sealed class MillisecondColumn(string timeSource, int clockHz)
{
    private readonly bool _estimated = timeSource == TimeSource.EmulatedInstructions.Name();
    private readonly bool _measured = timeSource == TimeSource.DwtCycles.Name();

    /// <summary>Heading, for <see cref="Tables.Make"/>.</summary>
    public string Title => _measured ? ">ms" : ">est. ms";

    /// <summary>The cell.</summary>
    /// <param name="counts">Mean counts, or null.</param>
    public string Of(double? counts) => Tables.F(Value(counts), _measured ? 3 : 1);

    /// <summary>Milliseconds, or null where counts say nothing about the board.</summary>
    public double? Value(double? counts) => (counts, _measured, _estimated) switch
    {
        ({ } c, true, _) => c * 1e3 / clockHz,
        ({ } c, _, true) => new CycleModel(clockHz).EstimateMs(c),
        _ => null,
    };
}
