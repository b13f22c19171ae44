// The cores that QEMU emulates for a virtual board.
namespace NanoCoopNet.VirtualBoard;

/// <summary>A core and where it is had.</summary>
/// <param name="Name">e.g. <c>Cortex-M4</c>.</param>
/// <param name="Preset">CMake's, of nf-interop.</param>
/// <param name="Machine">QEMU's.</param>
public sealed record EmulatedCore(string Name, string Preset, string Machine)
{
    /// <summary>The NUCLEO-F767ZI's; the only one whose time is modelled layer by layer (CYCLE-MODEL.md).</summary>
    public static EmulatedCore M7 { get; } = new("Cortex-M7", "cortex-m7", "mps2-an500");

    /// <summary>Null on the PC.</summary>
    public static EmulatedCore? Of(BoardCpu cpu) =>
        cpu switch
        {
            BoardCpu.M7 => M7,
            BoardCpu.M4 => new("Cortex-M4", "cortex-m4", "mps2-an386"),
            BoardCpu.M3 => new("Cortex-M3", "cortex-m3", "mps2-an385"),
            _ => null,
        };
}
