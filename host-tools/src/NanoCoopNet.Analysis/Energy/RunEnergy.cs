// Energies of a run, from a capture of it: a sample, a mode, a network, a layer.
namespace NanoCoopNet.Analysis;

/// <summary>A sample's energies; null where the part did not run, or samples of the capture were lost in it.</summary>
/// <param name="UncertaintyMj">Most that the two edges of each part may be off: ±1/(2r) at rate r, times the power.</param>
/// <param name="BeginS">In the capture's time.</param>
public sealed record SampleEnergy(
    int Index,
    string Mode,
    double BeginS,
    double? BnnMj,
    double? DecisionMj,
    double? Int8Mj,
    double? LightMj,
    double? FullMj,
    double UncertaintyMj
);

/// <summary>A part's energies over the samples.</summary>
/// <param name="Part">light mode, full mode, BNN, decision, INT8, or a layer like <c>bnn.3</c>.</param>
/// <param name="UncertaintyMj">Of the mean, k = 2: spread or edges, whichever is more, and 200 ppm of the clocks.</param>
/// <param name="SamplesOfCapture">Samples of the capture in one such part.</param>
public sealed record PartEnergy(
    string Part,
    int Count,
    double MeanMj,
    double MinMj,
    double MaxMj,
    double StdMj,
    double UncertaintyMj,
    double MeanMs,
    double MeanMw,
    double SamplesOfCapture
)
{
    /// <summary>Fewer samples than this in a part say little of one: repeat the layer.</summary>
    public const double FewestSamples = 4;
}

/// <summary>A piece of the trace for the eye.</summary>
/// <param name="TimeMs">Begin of each bin, from the first inference on.</param>
/// <param name="Light">Whether the BNN runs, 0 or 1.</param>
/// <param name="Full">Whether INT8 or the glue runs.</param>
public sealed record Waveform(
    IReadOnlyList<double> TimeMs,
    IReadOnlyList<double> MinMw,
    IReadOnlyList<double> MeanMw,
    IReadOnlyList<double> MaxMw,
    IReadOnlyList<int> Light,
    IReadOnlyList<int> Full
);

/// <summary>What a capture says of a run.</summary>
/// <param name="Alignment">How trace and record were brought together, with the residual.</param>
/// <param name="ClockRatio">Time of the parts in the trace by their time in the record.</param>
/// <param name="IdleMw">Power before the first inference; null: none was captured.</param>
/// <param name="IsModel">The capture, or the board, is a model.</param>
public sealed record RunEnergy(
    string Capture,
    string Instrument,
    double RateHz,
    string Power,
    string Alignment,
    double ClockRatio,
    double? IdleMw,
    bool IdleIsSubtracted,
    bool IsModel,
    string Model,
    string BlobSha256,
    string Data,
    IReadOnlyList<PartEnergy> Parts,
    IReadOnlyList<PartEnergy> Layers,
    IReadOnlyList<SampleEnergy> Samples,
    Waveform Waveform,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>A part by its name, or null.</summary>
    public PartEnergy? Part(string name) => Parts.FirstOrDefault(p => p.Part == name);
}
