// Names and scratch of the weight layouts: MODEL-FORMAT.md, "Layouts". What the bytes hold is known to the kernels' library alone
// (NanoCoopNet.Bridge.LayoutPacker).
namespace NanoCoopNet.Model;

/// <summary>What planner, packer and tables need of a layer's weight layout.</summary>
public static class WeightLayouts
{
    /// <summary>The layout every operation has.</summary>
    public const int Reference = 0;
    public const int Paired = 1;
    public const int F45 = 2;
    public const int F23 = 3;
    public const int F43 = 4;

    private const int F45BandBytes = 24576;

    private static readonly Layout[] All =
    [
        new(LayerOp.Conv, Paired, "paired", PairedScratch),
        new(LayerOp.Conv, F45, "f45", F45Scratch),
        new(LayerOp.ConvInt8ToBits, F45, "f45", F45Scratch),
        new(LayerOp.Conv, F23, "f23", layer => WinogradScratch(layer, 4)),
        new(LayerOp.Conv, F43, "f43", layer => WinogradScratch(layer, 6)),
    ];

    /// <summary>Numbers of an operation's layouts, the reference's apart.</summary>
    public static IEnumerable<int> Of(LayerOp op) => All.Where(l => l.Op == op).Select(l => l.Number);

    /// <summary>The layout's name; <c>reference</c> for 0, <c>layout n</c> where this tool knows none.</summary>
    public static string Name(LayerOp op, int layout) =>
        layout == Reference ? "reference" : Find(op, layout)?.Name ?? FormattableString.Invariant($"layout {layout}");

    /// <summary>Scratch of a layer whose layout is not the reference's: at least one filter of int8, bytes.</summary>
    public static int ScratchBytes(BlobLayer layer) =>
        Math.Max(Find(layer.Op, layer.Layout)?.Scratch(layer) ?? 0, layer.KernelH * layer.KernelW * layer.Input.C);

    private static Layout? Find(LayerOp op, int layout) => Array.Find(All, l => l.Op == op && l.Number == layout);

    // A band of transformed rows of pairs of tiles, the sums, an input row and, for 1 and 3 channels, the weights once more.
    private static int F45Scratch(BlobLayer layer)
    {
        int inC = layer.Input.C,
            row = inC is 1 or 3 ? inC : inC + (inC % 2),
            words = ((5 * row) + 1) / 2;
        int pairs = (LayerGeometry.ConvMap(layer).W + 7) / 8;
        bool odd = row % 2 != 0,
            same = (layer.Flags & LayerFlags.Same) != 0;
        int rows = Math.Min(layer.Input.H + (odd && same ? 4 : 0), Math.Max(5, F45BandBytes / (32 * pairs * row)));
        int band = 64 * pairs * (((rows * row) + 1) / 2),
            inputRow = ((((8 * pairs) + 4) * inC) + 3) / 4 * 4;
        return band + 256 + inputRow + (odd ? (layer.Output.C + 3) / 4 * 128 * words : 0);
    }

    // The input rows of two output rows, widened.
    private static int PairedScratch(BlobLayer layer) => 4 * layer.KernelH * layer.Input.W * layer.Input.C;

    // A pair of transformed tiles, and the products of a block of 4 filters.
    private static int WinogradScratch(BlobLayer layer, int side) => 16 * side * side * (((layer.Input.C + 3) / 4) + 2);

    private sealed record Layout(LayerOp Op, int Number, string Name, Func<BlobLayer, int> Scratch);
}
