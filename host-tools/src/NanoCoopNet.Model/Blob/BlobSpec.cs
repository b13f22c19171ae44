// What the writer packs: a model before its tensors have offsets.
namespace NanoCoopNet.Model;

/// <summary>A layer to be written: a record without offsets, and its tensors' bytes as MODEL-FORMAT.md lays them out.</summary>
/// <param name="Record">The layer record; its ranges are ignored, the writer sets them.</param>
/// <param name="Weight">Empty where there is none; likewise the next three.</param>
public sealed record LayerSpec(BlobLayer Record, byte[] Weight, byte[] Bias, byte[] Aux, byte[] Flip);

/// <summary>A network to be written.</summary>
/// <param name="TemperatureQ">In 1/65536, eq. (13).</param>
public sealed record NetSpec(NetKind Kind, int TemperatureQ, IReadOnlyList<LayerSpec> Layers);

/// <summary>A model to be written.</summary>
/// <param name="Nets">BNN, INT8 and for BC-Net the glue, in this order.</param>
/// <param name="ArenaBytes">null: what <see cref="ArenaPlan"/> needs.</param>
public sealed record ModelSpec(
    string Name, ModelForm Form, bool HasInt8Logits, int ConfidenceThreshold, Shape Input, Preprocessing Preprocessing,
    IReadOnlyList<string> Classes, IReadOnlyList<NetSpec> Nets, int? ArenaBytes = null)
{
    /// <summary>What was written into a blob; its arena is planned again.</summary>
    public static ModelSpec Of(ModelBlob blob)
    {
        BlobHeader h = blob.Header;
        byte[] Tensor(ByteRange range) => blob.Tensor(range).ToArray();
        return new(blob.Name, h.Form, h.HasInt8Logits, h.ConfidenceThreshold, h.Input, h.Preprocessing, blob.Classes,
            [.. blob.Nets.Select(n => new NetSpec(n.Kind, n.TemperatureQ,
                [.. n.Layers.Select(l => new LayerSpec(l, Tensor(l.Weight), Tensor(l.Bias), Tensor(l.Aux), Tensor(l.Flip)))]))]);
    }
}
