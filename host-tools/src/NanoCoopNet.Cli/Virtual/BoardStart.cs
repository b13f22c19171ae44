// Starts a virtual board on the CPU that was asked for, or on the best one this PC can offer.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Virtual;

/// <summary>Choice of the CPU.</summary>
internal static class BoardStart
{
    /// <summary>Everything <c>--cpu m7</c> needs, so that what is missing is installed, or named, in one go.</summary>
    public static readonly Tool[] ToolsOfM7 = [Tool.Compiler, Tool.CMake, Tool.Make, Tool.ArmCompiler, Tool.Emulator];

    /// <summary>What <c>--cpu pc</c> needs.</summary>
    public static readonly Tool[] ToolsOfPc = [Tool.Compiler, Tool.CMake, Tool.Make];

    /// <summary>Starts a board.</summary>
    /// <param name="options">Everything but the CPU.</param>
    /// <param name="cpu"><c>m7</c>, <c>pc</c>, or null: m7, else pc with a message.</param>
    /// <param name="shell">Messages.</param>
    /// <exception cref="ToolchainException">The CPU asked for needs a tool that is missing; or not even pc can be
    /// built.</exception>
    public static (RunningBoard Board, BoardCpu Cpu) Start(VirtualBoardOptions options, string? cpu, Shell shell)
    {
        if (cpu == "pc")
        {
            return (RunningBoard.Start(options with { Cpu = BoardCpu.Pc }, shell.Say), BoardCpu.Pc);
        }

        try
        {
            Toolchain.Ensure(ToolsOfM7, shell.Say);
            return (RunningBoard.Start(options with { Cpu = BoardCpu.M7 }, shell.Say), BoardCpu.M7);
        }
        catch (Exception e) when (cpu is null && IsAboutTheM7(e) && Toolchain.Missing(ToolsOfPc).Length == 0)
        {
            Failure failure = Failure.Of(e);
            shell.Say($"no emulated Cortex-M7 here: {failure.Message}");
            shell.Say($"  for it: {failure.Hint}");
            shell.Say("  going on with --cpu pc: the same C on this PC, without instruction counts");
            return (RunningBoard.Start(options with { Cpu = BoardCpu.Pc }, shell.Say), BoardCpu.Pc);
        }
    }

    /// <summary><c>m7</c> or <c>pc</c>.</summary>
    public static string Name(BoardCpu cpu) => cpu.ToString().ToLowerInvariant();

    private static bool IsAboutTheM7(Exception e) =>
        e is ToolchainException or VirtualBoardException { Code: ExitCode.ToolMissing };
}
