// The model store of a board as a whole (request storeInfo -1); nf-interop/native/NATIVE.md, StoreInfo.
namespace NanoCoopNet.Link;

/// <summary>Reply to storeInfo for slot −1. All 0 where the board has no store.</summary>
/// <param name="Slots">Places a model may begin at.</param>
/// <param name="SectorBytes">Bytes erased at once.</param>
/// <param name="Sectors">Number of them.</param>
/// <param name="NewestSlot">Slot of the newest committed model, −1 none.</param>
/// <param name="LargestBlobBytes">Largest model that fits.</param>
/// <param name="IsTransferOpen">A push is under way.</param>
public sealed record BoardStore(int Slots, int SectorBytes, int Sectors, int NewestSlot, int LargestBlobBytes, bool IsTransferOpen)
{
    internal static BoardStore Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("storeInfo", payload);
        int slots = r.I32(), sectorBytes = r.I32(), sectors = r.I32(), newest = r.I32();
        r.I32(); // program unit
        return new(slots, sectorBytes, sectors, newest, r.I32(), r.I32() != 0);
    }
}
