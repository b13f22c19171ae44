// What a model may take of a board.
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>Limits of a choice of layouts, bytes.</summary>
/// <param name="FlashBytes">The whole blob.</param>
/// <param name="RamBytes">The engine's arena: both input banks, activations, scratch.</param>
/// <param name="DtcmBytes">Scratch (tables, transformed inputs) of any one layer.</param>
public sealed record PackingBudget(int FlashBytes, int RamBytes, int DtcmBytes)
{
    // A slot of the model store begins with its records: nf-interop/native/NATIVE.md, "Model store in flash".
    private const int SlotHeaderBytes = 1024;

    /// <summary>The most flash a blob may take without costing the board a slot that its smallest form would have left.</summary>
    /// <param name="smallestBytes">The blob in its smallest form.</param>
    /// <param name="sectors">Sectors of the model store.</param>
    /// <param name="sectorBytes">Bytes of each.</param>
    public static int FlashWithoutLosingASlot(int smallestBytes, int sectors, int sectorBytes)
    {
        int needed = Math.Max(1, (smallestBytes + SlotHeaderBytes + sectorBytes - 1) / sectorBytes), slots = sectors / needed;
        int most = slots == 0 ? needed : sectors / slots;
        return Math.Min(BlobLayout.MaxBlobBytes, (most * sectorBytes) - SlotHeaderBytes);
    }
}
