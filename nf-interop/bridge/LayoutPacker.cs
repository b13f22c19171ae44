// Puts int8 filters into a weight layout of MODEL-FORMAT.md and back, by the kernels' own code in libnanocoop.
namespace NanoCoopNet.Bridge;

/// <summary>Packs one layer's weights. A layer is given by its 96-byte record, whose layout byte names the layout; its tensor
/// ranges do not matter.</summary>
public static unsafe class LayoutPacker
{
    private const int RecordBytes = 96;

    /// <summary>Bytes of the packed weights and of the layer's scratch; null if its shape cannot have the layout.</summary>
    public static (int WeightBytes, int ScratchBytes)? Sizes(ReadOnlySpan<byte> record)
    {
        Check(record);
        NativeLibraryLoader.Load();
        int scratch;
        fixed (byte* r = record)
        {
            int bytes = PcImports.LayoutBytes(r, &scratch);
            return bytes < 0 ? null : (bytes, scratch);
        }
    }

    /// <summary>Packs weights [outC][kH][kW][inC].</summary>
    /// <param name="tensor">The packed weights; empty if the layer cannot have the layout.</param>
    /// <returns>null, or the rule of the model format that the layer would break.</returns>
    /// <exception cref="ArgumentException">The weights have not the layer's size.</exception>
    public static NativeText? Pack(ReadOnlySpan<byte> record, ReadOnlySpan<byte> weights, out byte[] tensor)
    {
        tensor = [];
        if (Sizes(record) is not (int bytes, _))
        {
            return NativeTexts.AllRules.Single(r => r.Name == "LAYOUT");
        }

        byte[] packed = new byte[bytes];
        fixed (
            byte* r = record,
                w = weights,
                t = packed
        )
        {
            int result = PcImports.LayoutPack(r, w, weights.Length, t, packed.Length);
            ArgumentOutOfRangeException.ThrowIfNegative(result, nameof(weights));
            if (result > 0)
            {
                return NativeTexts.Rule(result);
            }
        }

        tensor = packed;
        return null;
    }

    /// <summary>Unpacks a tensor to weights [outC][kH][kW][inC].</summary>
    /// <param name="weightBytes">Their number.</param>
    /// <exception cref="ArgumentException">The tensor is not one of this layout, or a size is wrong.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> record, ReadOnlySpan<byte> tensor, int weightBytes)
    {
        Check(record);
        NativeLibraryLoader.Load();
        byte[] weights = new byte[weightBytes];
        fixed (
            byte* r = record,
                t = tensor,
                w = weights
        )
        {
            int result = PcImports.LayoutUnpack(r, t, tensor.Length, w, weights.Length);
            return result == 0
                ? weights
                : throw new ArgumentException("these are not the weights of the layer in its layout", nameof(tensor));
        }
    }

    private static void Check(ReadOnlySpan<byte> record)
    {
        if (record.Length != RecordBytes)
        {
            throw new ArgumentException($"a layer record has {RecordBytes} bytes", nameof(record));
        }
    }
}
