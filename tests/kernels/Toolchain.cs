// The native library, the emulator and Python, or a reason why a test is skipped.
using NanoCoopNet.Bridge;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Kernels.Tests;

internal static class Toolchain
{
    /// <summary>The PC's library with its default arena and no store; inconclusive where it cannot be built.</summary>
    public static PcNative Pc() =>
        Needs.Tools(() =>
        {
            NativeBuild.EnsurePc();
            return new PcNative(new PcNativeOptions { ArenaBytes = ArenaBytes, FastArenaBytes = ArenaBytes });
        });

    /// <summary>A store that the largest generated model fits.</summary>
    public static readonly FlashStoreDescription Store = new()
    {
        Sectors = 3,
        SectorBytes = 256 * 1024,
        ProgramUnitBytes = 4,
        EraseMsPerSector = 0,
        ProgramUsPerUnit = 0,
    };

    /// <summary>Either part of the arena of both, enough for every generated model.</summary>
    public const int ArenaBytes = 192 * 1024;

    /// <summary>An emulated Cortex-M7 with a model store; inconclusive where the compiler or QEMU is missing.</summary>
    public static M7Machine M7(int arenaBytes = ArenaBytes, int fastBytes = ArenaBytes) =>
        Needs.Tools(() => new M7Machine(CoreImage.Ensure(EmulatedCore.M7), arenaBytes, Store, fastBytes));

    /// <summary>Random models with NumPy's answers, from dump_models.py; inconclusive without Python and NumPy.</summary>
    public static GoldenModel[] RandomModels(int seed, int count)
    {
        string python = Needs.PythonWith("numpy");
        string folder = Directory.CreateTempSubdirectory("ncn-models-").FullName;
        try
        {
            string script = SourceTree.PathOf("tests", "kernels", "dump_models.py");
            Subprocess.Succeed(null, python, script, folder, $"{seed}", $"{count}");
            return GoldenModel.ReadFolder(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
