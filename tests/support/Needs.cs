// Tests that need a compiler, an emulator or Python are skipped where it is missing, with the line that installs it.
using NanoCoopNet.Bridge;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Tests;

/// <summary>Turns what is missing on this PC into a skipped test.</summary>
public static class Needs
{
    /// <summary>Does work that builds or emulates; inconclusive where a tool is missing.</summary>
    public static T Tools<T>(Func<T> work)
    {
        try
        {
            return work();
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

    /// <summary>Inconclusive where one of these is not installed and may not be.</summary>
    public static void Installed(params Tool[] tools) =>
        Tools(() =>
        {
            Toolchain.Ensure(tools);
            return 0;
        });

    /// <summary>Inconclusive where a program is not on PATH.</summary>
    public static void Program(string name, string debianPackage)
    {
        if (new Tool(name, [name], debianPackage, "", "", "").Path is null)
        {
            throw new AssertInconclusiveException(
                $"{name} is not installed: sudo apt-get install --no-install-recommends {debianPackage}"
            );
        }
    }

    /// <summary>A Python with a module; inconclusive where there is none.</summary>
    public static string PythonWith(string module) =>
        new[] { "/usr/bin/python3", "python3", "python" }.FirstOrDefault(python => Has(python, module))
        ?? throw new AssertInconclusiveException(
            $"no Python with {module}: sudo apt-get install --no-install-recommends python3 python3-{module}"
        );

    private static bool Has(string python, string module) =>
        ToolProcess.Run(python, ["-c", $"import {module}"], null).ExitCode == 0;
}
