// RAM of light and full mode: as the papers sum it (BC-Net IV-D 2) and as it is here (weights in place from flash), eq. (18).
using NanoCoopNet.Model;

namespace NanoCoopNet.Analysis;

/// <summary>One network, bytes.</summary>
/// <param name="Papers">The papers' three contributions.</param>
/// <param name="LiveBytes">Here: most bytes of the arena live at once while the network runs.</param>
/// <param name="FlashBytes">Here: its tensors, read in place.</param>
public sealed record NetMemory(string Net, PaperRamParts Papers, int LiveBytes, int FlashBytes);

/// <summary>Both ways, bytes.</summary>
/// <param name="PapersLight">Light mode: the BNN's sum.</param>
/// <param name="PapersFull">Full mode: the sum over BNN, INT8 network and glue, each with buffers of its own.</param>
/// <param name="LightLiveBytes">Here: live bytes while only the BNN runs.</param>
/// <param name="FullLiveBytes">Here: the most over all networks, which share one arena.</param>
/// <param name="InputBankBytes">Both input banks.</param>
/// <param name="PlannedArenaBytes">The plan of this tool: at least <paramref name="FullLiveBytes"/>.</param>
/// <param name="ArenaBytes">What the blob asks for and the engine reserves.</param>
public sealed record MemoryModel(
    IReadOnlyList<NetMemory> Nets,
    int PapersLight,
    int PapersFull,
    int LightLiveBytes,
    int FullLiveBytes,
    int InputBankBytes,
    int PlannedArenaBytes,
    int ArenaBytes
)
{
    /// <summary>The memory of a model.</summary>
    public static MemoryModel Of(ModelBlob blob)
    {
        ModelInspection inspection = ModelInspection.Of(blob);
        NetMemory[] nets =
        [
            .. blob.Nets.Zip(
                inspection.Nets,
                (net, sums) => new NetMemory(BlobNames.Of(net.Kind), PaperRam.PartsOf([net]), sums.PeakLiveBytes, sums.FlashBytes)
            ),
        ];
        return new MemoryModel(
            nets,
            nets[0].Papers.Total,
            nets.Sum(n => n.Papers.Total),
            nets[0].LiveBytes,
            nets.Max(n => n.LiveBytes),
            inspection.InputBankBytes,
            inspection.PlannedArenaBytes,
            inspection.ArenaBytes
        );
    }
}
