// What a model may take of a board.
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>Limits of a choice of layouts, bytes.</summary>
/// <param name="FlashBytes">The whole blob.</param>
/// <param name="FastBytes">The fast part of the engine's arena (DTCM): input banks, activations, scratch.</param>
/// <param name="RamBytes">Its part in SRAM, for what finds no place in the fast one.</param>
public sealed record PackingBudget(int FlashBytes, int FastBytes, int RamBytes)
{
    // A slot of the model store begins with its records: nf-interop/native/NATIVE.md, "Model store in flash".
    private const int SlotHeaderBytes = 1024;

    /// <summary>The most flash a blob may take without costing the board a slot that its smallest form would have left.</summary>
    /// <param name="smallestBytes">The blob in its smallest form.</param>
    /// <param name="sectors">Sectors of the model store.</param>
    /// <param name="sectorBytes">Bytes of each.</param>
    public static int FlashWithoutLosingASlot(int smallestBytes, int sectors, int sectorBytes)
    {
        int needed = Math.Max(1, (smallestBytes + SlotHeaderBytes + sectorBytes - 1) / sectorBytes),
            slots = sectors / needed;
        int most = slots == 0 ? needed : sectors / slots;
        return Math.Min(BlobLayout.MaxBlobBytes, (most * sectorBytes) - SlotHeaderBytes);
    }
}
