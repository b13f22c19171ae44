// Starts a virtual board on the CPU that was asked for, or on the best one this PC can offer.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Kernels;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Virtual;

/// <summary>Choice of the CPU.</summary>
internal static class BoardStart
{
    /// <summary>Starts a board.</summary>
    /// <param name="options">Everything but the CPU.</param>
    /// <param name="cpu"><c>m7</c>, <c>host</c>, or null: m7, else host with a message.</param>
    /// <param name="shell">Messages.</param>
    /// <exception cref="ToolchainException">The CPU asked for needs a tool that is missing; or not even host can be built.</exception>
    public static (RunningBoard Board, BoardCpu Cpu) Start(VirtualBoardOptions options, string? cpu, Shell shell)
    {
        if (cpu == "host")
        {
            return (RunningBoard.Start(options with { Cpu = BoardCpu.Host }, shell.Say), BoardCpu.Host);
        }

        try
        {
            return (RunningBoard.Start(options with { Cpu = BoardCpu.M7 }, shell.Say), BoardCpu.M7);
        }
        catch (Exception e) when (cpu is null && IsAboutTheM7(e))
        {
            Failure failure = Failure.Of(e);
            shell.Say($"no emulated Cortex-M7 here: {failure.Message}");
            shell.Say($"  for it: {failure.Hint}");
            shell.Say("  going on with --cpu host: the same C on this PC, without instruction counts");
            return (RunningBoard.Start(options with { Cpu = BoardCpu.Host }, shell.Say), BoardCpu.Host);
        }
    }

    /// <summary><c>m7</c> or <c>host</c>.</summary>
    public static string Name(BoardCpu cpu) => cpu.ToString().ToLowerInvariant();

    private static bool IsAboutTheM7(Exception e) => e is ToolchainException or VirtualBoardException { Code: "emulator-missing" or "emulator-unsupported" };
}
