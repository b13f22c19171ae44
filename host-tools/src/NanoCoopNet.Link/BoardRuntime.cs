// What runs a board's managed code, and with which native code (request runtime).
namespace NanoCoopNet.Link;

/// <summary>Reply to runtime.</summary>
/// <param name="InteropChecksum">nanoFramework's native checksum of the interop assembly that the firmware was built with;
/// nanoCLR has the same, or it would not have started the firmware.</param>
/// <param name="FreeHeapBytes">Managed heap that is free after a collection; null where the runtime does not say.</param>
/// <param name="Runtime">E.g. <c>nanoCLR 1.15.0.0 for ST_NUCLEO144_F767ZI</c>.</param>
public sealed record BoardRuntime(uint InteropChecksum, int? FreeHeapBytes, string Runtime)
{
    internal static BoardRuntime Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("runtime", payload);
        uint checksum = r.U32();
        int free = r.I32("freeHeapBytes", -1, int.MaxValue);
        string runtime = r.Text();
        r.End();
        return new(checksum, free < 0 ? null : free, runtime);
    }
}
