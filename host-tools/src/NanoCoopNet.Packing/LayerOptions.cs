// Enumerates the layouts of a layer: packs its weights into each that its shape takes, by the kernels' own code.
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>Makes <see cref="LayerOption"/>s.</summary>
internal static class LayerOptions
{
    /// <summary>The layer's weights in the reference layout.</summary>
    public static LayerSpec InReference(LayerSpec layer)
    {
        BlobLayer record = layer.Record;
        if (record.Layout == WeightLayouts.Reference)
        {
            return layer;
        }

        try
        {
            int weights = record.Output.C * record.KernelH * record.KernelW * record.Input.C;
            byte[] unpacked = LayoutPacker.Unpack(Bytes(record), layer.Weight, weights);
            return layer with { Record = record with { Layout = WeightLayouts.Reference }, Weight = unpacked };
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException(
                "badLayout",
                $"the weights of a layer {BlobNames.Of(record.Op)} are not in their layout "
                    + $"{WeightLayouts.Name(record.Op, record.Layout)}",
                "make it again with `nanocoop quantise`",
                e
            );
        }
    }

    /// <summary>All layouts of the layer's operation, the reference first, without costs; refused ones with their
    /// reason.</summary>
    /// <param name="reference">The layer in the reference layout.</param>
    public static IReadOnlyList<LayerOption> Of(LayerSpec reference, CostTable costs)
    {
        BlobLayer record = reference.Record;
        List<LayerOption> options = [Option(reference, reference.Weight, null)];
        foreach (int layout in record.Numbers == NetNumbers.Int8 ? WeightLayouts.Of(record.Op) : [])
        {
            LayerSpec layer = reference with { Record = record with { Layout = layout } };
            string? refusal = LayoutPacker.Pack(Bytes(layer.Record), reference.Weight, out byte[] weight)?.Text;
            options.Add(
                Option(layer, weight, refusal ?? (costs.Of(Shape(record, layout), InSram.None) is null ? "not measured" : null))
            );
        }

        return options;
    }

    /// <summary>The shape by which a layer's cost is looked up.</summary>
    public static LayerShape Shape(BlobLayer layer, int layout) =>
        new(
            (int)layer.Op,
            layout,
            layer.KernelH,
            layer.KernelW,
            layer.Stride,
            layer.Input.C,
            layer.Output.C,
            layer.Output.H * layer.Output.W,
            layer.Macs,
            (int)layer.Numbers
        );

    private static LayerOption Option(LayerSpec layer, byte[] weight, string? refusal) =>
        new(
            layer.Record.Layout,
            WeightLayouts.Name(layer.Record.Op, layer.Record.Layout),
            BlobLayout.Align(weight.Length),
            LayerGeometry.ScratchBytes(layer.Record),
            null,
            refusal,
            weight
        );

    private static byte[] Bytes(BlobLayer record)
    {
        byte[] bytes = new byte[BlobLayout.LayerBytes];
        LayerRecordWriter.Write(bytes, record);
        return bytes;
    }
}
