// What the writer packs: a model before its tensors have offsets.
namespace NanoCoopNet.Model;

/// <summary>A layer to be written: a record without offsets, and its tensors' bytes as MODEL-FORMAT.md lays them out.</summary>
/// <param name="Record">The layer record; its ranges are ignored, the writer sets them.</param>
/// <param name="Weight">Empty where there is none; likewise the next three.</param>
public sealed record LayerSpec(BlobLayer Record, byte[] Weight, byte[] Bias, byte[] Aux, byte[] Flip);

/// <summary>A network to be written.</summary>
/// <param name="TemperatureQ">In 1/65536, eq. (13).</param>
public sealed record NetSpec(NetKind Kind, int TemperatureQ, IReadOnlyList<LayerSpec> Layers)
{
    /// <summary>What it computes with.</summary>
    public NetNumbers Numbers => Layers.Count == 0 ? NetNumbers.Int8 : Layers[0].Record.Numbers;
}

/// <summary>A model to be written.</summary>
/// <param name="Nets">BNN, INT8 and for BC-Net the glue, in this order.</param>
/// <param name="ArenaBytes">null: what <see cref="ArenaPlan"/> needs.</param>
public sealed record ModelSpec(
    string Name,
    ModelForm Form,
    bool HasInt8Logits,
    int ConfidenceThreshold,
    Shape Input,
    Preprocessing Preprocessing,
    IReadOnlyList<string> Classes,
    IReadOnlyList<NetSpec> Nets,
    int? ArenaBytes = null
)
{
    /// <summary>As <see cref="BlobHeader.Places"/>.</summary>
    public ArenaPlaces? Places { get; init; }

    /// <summary>As <see cref="BlobHeader.BenchmarkId"/>.</summary>
    public string BenchmarkId { get; init; } = "";

    /// <summary>As <see cref="BlobHeader.StemLayers"/>.</summary>
    public int StemLayers { get; init; }

    /// <summary>What was written into a blob; its arena is planned again.</summary>
    public static ModelSpec Of(ModelBlob blob)
    {
        BlobHeader h = blob.Header;
        byte[] Tensor(ByteRange range) => blob.Tensor(range).ToArray();
        return new(
            blob.Name,
            h.Form,
            h.HasInt8Logits,
            h.ConfidenceThreshold,
            h.Input,
            h.Preprocessing,
            blob.Classes,
            [
                .. blob.Nets.Select(n => new NetSpec(
                    n.Kind,
                    n.TemperatureQ,
                    [.. n.Layers.Select(l => new LayerSpec(l, Tensor(l.Weight), Tensor(l.Bias), Tensor(l.Aux), Tensor(l.Flip)))]
                )),
            ]
        )
        {
            BenchmarkId = h.BenchmarkId,
            StemLayers = h.StemLayers,
        };
    }

    /// <summary>The INT8 network as one that begins with the input: behind a shared stem that stem and what follows it.</summary>
    public NetSpec WholeInt8()
    {
        NetSpec int8 = Nets.Single(n => n.Kind == NetKind.Int8);
        LayerSpec Moved(LayerSpec l) =>
            l with
            {
                Record = l.Record with
                {
                    Source0 = l.Record.Source0 + StemLayers,
                    Source1 = l.Record.Source1 < 0 ? l.Record.Source1 : l.Record.Source1 + StemLayers,
                },
            };
        return StemLayers == 0
            ? int8
            : int8 with
            {
                Layers = [.. Nets.Single(n => n.Kind == NetKind.Bnn).Layers.Take(StemLayers), .. int8.Layers.Select(Moved)],
            };
    }

    /// <summary>A CoopNet of one model's BNN and another's INT8 network, both as they are. A stem stays shared where both models
    /// are one; else each network has its own.</summary>
    /// <param name="light">Whose BNN.</param>
    /// <param name="full">Whose INT8 network; it has logits of its own.</param>
    /// <param name="confidenceThreshold">CT byte.</param>
    /// <exception cref="QuantiseException">unlikeModels: the two differ in input, preprocessing or classes, or the INT8 network
    /// gives no logits.</exception>
    public static ModelSpec Join(ModelBlob light, ModelBlob full, string name, int confidenceThreshold)
    {
        ModelSpec a = Of(light),
            b = Of(full);
        bool shared = light.Header.Sha256 == full.Header.Sha256;
        string? difference =
            a.Input != b.Input ? $"inputs {a.Input} and {b.Input}"
            : a.Preprocessing != b.Preprocessing ? "different preprocessing"
            : !a.Classes.SequenceEqual(b.Classes) ? "different classes"
            : !b.HasInt8Logits ? "an INT8 network without logits of its own"
            : null;
        return difference is null
            ? a with
            {
                Name = name,
                Form = ModelForm.CoopNet,
                HasInt8Logits = true,
                ConfidenceThreshold = confidenceThreshold,
                StemLayers = shared ? a.StemLayers : 0,
                Nets =
                [
                    a.Nets.Single(n => n.Kind == NetKind.Bnn),
                    shared ? b.Nets.Single(n => n.Kind == NetKind.Int8) : b.WholeInt8(),
                ],
            }
            : throw new QuantiseException(
                "unlikeModels",
                $"{light.Name} and {full.Name} cannot form a CoopNet: {difference}",
                "take models of the same task"
            );
    }
}
