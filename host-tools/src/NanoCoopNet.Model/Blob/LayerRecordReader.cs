// Reads the 96-byte layer records of a blob: MODEL-FORMAT.md.
using static NanoCoopNet.Model.BlobBytes;

namespace NanoCoopNet.Model;

/// <summary>Reads layer records; <see cref="LayerRecordWriter"/> writes them.</summary>
internal static class LayerRecordReader
{
    /// <param name="b">The whole blob.</param>
    /// <param name="at">Offset of the record.</param>
    /// <param name="where">Network and layer, for messages.</param>
    /// <param name="numbers">Of the network.</param>
    public static BlobLayer Read(ReadOnlySpan<byte> b, int at, string where, NetNumbers numbers)
    {
        ReadOnlySpan<byte> r = b.Slice(at, BlobLayout.LayerBytes);
        if (!Enum.IsDefined((LayerOp)r[BlobLayout.LayerOp]))
        {
            throw Error("badLayer", $"{where}: operation {r[BlobLayout.LayerOp]} is unknown");
        }

        const int window = BlobLayout.LayerWindow,
            pool = BlobLayout.LayerPool,
            radix = BlobLayout.LayerRadices;
        return new BlobLayer(
            (LayerOp)r[BlobLayout.LayerOp],
            r[BlobLayout.LayerLayout],
            (LayerFlags)r[BlobLayout.LayerFlags],
            I16(r, BlobLayout.LayerSource0),
            I16(r, BlobLayout.LayerSource1),
            ReadShape(r, BlobLayout.LayerInput),
            ReadShape(r, BlobLayout.LayerOutput),
            r[window],
            r[window + 1],
            r[window + 2],
            r[pool],
            r[pool + 1],
            r[pool + 2],
            (sbyte)r[radix],
            (sbyte)r[radix + 1],
            (sbyte)r[radix + 2],
            (sbyte)r[radix + 3],
            r[BlobLayout.LayerShift],
            r[BlobLayout.LayerShift1],
            Range(r, BlobLayout.LayerWeight, b.Length, where),
            Range(r, BlobLayout.LayerBias, b.Length, where),
            Range(r, BlobLayout.LayerAux, b.Length, where),
            Range(r, BlobLayout.LayerFlip, b.Length, where),
            U32(r, BlobLayout.LayerMacs)
        )
        {
            Numbers = numbers,
        };
    }

    private static ByteRange Range(ReadOnlySpan<byte> record, int at, int blobBytes, string where)
    {
        long offset = U32(record, at),
            length = U32(record, at + 4);
        if (offset + length > blobBytes || (length == 0 ? offset != 0 : offset < BlobLayout.HeaderBytes))
        {
            throw Error("badLayer", $"{where}: a tensor of {length} bytes at {offset} lies outside the blob");
        }

        return new ByteRange((int)offset, (int)length);
    }
}
