// Builds the C of nf-interop when its sources changed: the PC's shared library and the emulated Cortex-M7's image.
namespace NanoCoopNet.Kernels;

/// <summary>Builds presets of nf-interop/CMakePresets.json into nf-interop/build/&lt;preset&gt;.</summary>
public static class NativeBuild
{
    /// <summary>Builds the PC's library where it is stale; returns its path.</summary>
    /// <exception cref="ToolchainException">No C compiler or CMake, and they could not be installed; or the build failed.</exception>
    public static string EnsureHost(Action<string>? log = null) => throw new NotImplementedException();

    /// <summary>Builds the emulated M7's image where it is stale; returns the ELF's path.</summary>
    /// <exception cref="ToolchainException">No arm-none-eabi-gcc or CMake, and they could not be installed; or the build failed.</exception>
    public static string EnsureM7(Action<string>? log = null) => throw new NotImplementedException();
}
