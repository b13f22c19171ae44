// RAM as the papers sum it, eq. (18): parameters + largest pair of activation buffers + im2col, of each network for itself.
namespace NanoCoopNet.Model;

/// <summary>The three contributions of BC-Net IV-D, bytes.</summary>
/// <param name="Parameters">All tensors of the network.</param>
/// <param name="Activations">The largest input and output of one layer together.</param>
/// <param name="Im2Col">The largest im2col buffer.</param>
public readonly record struct PaperRamParts(int Parameters, int Activations, int Im2Col)
{
    public int Total => Parameters + Activations + Im2Col;
}

/// <summary>The papers' way of summing RAM, beside which ours (weights used in place from flash) is shown.</summary>
public static class PaperRam
{
    // CMSIS-NN's HWC convolution unrolls two columns of int16 (arm_convolve_HWC_q7: 2·kH·kW·C values); binary convolutions and
    // those of floats unroll nothing.
    private const int Im2ColColumns = 2;
    private const int Im2ColElementBytes = 2;

    /// <summary>Bytes: all tensors of a network + the largest input and output of one layer + the largest im2col buffer; of
    /// several networks the sum, as CoopNet III has it and BC-Net IV-D, which lets them share no buffer.</summary>
    public static int Of(IReadOnlyList<BlobNet> nets) => PartsOf(nets).Total;

    /// <summary>The same by contribution.</summary>
    public static PaperRamParts PartsOf(IReadOnlyList<BlobNet> nets) =>
        new(nets.Sum(n => n.Layers.Sum(TensorBytes)), nets.Sum(n => n.Layers.Max(Pair)), nets.Sum(n => n.Layers.Max(Im2Col)));

    // The papers know one byte a weight; what a layout for speed adds lies in flash.
    private static int TensorBytes(BlobLayer layer) =>
        layer.Layout == WeightLayouts.Reference
            ? layer.TensorBytes
            : layer.TensorBytes - layer.Weight.Length + (layer.Output.C * layer.KernelH * layer.KernelW * layer.Input.C);

    private static int Pair(BlobLayer layer)
    {
        ElementType input = layer.Op switch
        {
            LayerOp.ConvBitsToBits or LayerOp.ConvBitsToInt8 or LayerOp.PoolBits => ElementType.Bits,
            not LayerOp.ToFloat when layer.Numbers != NetNumbers.Int8 => ElementType.Float32,
            _ => ElementType.Int8,
        };
        return layer.Input.Bytes(input) + layer.Output.Bytes(layer.OutputType);
    }

    private static int Im2Col(BlobLayer layer) =>
        layer is { Numbers: NetNumbers.Int8, Op: LayerOp.Conv or LayerOp.ConvInt8ToBits }
            ? Im2ColColumns * Im2ColElementBytes * layer.KernelH * layer.KernelW * layer.Input.C
            : 0;
}
