// What a layer costs on the Cortex-M7 in each weight layout and placement: rows of the kernels' benchmark
// (nf-interop/kernels/costs.json).

namespace NanoCoopNet.Bridge;

/// <summary>Which parts of a layer's memory lie in SRAM, behind the data cache; what does not lies in fast memory (DTCM), or
/// there is none.</summary>
[Flags]
public enum InSram
{
    /// <summary>All of it lies in fast memory.</summary>
    None = 0,

    /// <summary>What the layer reads; of two sources either.</summary>
    Source = 1,

    /// <summary>What it writes.</summary>
    Result = 2,

    /// <summary>Scratch and workspace.</summary>
    Work = 4,

    /// <summary>Everything.</summary>
    All = 7,
}

/// <summary>A layer as far as its cost depends on it; fields as in MODEL-FORMAT.md.</summary>
/// <param name="Op">Operation; 0 is the confidence (InC, OutC: classes).</param>
/// <param name="Layout">The record's layout byte.</param>
/// <param name="OutputPixels">Height times width of the output.</param>
/// <param name="Numbers">Of the network: 0 integers, 1 mixed, 2 float32.</param>
public readonly record struct LayerShape(
    int Op,
    int Layout,
    int KH,
    int KW,
    int Stride,
    int InC,
    int OutC,
    int OutputPixels,
    long Macs,
    int Numbers = 0
);

/// <summary>A row of the benchmark.</summary>
/// <param name="Instructions">Executed, exact.</param>
/// <param name="CyclesDual">In-order dual issue, memory without waiting, branches predicted right.</param>
/// <param name="CyclesBranch">What mispredicted branches add.</param>
/// <param name="CyclesWaiting">What waiting for memory adds at most, by <see cref="InSram"/>.</param>
public sealed record CostRow(
    int Op,
    int Layout,
    int KH,
    int KW,
    int Stride,
    int InC,
    int OutC,
    int OutputPixels,
    long Macs,
    long Instructions,
    long CyclesDual,
    long CyclesBranch,
    IReadOnlyList<long> CyclesWaiting,
    int Numbers = 0
)
{
    /// <summary>What was measured.</summary>
    public LayerShape Shape => new(Op, Layout, KH, KW, Stride, InC, OutC, OutputPixels, Macs, Numbers);
}

/// <summary>Looks up costs.</summary>
/// <param name="rows">Layers measured.</param>
/// <param name="clock">null: the committed one.</param>
public sealed class CostTable(IReadOnlyList<CostRow> rows, BoardClock? clock = null)
{
    // Window and stride decide how a kernel works, channels and pixels how well its loops are filled.
    private const double WindowWeight = 4,
        StrideWeight = 4,
        ChannelWeight = 1,
        PixelWeight = 0.25;

    // A layer that was not measured may cost half or twice what its nearest row says.
    private const double ScalingError = 2;

    private static readonly Lazy<CostTable> Committed = new(() => new(BoardClock.Read<Document>("costs.json").Rows));

    private readonly BoardClock _clock = clock ?? BoardClock.Default;

    /// <summary>The committed table, embedded when this library was built.</summary>
    public static CostTable Default => Committed.Value;

    /// <summary>The rows.</summary>
    public IReadOnlyList<CostRow> Rows { get; } = rows;

    /// <summary>Cycles an instruction of all rows of integers together, everything in fast memory: for code of which the table
    /// knows no more than how many it executed.</summary>
    public double MeanCyclesPerInstruction =>
        Integers.Sum(r => (double)_clock.Of(r, InSram.None).Cycles) / Integers.Sum(r => (double)r.Instructions);

    private IEnumerable<CostRow> Integers => Rows.Where(r => r.Numbers == 0);

    /// <summary>Cost of a layer; null where no layer of its operation was measured in its layout.</summary>
    /// <param name="inSram">Where its memory lies.</param>
    public CycleEstimate? Of(LayerShape shape, InSram inSram)
    {
        CostRow? nearest = Rows.Where(r => (r.Op, r.Layout, r.Numbers) == (shape.Op, shape.Layout, shape.Numbers))
            .MinBy(r => Distance(r.Shape, shape));
        if (nearest is null)
        {
            return null;
        }

        CycleEstimate cost = _clock.Of(nearest, inSram);
        return nearest.Shape == shape ? cost : cost.Scaled(Work(shape) / Work(nearest.Shape), ScalingError);
    }

    // What cycles grow with: multiplications, else values a pooling window reads.
    private static double Work(LayerShape s) => s.Macs > 0 ? s.Macs : (double)s.OutputPixels * s.OutC * s.KH * s.KW;

    private static double Distance(LayerShape a, LayerShape b) =>
        (WindowWeight * (Ratio(a.KH, b.KH) + Ratio(a.KW, b.KW)))
        + (StrideWeight * Math.Abs(a.Stride - b.Stride))
        + (ChannelWeight * (Ratio(a.InC, b.InC) + Ratio(a.OutC, b.OutC)))
        + (PixelWeight * (Ratio(a.OutputPixels, b.OutputPixels) + Ratio(Work(a), Work(b))));

    private static double Ratio(double a, double b) => Math.Abs(Math.Log(a / b));

    private sealed record Document(IReadOnlyList<CostRow> Rows);
}
