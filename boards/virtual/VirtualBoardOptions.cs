// How a virtual board is started.
namespace NanoCoopNet.VirtualBoard;

/// <summary>Where the kernels run.</summary>
public enum BoardCpu
{
    /// <summary>On an emulated Cortex-M7 (QEMU): exact instruction counts, the same on every run.</summary>
    M7,

    /// <summary>On the PC, the same C: fast, without counts of the M7.</summary>
    Pc,

    /// <summary>On an emulated Cortex-M4 with its FPU: exact counts, no modelled time.</summary>
    M4,

    /// <summary>On an emulated Cortex-M3, reference kernels only: exact counts, no modelled time.</summary>
    M3,
}

/// <summary>Options of a virtual board. The defaults are the board's own limits.</summary>
public sealed record VirtualBoardOptions
{
    /// <summary>Where the kernels run.</summary>
    public BoardCpu Cpu { get; init; } = BoardCpu.M7;

    /// <summary>The board it stands for.</summary>
    public BoardDescription Board { get; init; } = BoardDescription.NucleoF767Zi;

    /// <summary>What it calls itself: the board's name, or that of a core which the board does not have, so that no figure of
    /// such a core is taken for the board's.</summary>
    public string Name => EmulatedCore.Of(Cpu) is { } core && core != EmulatedCore.M7 ? core.Name : Board.Name;

    /// <summary>Its serial port: null a pseudo terminal (TCP on Windows), <c>tcp</c> any free TCP port, <c>tcp:4711</c> that one,
    /// else the path of a symbolic link to the pseudo terminal.</summary>
    public string? Link { get; init; }

    /// <summary>Keeps the model store over runs; null: gone with the board.</summary>
    public string? FlashFile { get; init; }

    /// <summary>Keeps the settings (CT, mode) over runs; null: gone with the board.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Public key (Ed25519, 32 bytes) whose models alone it takes; empty: it takes any.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>Writes the marker pins as a VCD waveform.</summary>
    public string? VcdFile { get; init; }

    /// <summary>Writes what an instrument at the supply would have recorded; null: nothing.</summary>
    public CaptureModel? Capture { get; init; }

    /// <summary>Receive buffer in bytes; null: as the firmware sets it (4096).</summary>
    public int? ReceiveBufferBytes { get; init; }

    /// <summary>Baud rate at start; null: the board's.</summary>
    public int? Baud { get; init; }

    /// <summary>Bytes take baud/10 a second on the wire, both ways.</summary>
    public bool Pace { get; init; }

    /// <summary>Erasing and programming take this fraction of their time on silicon (1.1 s a sector, 16 µs a word); what is
    /// received meanwhile is lost.</summary>
    public double FlashTimeScale { get; init; } = 0.05;

    /// <summary>Power fails during the step after this many flash steps (a programmed word or an erased sector); null:
    /// never.</summary>
    public long? PowerLossAfterSteps { get; init; }

    /// <summary>What the interrupted step leaves in flash.</summary>
    public int DamageSeed { get; init; }

    /// <summary>The tensor arena's part in SRAM, bytes; null: the board's.</summary>
    public int? ArenaBytes { get; init; }

    /// <summary>Its part in fast memory, bytes; null: the board's.</summary>
    public int? FastArenaBytes { get; init; }

    /// <summary>The chip's unique id, 12 ASCII characters.</summary>
    public string UniqueId { get; init; } = "VIRTUAL-0001";

    /// <summary>ELF of the emulated core; null: built from the sources where that is due.</summary>
    public string? CoreImage { get; init; }
}
