// Writes the 96-byte layer records of a blob: MODEL-FORMAT.md.
using System.Buffers.Binary;

namespace NanoCoopNet.Model;

/// <summary>Writes layer records.</summary>
internal static class LayerRecordWriter
{
    /// <param name="record">96 zero bytes.</param>
    public static void Write(Span<byte> record, BlobLayer layer)
    {
        record[BlobLayout.LayerOp] = (byte)layer.Op;
        record[BlobLayout.LayerLayout] = (byte)layer.Layout;
        record[BlobLayout.LayerFlags] = (byte)layer.Flags;
        BinaryPrimitives.WriteInt16LittleEndian(record[BlobLayout.LayerSource0..], checked((short)layer.Source0));
        BinaryPrimitives.WriteInt16LittleEndian(record[BlobLayout.LayerSource1..], checked((short)layer.Source1));
        BlobHeaderWriter.WriteShape(record[BlobLayout.LayerInput..], layer.Input);
        BlobHeaderWriter.WriteShape(record[BlobLayout.LayerOutput..], layer.Output);
        ReadOnlySpan<int> window = [layer.KernelH, layer.KernelW, layer.Stride, layer.PoolH, layer.PoolW, layer.PoolStride];
        for (int i = 0; i < window.Length; i++)
        {
            record[BlobLayout.LayerWindow + i] = checked((byte)window[i]);
        }

        ReadOnlySpan<int> radices = [layer.RadixIn0, layer.RadixIn1, layer.RadixWeight, layer.RadixOut];
        for (int i = 0; i < radices.Length; i++)
        {
            record[BlobLayout.LayerRadices + i] = (byte)checked((sbyte)radices[i]);
        }

        record[BlobLayout.LayerShift] = checked((byte)layer.Shift);
        record[BlobLayout.LayerShift1] = checked((byte)layer.Shift1);
        WriteRange(record[BlobLayout.LayerWeight..], layer.Weight);
        WriteRange(record[BlobLayout.LayerBias..], layer.Bias);
        WriteRange(record[BlobLayout.LayerAux..], layer.Aux);
        WriteRange(record[BlobLayout.LayerFlip..], layer.Flip);
        BinaryPrimitives.WriteUInt32LittleEndian(record[BlobLayout.LayerMacs..], checked((uint)layer.Macs));
    }

    private static void WriteRange(Span<byte> at, ByteRange range)
    {
        BinaryPrimitives.WriteInt32LittleEndian(at, range.Offset);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], range.Length);
    }
}
