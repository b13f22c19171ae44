// Writes the header of a blob, all but its check sums, and the places of its buffers: MODEL-FORMAT.md.
using System.Buffers.Binary;
using System.Text;

namespace NanoCoopNet.Model;

/// <summary>Writes the header, all but the check sums, and the layers' places.</summary>
internal static class BlobHeaderWriter
{
    /// <param name="blob">The whole blob, its length final.</param>
    /// <param name="tables">Offset of each network's layer table, 0 where it is absent.</param>
    public static void Write(Span<byte> blob, ModelSpec model, int[] tables, int stringOffset, int stringBytes, int arenaBytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(blob, BlobLayout.Magic);
        Put16(blob, BlobLayout.AtBlobAbi, BlobLayout.BlobAbi);
        Put16(blob, BlobLayout.AtHeaderBytes, BlobLayout.HeaderBytes);
        Put32(blob, BlobLayout.AtBlobBytes, blob.Length);
        bool hasMore = model.Places is not null || model.BenchmarkId.Length > 0;
        bool Has(LayerOp op) => model.Nets.Any(n => n.Layers.Any(l => l.Record.Op == op));
        int kernelAbi =
            model.StemLayers > 0 || Has(LayerOp.Int8ToBits) ? BlobLayout.KernelAbi
            : model.Nets.Any(n => n.Numbers != NetNumbers.Int8) || Has(LayerOp.Depthwise) ? BlobLayout.KernelAbiWithoutStem
            : hasMore ? BlobLayout.KernelAbiWithPlaces
            : BlobLayout.KernelAbiWithoutPlaces;
        Put16(blob, BlobLayout.AtKernelAbi, kernelAbi);
        blob[BlobLayout.AtForm] = (byte)model.Form;
        blob[BlobLayout.AtFlags] = model.HasInt8Logits ? BlobLayout.FlagInt8Logits : (byte)0;
        blob[BlobLayout.AtConfidenceThreshold] = checked((byte)model.ConfidenceThreshold);
        blob[BlobLayout.AtClasses] = checked((byte)model.Classes.Count);
        Put16(blob, BlobLayout.AtStringBytes, stringBytes);
        Put32(blob, BlobLayout.AtStringOffset, stringOffset);
        WriteShape(blob[BlobLayout.AtInputShape..], model.Input);
        blob[BlobLayout.AtInputRadix] = BlobLayout.InputRadix;
        blob[BlobLayout.AtPreprocessing] = (byte)model.Preprocessing.Kind;
        if (model.Preprocessing.Kind == PreprocessingKind.Pad)
        {
            Preprocessing p = model.Preprocessing;
            Put16(blob, BlobLayout.AtPadding, p.Top);
            Put16(blob, BlobLayout.AtPadding + 2, p.Bottom);
            Put16(blob, BlobLayout.AtPadding + 4, p.Left);
            Put16(blob, BlobLayout.AtPadding + 6, p.Right);
            blob[BlobLayout.AtPadValue] = p.PadValue;
        }

        for (int n = 0; n < BlobLayout.Nets; n++)
        {
            NetSpec? net = n < model.Nets.Count ? model.Nets[n] : null;
            Put32(blob, BlobLayout.AtTemperatures + (4 * n), net?.TemperatureQ ?? BlobLayout.TemperatureOne);
            blob[BlobLayout.AtNumbers + n] = (byte)(net?.Numbers ?? NetNumbers.Int8);
            blob[BlobLayout.AtLayerCounts + n] = checked((byte)(net?.Layers.Count ?? 0));
            Put32(blob, BlobLayout.AtLayerOffsets + (4 * n), tables[n]);
        }

        blob[BlobLayout.AtStemLayers] = checked((byte)model.StemLayers);
        Put32(blob, BlobLayout.AtArenaBytes, arenaBytes);
        Encoding.ASCII.GetBytes(model.BenchmarkId, blob[BlobLayout.AtBenchmarkId..]);
        if (model.Places is not { } places)
        {
            return;
        }

        Put32(blob, BlobLayout.AtFastBytes, places.FastBytes);
        Put32(blob, BlobLayout.AtSramBytes, places.SramBytes);
        for (int bank = 0; bank < BlobLayout.InputBanks; bank++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(blob[(BlobLayout.AtBankPlaces + (4 * bank))..], places.Banks[bank].Encoded);
        }

        int step = 0;
        foreach (NetSpec net in model.Nets)
        {
            for (int i = 0; i < net.Layers.Count; i++, step++)
            {
                Span<byte> record = blob[(tables[(int)net.Kind] + (i * BlobLayout.LayerBytes))..];
                BinaryPrimitives.WriteUInt32LittleEndian(
                    record[BlobLayout.LayerOutputPlace..],
                    places.Layers[step].Output.Encoded
                );
                BinaryPrimitives.WriteUInt32LittleEndian(
                    record[BlobLayout.LayerScratchPlace..],
                    places.Layers[step].Scratch.Encoded
                );
            }
        }
    }

    public static void WriteShape(Span<byte> at, Shape shape)
    {
        Put16(at, 0, shape.H);
        Put16(at, 2, shape.W);
        Put16(at, 4, shape.C);
    }

    private static void Put16(Span<byte> blob, int at, int value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(blob[at..], checked((ushort)value));

    private static void Put32(Span<byte> blob, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(blob[at..], value);
}
