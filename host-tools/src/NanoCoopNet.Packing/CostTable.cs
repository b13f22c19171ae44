// What a layer costs on the Cortex-M7 in each weight layout: rows of the kernels' benchmark (nf-interop/kernels/costs.json, KERNELS.md "Benchmark").
using System.Text.Json;
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>A row of the benchmark: a layer of a shape in a layout.</summary>
/// <param name="CyclesDual">Cycles of the dual-issue model, memory without wait states.</param>
/// <param name="CyclesStall">Cycles that caches and flash add.</param>
public sealed record CostRow(
    int Op, int Layout, int KH, int KW, int Stride, int InC, int OutC, int OutputPixels, long Macs, long CyclesDual, long CyclesStall)
{
    /// <summary>What the packer minimises: the core's cycles with its waits for memory.</summary>
    public long Cycles => CyclesDual + CyclesStall;
}

/// <summary>Estimated cycles of a layer in a layout.</summary>
/// <param name="IsMeasured">True where the benchmark has this very shape; else scaled from the nearest row.</param>
public readonly record struct LayerCost(long Cycles, bool IsMeasured);

/// <summary>Looks up costs.</summary>
public sealed class CostTable(IReadOnlyList<CostRow> rows)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNameCaseInsensitive = true };

    // Window and stride decide how a kernel works, channels and pixels how well its loops are filled.
    private const double WindowWeight = 4, StrideWeight = 4, ChannelWeight = 1, PixelWeight = 0.25;

    private static readonly Lazy<CostTable> Committed = new(Load);

    /// <summary>The committed table, embedded when this library was built.</summary>
    public static CostTable Default => Committed.Value;

    /// <summary>Cost of a layer in a layout; null where no layer of its operation was measured in that layout.</summary>
    public LayerCost? Of(BlobLayer layer, int layout)
    {
        CostRow shape = Shape(layer, layout);
        CostRow? nearest = rows.Where(r => r.Op == shape.Op && r.Layout == layout).MinBy(r => Distance(r, shape));
        if (nearest is null)
        {
            return null;
        }

        bool same = nearest with { CyclesDual = 0, CyclesStall = 0 } == shape;
        return same ? new LayerCost(nearest.Cycles, true) : new LayerCost((long)Math.Round(nearest.Cycles * Work(shape) / Work(nearest)), false);
    }

    private static CostRow Shape(BlobLayer layer, int layout) => new(
        (int)layer.Op, layout, layer.KernelH, layer.KernelW, layer.Stride, layer.Input.C, layer.Output.C, layer.Output.H * layer.Output.W,
        layer.Macs, 0, 0);

    // What cycles grow with: multiplications, else values a pooling window reads.
    private static double Work(CostRow row) => row.Macs > 0 ? row.Macs : (double)row.OutputPixels * row.OutC * row.KH * row.KW;

    private static double Distance(CostRow a, CostRow b) =>
        (WindowWeight * (Ratio(a.KH, b.KH) + Ratio(a.KW, b.KW))) + (StrideWeight * Math.Abs(a.Stride - b.Stride))
        + (ChannelWeight * (Ratio(a.InC, b.InC) + Ratio(a.OutC, b.OutC))) + (PixelWeight * (Ratio(a.OutputPixels, b.OutputPixels) + Ratio(Work(a), Work(b))));

    private static double Ratio(double a, double b) => Math.Abs(Math.Log(a / b));

    private static CostTable Load()
    {
        using Stream stream = typeof(CostTable).Assembly.GetManifestResourceStream("costs.json")!;
        return new CostTable(JsonSerializer.Deserialize<Document>(stream, Format)!.Rows);
    }

    private sealed record Document(IReadOnlyList<CostRow> Rows);
}
