// From emulated instructions to estimated time on the board: CYCLE-MODEL.md.
namespace NanoCoopNet.Bridge;

/// <summary>Estimates only. Whoever prints one says that it is an estimate; none goes into a record of measurements.</summary>
/// <param name="ClockHz">CPU clock of the board.</param>
public sealed record CycleModel(int ClockHz)
{
    /// <summary>Cycles an instruction that the estimate uses; one figure for all code.</summary>
    public const double CyclesPerInstruction = 1.0;

    /// <summary>Two instructions issued in every cycle: nothing can be faster.</summary>
    public const double FewestCyclesPerInstruction = 0.5;

    /// <summary>What slow data and code memory may cost; not a proven bound.</summary>
    public const double MostCyclesPerInstruction = 2.0;

    /// <summary>Estimated milliseconds.</summary>
    public double EstimateMs(double instructions) => instructions * CyclesPerInstruction * 1e3 / ClockHz;

    /// <summary>Range of the estimate in milliseconds.</summary>
    public (double Least, double Most) RangeMs(double instructions) =>
        (instructions * FewestCyclesPerInstruction * 1e3 / ClockHz, instructions * MostCyclesPerInstruction * 1e3 / ClockHz);

    /// <summary>Estimated nanoseconds, rounded down; exact integer arithmetic, so a waveform is the same on every PC.</summary>
    public long EstimateNs(long instructions) => (long)((Int128)instructions * 1_000_000_000 / ClockHz);
}
