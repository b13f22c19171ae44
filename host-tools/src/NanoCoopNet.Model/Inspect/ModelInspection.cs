// What `nanocoop inspect` prints of a blob: layers, shapes, bytes, MACs and the RAM plan, as data.
namespace NanoCoopNet.Model;

/// <summary>One layer as a row of a table.</summary>
/// <param name="Radices">e.g. <c>7+8→5 &gt;&gt;10</c>: input + weights → output and shift; empty where a layer has none.</param>
/// <param name="FlashBytes">Bytes of its tensors.</param>
/// <param name="OutputBytes">Bytes of its output map.</param>
/// <param name="ScratchBytes">Working memory while it runs.</param>
/// <param name="LiveBytes">Arena bytes live while it runs: inputs, output, scratch and what later layers still need; eq. (18).</param>
public sealed record InspectionRow(
    NetKind Net, int Index, LayerOp Op, string Kernel, Shape Input, Shape Output, string Window, string Radices, bool Relu,
    long Macs, long Parameters, int FlashBytes, int OutputBytes, int ScratchBytes, int LiveBytes);

/// <summary>Sums of one network.</summary>
/// <param name="Parameters">Weights and biases, eq. (19).</param>
/// <param name="PaperRamBytes">As the papers sum it, eq. (18): parameters + largest pair of activation buffers + im2col.</param>
public sealed record NetTotals(
    NetKind Net, int Layers, long Macs, long Parameters, int FlashBytes, double Temperature, int PeakLiveBytes, int PaperRamBytes);

/// <summary>A blob, summed up.</summary>
/// <param name="ArenaBytes">What the header asks for (activations + scratch).</param>
/// <param name="PeakLiveBytes">The largest number of bytes live at one step, a lower bound of the arena.</param>
/// <param name="PlannedArenaBytes">What the planner of this tool needs; the engine refuses a blob whose ArenaBytes is below its own plan.</param>
/// <param name="PaperRamBytes">RAM as the papers sum it, both networks, beside ours; eq. (18).</param>
public sealed record ModelInspection(
    string Name, ModelForm Form, Shape Input, Preprocessing Preprocessing, IReadOnlyList<string> Classes, int ConfidenceThreshold,
    bool HasInt8Logits, int BlobBytes, uint Crc32, string Sha256, IReadOnlyList<InspectionRow> Rows, IReadOnlyList<NetTotals> Nets,
    int ArenaBytes, int PeakLiveBytes, int PlannedArenaBytes, int PaperRamBytes)
{
    /// <summary>Default CT as a fraction, eq. (14).</summary>
    public double ConfidenceThresholdValue => ConfidenceThreshold / 256.0;

    public long Macs => Nets.Sum(n => n.Macs);

    public long Parameters => Nets.Sum(n => n.Parameters);

    /// <summary>Sums up a parsed blob.</summary>
    public static ModelInspection Of(ModelBlob blob) => throw new NotImplementedException();
}
