// What `nanocoop inspect` prints of a blob: layers, shapes, bytes, MACs and the RAM plan, as data.
namespace NanoCoopNet.Model;

/// <summary>One layer as a row of a table.</summary>
/// <param name="Window">e.g. <c>5×5/1 same, pool 3×3/2 up</c>; empty for layers without.</param>
/// <param name="Radices">e.g. <c>7+8→5 »10</c>: input + weights → output and shift; empty where a layer has none.</param>
/// <param name="Parameters">Weights and biases, eq. (19).</param>
/// <param name="FlashBytes">Bytes of its tensors.</param>
/// <param name="OutputBytes">Bytes of its output map.</param>
/// <param name="ScratchBytes">Working memory while it runs.</param>
/// <param name="LiveBytes">Arena bytes live while it runs: inputs, output, scratch and what later layers still need; eq.
/// (18).</param>
public sealed record InspectionRow(
    NetKind Net,
    int Index,
    LayerOp Op,
    string Layout,
    Shape Input,
    Shape Output,
    string Window,
    string Radices,
    bool Relu,
    long Macs,
    long Parameters,
    int FlashBytes,
    int OutputBytes,
    int ScratchBytes,
    int LiveBytes
)
{
    /// <summary>Operations as <see cref="LayerGeometry.Macc"/> counts them.</summary>
    public long Macc { get; init; }
}

/// <summary>Sums of one network.</summary>
/// <param name="PaperRamBytes">As the papers sum it, eq. (18), see <see cref="PaperRam"/>.</param>
/// <param name="Numbers">What the network computes with.</param>
public sealed record NetTotals(
    NetKind Net,
    int Layers,
    long Macs,
    long Parameters,
    int FlashBytes,
    double Temperature,
    int PeakLiveBytes,
    int PaperRamBytes,
    NetNumbers Numbers
);

/// <summary>A blob, summed up.</summary>
/// <param name="ArenaBytes">What the header asks for (activations + scratch).</param>
/// <param name="PlannedArenaBytes">What the plan needs; the engine refuses a blob whose ArenaBytes is below.</param>
/// <param name="PeakLiveBytes">The largest number of bytes live at one step, a lower bound of any plan.</param>
/// <param name="InputBankBytes">The two input banks, which the arena holds besides.</param>
/// <param name="PaperRamBytes">RAM of the whole model as the papers sum it, eq. (18).</param>
public record ModelInspection(
    string Name,
    ModelForm Form,
    Shape Input,
    Preprocessing Preprocessing,
    IReadOnlyList<string> Classes,
    int ConfidenceThreshold,
    bool HasInt8Logits,
    int BlobBytes,
    uint Crc32,
    string Sha256,
    IReadOnlyList<InspectionRow> Rows,
    IReadOnlyList<NetTotals> Nets,
    int ArenaBytes,
    int PlannedArenaBytes,
    int PeakLiveBytes,
    int InputBankBytes,
    int PaperRamBytes
)
{
    /// <summary>The id by which a benchmark's runner knows the model; empty where there is none.</summary>
    public string BenchmarkId { get; init; } = "";

    /// <summary>Layers of the BNN that the INT8 network goes on from; 0: none.</summary>
    public int StemLayers { get; init; }

    public long Macs => Nets.Sum(n => n.Macs);

    public long Parameters => Nets.Sum(n => n.Parameters);

    /// <summary>RAM as it is here, eq. (18): input banks and arena; weights are used in place from flash.</summary>
    public int RamBytes => InputBankBytes + ArenaBytes;

    /// <summary>Sums up a parsed blob.</summary>
    public static ModelInspection Of(ModelBlob blob)
    {
        ArenaPlan plan = ArenaPlan.Of(blob);
        List<InspectionRow> rows = [];
        List<NetTotals> totals = [];
        foreach (BlobNet net in blob.Nets)
        {
            int first = rows.Count;
            rows.AddRange(net.Layers.Select((layer, i) => Row(net.Kind, i, layer, plan.LiveBytes[first + i])));
            InspectionRow[] own = rows.Skip(first).ToArray();
            totals.Add(
                new NetTotals(
                    net.Kind,
                    own.Length,
                    own.Sum(r => r.Macs),
                    own.Sum(r => r.Parameters),
                    own.Sum(r => r.FlashBytes),
                    net.Temperature,
                    own.Max(r => r.LiveBytes),
                    PaperRam.Of([net]),
                    net.Numbers
                )
            );
        }

        BlobHeader h = blob.Header;
        return new ModelInspection(
            blob.Name,
            h.Form,
            h.Input,
            h.Preprocessing,
            blob.Classes,
            h.ConfidenceThreshold,
            h.HasInt8Logits,
            h.BlobBytes,
            h.Crc32,
            h.Sha256,
            rows,
            totals,
            h.ArenaBytes,
            plan.Bytes,
            plan.LiveBytes.Max(),
            2 * BlobLayout.Align(h.Input.Count),
            PaperRam.Of(blob.Nets)
        )
        {
            BenchmarkId = h.BenchmarkId,
            StemLayers = h.StemLayers,
        };
    }

    private static InspectionRow Row(NetKind net, int index, BlobLayer layer, int live) =>
        new(
            net,
            index,
            layer.Op,
            WeightLayouts.Name(layer.Op, layer.Layout),
            layer.Input,
            layer.Output,
            LayerText.Window(layer),
            LayerText.Radices(layer),
            (layer.Flags & LayerFlags.Relu) != 0,
            layer.Macs,
            LayerGeometry.Parameters(layer),
            layer.TensorBytes,
            layer.Output.Bytes(layer.OutputType),
            LayerGeometry.ScratchBytes(layer),
            live
        )
        {
            Macc = LayerGeometry.Macc(layer),
        };
}
