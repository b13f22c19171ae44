// Starts a virtual board on the CPU that was asked for, or on the best one this PC can offer.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Virtual;

/// <summary>Choice of the CPU.</summary>
internal static class BoardStart
{
    /// <summary>Everything an emulated core needs, so that what is missing is installed, or named, in one go.</summary>
    public static readonly Tool[] ToolsOfM7 = [Tool.Compiler, Tool.CMake, Tool.Make, Tool.ArmCompiler, Tool.Emulator];

    /// <summary>What <c>--cpu pc</c> needs.</summary>
    public static readonly Tool[] ToolsOfPc = [Tool.Compiler, Tool.CMake, Tool.Make];

    /// <summary>Starts a board.</summary>
    /// <param name="options">Everything but the CPU.</param>
    /// <param name="cpu">A name of <see cref="BoardCpu"/> in small letters, or null: m7, else pc with a message.</param>
    /// <param name="shell">Messages.</param>
    /// <exception cref="ToolchainException">The CPU asked for needs a tool that is missing; or not even pc can be
    /// built.</exception>
    public static (RunningBoard Board, BoardCpu Cpu) Start(VirtualBoardOptions options, string? cpu, Shell shell)
    {
        BoardCpu wanted = cpu is null ? BoardCpu.M7 : Enum.Parse<BoardCpu>(cpu, ignoreCase: true);
        try
        {
            Toolchain.Ensure(wanted == BoardCpu.Pc ? ToolsOfPc : ToolsOfM7, shell.Say);
            return (RunningBoard.Start(options with { Cpu = wanted }, shell.Say), wanted);
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

    /// <summary>e.g. <c>m7</c>.</summary>
    public static string Name(BoardCpu cpu) => cpu.ToString().ToLowerInvariant();

    /// <summary>e.g. <c>an emulated Cortex-M7</c>.</summary>
    public static string Where(BoardCpu cpu) => EmulatedCore.Of(cpu) is { } core ? $"an emulated {core.Name}" : "this PC";

    private static bool IsAboutTheM7(Exception e) =>
        e is ToolchainException or VirtualBoardException { Code: ExitCode.ToolMissing };
}
