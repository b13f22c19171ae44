// The native library, the emulator and Python, or a reason why a test is skipped.
using System.Diagnostics;
using NanoCoopNet.Bridge;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Kernels.Tests;

internal static class Toolchain
{
    /// <summary>The PC's library with its default arena and no store; inconclusive where it cannot be built.</summary>
    public static PcNative Pc()
    {
        try
        {
            NativeBuild.EnsurePc();
            return new PcNative(new PcNativeOptions { ArenaBytes = ArenaBytes, FastArenaBytes = ArenaBytes });
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            throw new AssertInconclusiveException($"{e.Message} {e.Hint}");
        }
    }

    /// <summary>Either part of the arena of both, enough for every generated model.</summary>
    public const int ArenaBytes = 192 * 1024;

    /// <summary>An emulated Cortex-M7 with a model store; inconclusive where the compiler or QEMU is missing.</summary>
    public static M7Machine M7(FlashStoreDescription store, int arenaBytes = ArenaBytes, int fastBytes = ArenaBytes)
    {
        try
        {
            return new M7Machine(M7Image.Ensure(), arenaBytes, store, fastBytes);
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            throw new AssertInconclusiveException($"{e.Message} {e.Hint}");
        }
        catch (VirtualBoardException e) when (e.Code == ExitCode.ToolMissing)
        {
            throw new AssertInconclusiveException($"{e.Message} {e.Hint}");
        }
    }

    /// <summary>Random models with NumPy's answers, from dump_models.py; inconclusive without Python and NumPy.</summary>
    public static GoldenModel[] RandomModels(int seed, int count)
    {
        string? python = new[] { "/usr/bin/python3", "python3", "python" }.FirstOrDefault(HasNumpy);
        if (python is null)
        {
            throw new AssertInconclusiveException(
                "no Python with NumPy: sudo apt-get install --no-install-recommends python3-numpy"
            );
        }

        string folder = Directory.CreateTempSubdirectory("ncn-models-").FullName;
        try
        {
            string script = SourceTree.PathOf("tests", "kernels", "dump_models.py");
            (int code, string output) = Run(python, script, folder, $"{seed}", $"{count}");
            Assert.AreEqual(0, code, output);
            return GoldenModel.ReadFolder(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool HasNumpy(string python)
    {
        try
        {
            return Run(python, "-c", "import numpy").Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
