// Names and scratch of the weight layouts: MODEL-FORMAT.md, "Layouts". What the bytes hold is known to the kernels' library alone
// (NanoCoopNet.Kernels.LayoutPacker).
namespace NanoCoopNet.Model;

/// <summary>What the planner and the tables need of a layer's weight layout.</summary>
public static class WeightLayouts
{
    /// <summary>The layout every operation has.</summary>
    public const int Reference = 0;
    public const int Paired = 1;

    private const int PairedBandBytes = 8192;

    /// <summary>The layout's name; <c>reference</c> for 0, <c>kernel n</c> where this tool knows none.</summary>
    public static string Name(LayerOp op, int kernel) => (op, kernel) switch
    {
        (_, Reference) => "reference",
        (LayerOp.Conv, Paired) => "paired",
        _ => FormattableString.Invariant($"kernel {kernel}"),
    };

    /// <summary>Scratch of a layer whose layout is not the reference's: at least one filter of int8, bytes.</summary>
    public static int ScratchBytes(BlobLayer layer)
    {
        int own = (layer.Op, layer.Kernel) switch
        {
            (LayerOp.Conv, Paired) => PairedScratch(layer),
            _ => 0,
        };
        return Math.Max(own, layer.KernelH * layer.KernelW * layer.Input.C);
    }

    // As many widened input rows as fit, if two output rows can be made from them.
    private static int PairedScratch(BlobLayer layer)
    {
        int rowBytes = 2 * layer.Input.W * layer.Input.C;
        int rows = Math.Min(layer.Input.H, PairedBandBytes / rowBytes);
        return rows >= Math.Min(layer.Input.H, layer.KernelH + layer.Stride) ? rows * rowBytes : 0;
    }
}
