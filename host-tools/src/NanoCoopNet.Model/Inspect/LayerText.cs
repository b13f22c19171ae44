// A layer's window and radices as short text.
namespace NanoCoopNet.Model;

/// <summary>Texts of layer attributes.</summary>
internal static class LayerText
{
    /// <summary>e.g. <c>5×5/1 same, pool 3×3/2 up</c>.</summary>
    public static string Window(BlobLayer layer)
    {
        string up = (layer.Flags & LayerFlags.RoundUp) != 0 ? " up" : string.Empty;
        string own = FormattableString.Invariant($"{layer.KernelH}×{layer.KernelW}/{layer.Stride}");
        switch (layer.Op)
        {
            case LayerOp.MaxPool or LayerOp.AveragePool or LayerOp.PoolBits:
                return own + up;
            case LayerOp.Conv or LayerOp.Depthwise or LayerOp.ConvInt8ToBits or LayerOp.ConvBitsToBits or LayerOp.ConvBitsToInt8:
                string padding = (layer.Flags & LayerFlags.Same) != 0 ? " same" : string.Empty;
                return own
                    + padding
                    + (
                        layer.Pools
                            ? FormattableString.Invariant($", pool {layer.PoolH}×{layer.PoolW}/{layer.PoolStride}{up}")
                            : string.Empty
                    );
            default:
                return string.Empty;
        }
    }

    /// <summary>e.g. <c>7+8→5 »10</c>: radix of input and weights, of the output, and the shift between; of floats that of the
    /// input and of the logits.</summary>
    public static string Radices(BlobLayer layer) =>
        layer.Op switch
        {
            LayerOp.ToFloat or LayerOp.Int8ToBits => FormattableString.Invariant($"{layer.RadixIn0}"),
            LayerOp.DenseLogits when layer.Numbers != NetNumbers.Int8 => FormattableString.Invariant($"→{layer.RadixWeight}"),
            _ when layer.Numbers != NetNumbers.Int8 => string.Empty,
            LayerOp.Conv or LayerOp.Depthwise or LayerOp.Dense => FormattableString.Invariant(
                $"{layer.RadixIn0}+{layer.RadixWeight}→{layer.RadixOut} »{layer.Shift}"
            ),
            LayerOp.DenseLogits or LayerOp.ConvInt8ToBits => FormattableString.Invariant($"{layer.RadixIn0}+{layer.RadixWeight}"),
            LayerOp.Add => FormattableString.Invariant($"{layer.RadixIn0},{layer.RadixIn1}→{layer.RadixOut} »{layer.Shift}"),
            LayerOp.Concat => FormattableString.Invariant(
                $"{layer.RadixIn0},{layer.RadixIn1}→{layer.RadixOut} »{layer.Shift},{layer.Shift1}"
            ),
            LayerOp.ConvBitsToInt8 => FormattableString.Invariant($"→{layer.RadixOut} »{layer.Shift}"),
            LayerOp.MaxPool or LayerOp.AveragePool => FormattableString.Invariant($"{layer.RadixOut}"),
            _ => string.Empty,
        };
}
