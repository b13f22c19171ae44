// One measured sample: what each network said and what each part cost.
namespace NanoCoopNet.Link;

/// <summary>A row of a record. Counts are of the record's time source.</summary>
/// <param name="Index">Sample in the data file.</param>
/// <param name="Label">Its class, or −1 where the file has none.</param>
/// <param name="Result">What the board answered.</param>
/// <param name="Layers">Counts of each layer, by network (0 BNN, 1 INT8, 2 glue); empty where it was not run.</param>
public sealed record MeasurementRow(int Index, int Label, InferResult Result, IReadOnlyList<IReadOnlyList<int>> Layers)
{
    /// <summary>Cost of light mode for this sample, eq. (17).</summary>
    public long LightCounts => (long)Result.CountsBnn + Result.CountsConfidence;

    /// <summary>Cost of full mode for this sample, eq. (17).</summary>
    public long FullCounts => Result.CountsKernels;
}
