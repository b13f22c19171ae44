// Starts virtual boards for tests.
namespace NanoCoopNet.VirtualBoard.Tests;

internal static class TestBoard
{
    /// <summary>A board on a TCP port, with quick flash where the options say nothing; skips the test where the CPU is not to be
    /// had.</summary>
    public static RunningBoard Start(BoardCpu cpu, VirtualBoardOptions? options = null)
    {
        Machines.Need(cpu);
        return RunningBoard.Start(
            (options ?? new VirtualBoardOptions { FlashTimeScale = 0.005 }) with
            {
                Cpu = cpu,
                Link = "tcp",
            }
        );
    }
}
