// Builds the image of the emulated Cortex-M7 (m7/MACHINE.md) when its sources changed.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Kernels, engine and mailbox server for the emulated Cortex-M7.</summary>
public static class M7Image
{
    private static readonly NativePreset Preset = new(
        "cortex-m7",
        "ncn_m7",
        "m7/nanocoop-m7.elf",
        [Tool.ArmCompiler, Tool.CMake, Tool.Make],
        IsForThisPc: false,
        ["boards/virtual/m7"]
    );

    /// <summary>Builds the image where it is stale; returns the ELF's path.</summary>
    /// <exception cref="ToolchainException">No arm-none-eabi-gcc or CMake, and they could not be installed (<c>toolMissing</c>);
    /// or the build failed (<c>buildFailed</c>).</exception>
    public static string Ensure(Action<string>? log = null) => Preset.Ensure(log);
}
