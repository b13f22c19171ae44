// Finds and loads libnanocoop, once a process: the one NANOCOOP_LIBRARY names, else the one built from this clone's sources.
using System.Reflection;
using System.Runtime.InteropServices;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Bridge;

internal static class NativeLibraryLoader
{
    private const string PathVariable = "NANOCOOP_LIBRARY";
    private static readonly Lock Gate = new();
    private static nint _library;

    /// <exception cref="ToolchainException">It cannot be built, loaded, or is of another interface.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (_library != 0)
            {
                return;
            }

            string path = Environment.GetEnvironmentVariable(PathVariable) ?? NativeBuild.EnsurePc();
            if (!NativeLibrary.TryLoad(path, out nint library))
            {
                throw new ToolchainException(
                    ExitCode.BuildFailed,
                    "libraryUnloadable",
                    $"the native library {path} cannot be loaded",
                    $"delete the folder {Path.GetDirectoryName(path)} and try again"
                );
            }

            NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);
            _library = library;
            int version = PcImports.InterfaceVersion();
            if (version != NativeInterface.Version)
            {
                throw new ToolchainException(
                    ExitCode.BuildFailed,
                    "libraryStale",
                    $"the native library {path} has interface {version}, this program {NativeInterface.Version}",
                    $"delete the folder {Path.GetDirectoryName(path)} and try again"
                );
            }
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == PcImports.Library ? _library : 0;
}
