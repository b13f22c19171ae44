// Builds the PC's library from nf-interop's C when its sources changed.
namespace NanoCoopNet.Bridge;

/// <summary>The PC's library of kernels, engine and native functions.</summary>
public static class NativeBuild
{
    private static readonly NativePreset Pc = new(
        "host",
        "nanocoop",
        PcLibrary,
        [Tool.Compiler, Tool.CMake, Tool.Make],
        true,
        []
    );

    private static string PcLibrary =>
        OperatingSystem.IsWindows() ? "nanocoop.dll"
        : OperatingSystem.IsMacOS() ? "libnanocoop.dylib"
        : "libnanocoop.so";

    /// <summary>Builds the library where it is stale; returns its path.</summary>
    /// <exception cref="ToolchainException">No C compiler or CMake, and they could not be installed (<c>toolMissing</c>); or the
    /// build failed (<c>buildFailed</c>).</exception>
    public static string EnsurePc(Action<string>? log = null) => Pc.Ensure(log);
}
