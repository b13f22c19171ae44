// What the virtual instrument would record: powers of the states, its rate, its noise. A model; nothing about it is measured.
using NanoCoopNet.Captures;

namespace NanoCoopNet.VirtualBoard;

/// <summary>A virtual instrument at the supply of the virtual board.</summary>
/// <param name="File">To write; its extension is the format, <see cref="CaptureWriters.Extensions"/>.</param>
/// <param name="BnnMw">Power while the BNN runs and while the confidence decides.</param>
/// <param name="Int8Mw">Power while INT8 and glue run.</param>
/// <param name="IdleMw">Power between inferences.</param>
public sealed record CaptureModel(string File, double BnnMw, double Int8Mw, double IdleMw)
{
    /// <summary>Samples a second; null: the largest that the instrument of this format has, at most 100,000.</summary>
    public double? RateHz { get; init; }

    /// <summary>Standard deviation of a sample as a fraction of its power.</summary>
    public double Noise { get; init; }

    /// <summary>Of the noise.</summary>
    public int Seed { get; init; }

    /// <summary>How much faster the instrument's clock runs than the board's, parts per million.</summary>
    public double DriftPpm { get; init; }

    /// <summary>
    /// Idle between two inferences on the emulated core, where uploads and managed code take no time; milliseconds.
    /// </summary>
    public double GapMs { get; init; } = 5;

    /// <summary>Supply in volts.</summary>
    public double Volts { get; init; } = 3.3;

    /// <summary>The rate used.</summary>
    public double Rate =>
        RateHz ?? (Path.GetExtension(File).Equals(".rld", StringComparison.OrdinalIgnoreCase) ? 64_000 : 100_000);
}
