// Finds QEMU, or says how to get it.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard;

internal static class EmulatorLocation
{
    /// <exception cref="VirtualBoardException">Not on PATH, or an operating system on which QEMU cannot share a file as
    /// memory.</exception>
    public static string Find()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new VirtualBoardException(
                ExitCode.ToolMissing,
                "emulatorUnsupported",
                "QEMU on Windows cannot share memory with another program, so --cpu m7 does not run there",
                "use --cpu pc, or run the virtual board under WSL"
            );
        }

        return Tool.Emulator.Path
            ?? throw new VirtualBoardException(
                ExitCode.ToolMissing,
                "emulatorMissing",
                $"{Tool.Emulator.Name} is not installed",
                $"{Toolchain.Hint([Tool.Emulator])}, or use --cpu pc"
            );
    }

    /// <summary>A file that lies in memory where the system has such a place.</summary>
    public static string MemoryFile(string temporaryDirectory)
    {
        string directory = Directory.Exists("/dev/shm") ? "/dev/shm" : temporaryDirectory;
        return Path.Combine(directory, $"ncn-m7-{Guid.NewGuid():n}");
    }
}
