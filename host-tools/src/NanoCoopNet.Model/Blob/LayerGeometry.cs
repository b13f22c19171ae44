// Shapes, MACs and scratch of a layer: NUMERICS.md eq. (3) and (19), MODEL-FORMAT.md "Arena".
namespace NanoCoopNet.Model;

/// <summary>What follows from a layer's shape.</summary>
public static class LayerGeometry
{
    /// <summary>Output length of a convolution over n pixels, eq. (3); below 1 where the window does not fit.</summary>
    public static int ConvOut(int n, int kernel, int stride, bool same) =>
        (n + (same ? 2 * (kernel / 2) : 0)) < kernel ? 0 : ((n + (same ? 2 * (kernel / 2) : 0) - kernel) / stride) + 1;

    /// <summary>Output length of a pooling window over n pixels, eq. (3); below 1 where the window does not fit.</summary>
    public static int PoolOut(int n, int window, int stride, bool roundUp)
    {
        if (window > n)
        {
            return 0;
        }

        int covered = n - window;
        int last = roundUp ? (covered + stride - 1) / stride : covered / stride;
        return last * stride >= n ? last : last + 1;
    }

    /// <summary>Multiplications, eq. (19); 0 for operations that multiply nothing.</summary>
    public static long Macs(BlobLayer layer) =>
        layer.Op switch
        {
            LayerOp.Dense or LayerOp.DenseLogits => (long)layer.Input.Count * layer.Output.C,
            LayerOp.Conv or LayerOp.ConvInt8ToBits or LayerOp.ConvBitsToBits or LayerOp.ConvBitsToInt8 => (long)
                ConvMap(layer).Count
                * layer.KernelH
                * layer.KernelW
                * layer.Input.C,
            LayerOp.Depthwise => (long)ConvMap(layer).Count * layer.KernelH * layer.KernelW,
            _ => 0,
        };

    /// <summary>The map of a convolution before any pooling inside the layer.</summary>
    public static Shape ConvMap(BlobLayer layer)
    {
        bool same = (layer.Flags & LayerFlags.Same) != 0;
        return new Shape(
            ConvOut(layer.Input.H, layer.KernelH, layer.Stride, same),
            ConvOut(layer.Input.W, layer.KernelW, layer.Stride, same),
            layer.Output.C
        );
    }

    /// <summary>
    /// Working memory of a layer's kernel, bytes: four rows of u for convolutions to bits that pool; of layout 0 4 a pixel of the
    /// unpooled map for convBitsToInt8; of others what <see cref="WeightLayouts"/> says.
    /// </summary>
    public static int ScratchBytes(BlobLayer layer)
    {
        bool toBits = layer.Op is LayerOp.ConvInt8ToBits or LayerOp.ConvBitsToBits;
        int pool = toBits && layer.Pools ? (ConvMap(layer) with { H = 4 }).Bytes(ElementType.Bits) : 0;
        if (layer.Layout != WeightLayouts.Reference)
        {
            return pool + WeightLayouts.ScratchBytes(layer);
        }

        if (layer.Op != LayerOp.ConvBitsToInt8)
        {
            return pool;
        }

        Shape map = ConvMap(layer);
        return 4 * map.H * map.W;
    }

    /// <summary>Weights and biases as eq. (19) counts them; of binary convolutions only the weights (thresholds are folded batch
    /// norm).</summary>
    public static long Parameters(BlobLayer layer)
    {
        long biases = layer.Op is LayerOp.ConvBitsToBits or LayerOp.ConvBitsToInt8 ? 0 : layer.Output.C;
        return layer.Op switch
        {
            LayerOp.Dense or LayerOp.DenseLogits => ((long)layer.Input.Count * layer.Output.C) + biases,
            LayerOp.Conv or LayerOp.ConvInt8ToBits or LayerOp.ConvBitsToBits or LayerOp.ConvBitsToInt8 => (
                (long)layer.KernelH * layer.KernelW * layer.Input.C * layer.Output.C
            ) + biases,
            LayerOp.Depthwise => ((long)layer.KernelH * layer.KernelW * layer.Output.C) + biases,
            _ => 0,
        };
    }

    /// <summary>Operations as the slides "Machine Learning on the Edge" count them ("MACC"): multiplications, one a bias of a
    /// convolution, one an element through a ReLU, k² a pooled element, one an added element, 15 a class for softmax.</summary>
    public static long Macc(BlobLayer layer)
    {
        long elements = layer.Output.Count,
            others = layer.Op switch
            {
                LayerOp.Conv or LayerOp.Depthwise => layer.Output.C,
                LayerOp.MaxPool or LayerOp.AveragePool => layer.KernelH * layer.KernelW * elements,
                LayerOp.Add => elements,
                LayerOp.DenseLogits => SoftmaxAClass * layer.Output.C,
                _ => 0,
            };
        return layer.Macs + others + ((layer.Flags & LayerFlags.Relu) != 0 ? elements : 0);
    }

    private const int SoftmaxAClass = 15;
}
