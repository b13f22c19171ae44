// What a board says of itself (request hello).
using Wire = NanoCoopNet.Device.Protocol;

namespace NanoCoopNet.Link;

/// <summary>Source of a time or cost figure; the number of PROTOCOL.md's timeKind.</summary>
public enum TimeSource : byte
{
    /// <summary>The board gave a number this tool does not know.</summary>
    Unknown = 0,

    /// <summary>Cycle counter of the board's core.</summary>
    DwtCycles = Device.TimeKind.DwtCycles,

    /// <summary>Instructions counted by the emulator.</summary>
    EmulatedInstructions = Device.TimeKind.EmulatedInstructions,

    /// <summary>The PC's clock.</summary>
    HostClock = Device.TimeKind.HostClock,
}

/// <summary>Names of time sources as they stand in records and JSON.</summary>
public static class TimeSourceNames
{
    /// <summary><c>dwt-cycles</c>, <c>emulated-instructions</c>, <c>host-clock</c>.</summary>
    public static string Name(this TimeSource kind) =>
        kind switch
        {
            TimeSource.DwtCycles => "dwt-cycles",
            TimeSource.EmulatedInstructions => "emulated-instructions",
            TimeSource.HostClock => "host-clock",
            _ => "unknown",
        };

    /// <summary>Unit of a count of that source.</summary>
    public static string Unit(this TimeSource kind) =>
        kind switch
        {
            TimeSource.DwtCycles => "cycles",
            TimeSource.EmulatedInstructions => "instructions",
            TimeSource.HostClock => "clock counts",
            _ => "counts",
        };
}

/// <summary>Reply to hello.</summary>
public sealed record BoardHello(
    int Protocol,
    bool IsDebugBuild,
    bool HasModel,
    bool IsVirtual,
    bool HasDebugger,
    int RxBufferBytes,
    int MaxPayloadBytes,
    int CreditBytes,
    int InterfaceVersion,
    int KernelAbi,
    int BlobAbi,
    int BuildHash,
    int ArenaBytes,
    int ClockHz,
    TimeSource TimeSource,
    string UniqueId,
    string Board,
    string Firmware
)
{
    internal static BoardHello Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("hello", payload);
        int protocol = r.U8();
        if (protocol != Wire.Version)
        {
            throw new LinkException(
                ExitCode.BoardIncompatible,
                $"the board speaks protocol {protocol}, this tool {Wire.Version}",
                "update the older side; `nanocoop doctor` says which"
            );
        }

        int flags = r.U8();
        int rx = r.U16(),
            maxPayload = r.U16("maxPayload", Wire.SmallestMaxPayload, rx);
        int credit = r.U16("credit", Wire.ProgramUnitBytes, rx);
        int version = r.I32(),
            kernelAbi = r.I32(),
            blobAbi = r.I32(),
            hash = r.I32();
        int arena = r.I32("arenaBytes", 0, int.MaxValue),
            clock = r.I32("clockHz", 1, int.MaxValue);
        TimeSource kind = r.Time();
        string id = Convert.ToHexString(r.Bytes(r.U8()));
        string board = r.Text(),
            firmware = r.Text();
        r.End();
        return new(
            protocol,
            (flags & Wire.FlagDebugBuild) != 0,
            (flags & Wire.FlagModelOpen) != 0,
            (flags & Wire.FlagVirtual) != 0,
            (flags & Wire.FlagDebugger) != 0,
            rx,
            maxPayload,
            credit,
            version,
            kernelAbi,
            blobAbi,
            hash,
            arena,
            clock,
            kind,
            id,
            board,
            firmware
        );
    }
}
