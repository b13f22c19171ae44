// What `sweep` reports.
using System.Text.Json.Serialization;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Report of <c>sweep</c>. Costs are in <paramref name="Unit"/>; null where nothing was measured.</summary>
/// <param name="Origin">Where the answers and the costs come from.</param>
/// <param name="MillisecondsAre">Whether milliseconds are measured or estimated; null where there are none.</param>
/// <param name="CostsMeasuredOn">Samples whose cost was measured.</param>
/// <param name="Latency">The papers' model against the record; null without a cost for every sample.</param>
/// <param name="Memory">RAM; null unless the model was given.</param>
/// <param name="Energy">Energies of the modes, measured or modelled; null where there are none.</param>
public sealed record SweepReport(
    string Model,
    string BlobSha256,
    string Data,
    string Origin,
    int Samples,
    string? Unit,
    string? MillisecondsAre,
    int? CostsMeasuredOn,
    PartCosts? MeanCosts,
    Baseline? Baseline,
    LatencyCheck? Latency,
    MemoryModel? Memory,
    IReadOnlyList<OperatingPoint> Points,
    IReadOnlyList<CurvePoint> Curve,
    EnergyScale? Energy
)
{
    /// <summary>True where milliseconds are a model's, not measured.</summary>
    [JsonIgnore]
    public bool IsEstimate { get; init; }

    /// <summary>Sums up a sweep.</summary>
    /// <param name="fp32Accuracy">0…1.</param>
    public static SweepReport Of(
        Outcomes o,
        Baseline? baseline,
        double? fp32Accuracy,
        IReadOnlyList<int> steps,
        MemoryModel? memory,
        PowerModel? power = null
    )
    {
        EnergyScale? energy = EnergyScale.Of(o, power);
        IReadOnlyList<CurvePoint> curve = Sweep.Of(o, baseline, steps, energy);
        return new(
            o.Source.Model,
            o.Source.BlobSha256,
            o.Source.Data,
            o.Source.Origin,
            o.Count,
            o.Costs?.Scale.Unit,
            o.Costs?.Scale.MillisecondsAre,
            o.Costs?.MeasuredOn,
            o.Costs?.Mean,
            baseline,
            LatencyModel.Check(o),
            memory,
            OperatingPoints.Of(o, baseline, fp32Accuracy, energy),
            curve,
            energy
        )
        {
            IsEstimate = o.Costs?.Scale.IsEstimate ?? false,
        };
    }
}
