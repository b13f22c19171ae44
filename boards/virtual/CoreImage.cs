// Builds the image of an emulated core (m7/MACHINE.md) when its sources changed.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Kernels, engine and mailbox server for an emulated core.</summary>
public static class CoreImage
{
    /// <summary>Builds the image where it is stale; returns the ELF's path.</summary>
    /// <exception cref="ToolchainException">No arm-none-eabi-gcc or CMake, and they could not be installed (<c>toolMissing</c>);
    /// or the build failed (<c>buildFailed</c>).</exception>
    public static string Ensure(EmulatedCore core, Action<string>? log = null) =>
        new NativePreset(
            core.Preset,
            "ncn_m7",
            "m7/nanocoop-m7.elf",
            [Tool.ArmCompiler, Tool.CMake, Tool.Make],
            IsForThisPc: false,
            ["boards/virtual/m7"]
        ).Ensure(log);
}
