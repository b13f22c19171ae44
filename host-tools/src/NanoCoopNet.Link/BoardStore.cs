// The model store of a board as a whole (request storeInfo -1); nf-interop/native/NATIVE.md, StoreInfo.
using NanoCoopNet.Device;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Link;

/// <summary>Reply to storeInfo for slot −1. All 0 where the board has no store.</summary>
/// <param name="Slots">Places a model may begin at.</param>
/// <param name="SectorBytes">Bytes erased at once.</param>
/// <param name="Sectors">Number of them.</param>
/// <param name="NewestSlot">Slot of the model in force, −1 none.</param>
/// <param name="LargestBlobBytes">Largest model that fits.</param>
/// <param name="IsTransferOpen">A push is under way.</param>
/// <param name="Key">Public key of the signer whose models alone it takes, hexadecimal; empty: it takes any.</param>
/// <param name="Version">The largest signed version that it has had; it takes no older one.</param>
public sealed record BoardStore(
    int Slots,
    int SectorBytes,
    int Sectors,
    int NewestSlot,
    int LargestBlobBytes,
    bool IsTransferOpen,
    string Key = "",
    int Version = 0
)
{
    private const int KnownInts = StoreField.Version + 1;

    internal static BoardStore Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("storeInfo", payload);
        int slots = r.I32("slots", 0, sbyte.MaxValue),
            sectorBytes = r.I32("sectorBytes", 0, int.MaxValue);
        int sectors = r.I32("sectors", 0, byte.MaxValue);
        int newest = r.I32("newestSlot", -1, Math.Max(slots - 1, 0));
        r.I32("programUnit", 0, int.MaxValue);
        int largest = r.I32("largestBlob", 0, int.MaxValue),
            open = r.I32("transferOpen", 0, 1),
            hasKey = r.I32("hasKey", 0, 1);
        string key = Convert.ToHexStringLower(r.Bytes(Protocol.KeyBytes));
        int version = r.I32("version", 0, int.MaxValue);
        r.Bytes(4 * (StoreField.Ints - KnownInts)); // of a slot
        r.End();
        return new(slots, sectorBytes, sectors, newest, largest, open != 0, hasKey == 0 ? "" : key, version);
    }
}
