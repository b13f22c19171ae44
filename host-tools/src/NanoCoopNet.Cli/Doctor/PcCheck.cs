// What this PC has for building, emulating and training.
using System.Diagnostics;
using System.Runtime.InteropServices;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Virtual;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Cli.Doctor;

/// <summary>Checks programs and builds.</summary>
internal static class PcCheck
{
    private const string TrainingPython = "/usr/bin/python3";

    /// <summary>All findings about this PC.</summary>
    public static IEnumerable<Finding> Run()
    {
        yield return new(".NET", Severity.Ok, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}");
        foreach (Tool tool in BoardStart.ToolsOfM7)
        {
            bool forPc = BoardStart.ToolsOfPc.Contains(tool);
            yield return tool.Path is { } path
                ? new(tool.Name, Severity.Ok, path)
                : new(
                    tool.Name,
                    forPc ? Severity.Problem : Severity.Note,
                    forPc ? "missing: nothing native can be built" : "missing: --cpu m7 does not work, --cpu pc does",
                    Toolchain.Hint([tool])
                );
        }

        yield return Native();
        yield return Training();
    }

    /// <summary>The versions that boards are compared with, from the library itself; null where it cannot be built.</summary>
    public static (int Interface, int KernelAbi, int BlobAbi)? Versions()
    {
        try
        {
            NativeBuild.EnsurePc();
            using PcNative native = new(new PcNativeOptions());
            int[] v = new int[AbiField.Ints];
            return native.Abi(v) < 0 ? null : (v[AbiField.InterfaceVersion], v[AbiField.KernelAbi], v[AbiField.BlobAbi]);
        }
        catch (ToolchainException)
        {
            return null;
        }
    }

    private static Finding Native()
    {
        try
        {
            string library = NativeBuild.EnsurePc();
            return Versions() is { } v
                ? new(
                    "native library",
                    Severity.Ok,
                    $"{library}: interface {v.Interface}, kernel ABI {v.KernelAbi}, blob ABI {v.BlobAbi}"
                )
                : new(
                    "native library",
                    Severity.Problem,
                    "built, but it does not answer",
                    $"delete the folder {Path.GetDirectoryName(library)} and try again"
                );
        }
        catch (ToolchainException e)
        {
            return new("native library", Severity.Problem, e.Message, e.Hint);
        }
    }

    private static Finding Training()
    {
        const string advice =
            "only for training: sudo apt-get install --no-install-recommends python3 python3-numpy python3-torch";
        if (!File.Exists(TrainingPython))
        {
            return new("training", Severity.Note, $"{TrainingPython} is missing", advice);
        }

        using Process python = Process.Start(
            new ProcessStartInfo(
                TrainingPython,
                ["-c", "import importlib.util as u, sys; sys.exit(0 if u.find_spec('numpy') and u.find_spec('torch') else 1)"]
            )
        )!;
        python.WaitForExit();
        return python.ExitCode == 0
            ? new("training", Severity.Ok, $"{TrainingPython} with NumPy and PyTorch")
            : new("training", Severity.Note, $"{TrainingPython} has no NumPy or no PyTorch", advice);
    }
}
