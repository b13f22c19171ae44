// Builds the C of nf-interop when its sources changed: the PC's shared library and the emulated Cortex-M7's image.
namespace NanoCoopNet.Kernels;

/// <summary>Builds presets of nf-interop/CMakePresets.json into nf-interop/build/&lt;preset&gt;.</summary>
public static class NativeBuild
{
    /// <summary>Preset of the PC's library.</summary>
    public const string HostPreset = "host";

    /// <summary>Preset of the emulated M7's image.</summary>
    public const string M7Preset = "cortex-m7";

    private const string M7Image = "m7/nanocoop-m7.elf";
    private const string M7Sources = "boards/virtual/m7";

    /// <summary>Builds the PC's library where it is stale; returns its path.</summary>
    /// <exception cref="ToolchainException">No C compiler or CMake, and they could not be installed (ToolMissing); or the build failed
    /// (BuildFailed).</exception>
    public static string EnsureHost(Action<string>? log = null) =>
        new NativePreset(HostPreset, "nanocoop", HostLibrary, [Tool.Compiler, Tool.CMake, Tool.Make], []).Ensure(log);

    /// <summary>Builds the emulated M7's image where it is stale; returns the ELF's path.</summary>
    /// <exception cref="ToolchainException">No arm-none-eabi-gcc or CMake, and they could not be installed; or the build failed.</exception>
    public static string EnsureM7(Action<string>? log = null) =>
        new NativePreset(M7Preset, "ncn_m7", M7Image, [Tool.ArmCompiler, Tool.CMake, Tool.Make], [M7Sources]).Ensure(log);

    private static string HostLibrary =>
        OperatingSystem.IsWindows() ? "nanocoop.dll" : OperatingSystem.IsMacOS() ? "libnanocoop.dylib" : "libnanocoop.so";
}
