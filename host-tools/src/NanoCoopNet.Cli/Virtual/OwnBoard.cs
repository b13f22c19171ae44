// The virtual board of `--port virtual`: started for one command, empty, and gone with it.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Virtual;

/// <summary>A command's own virtual board.</summary>
internal static class OwnBoard
{
    /// <summary>What <c>--port</c> is called then.</summary>
    public const string PortName = "virtual";

    /// <summary>Starts it.</summary>
    public static RunningBoard Start(Shell shell)
    {
        (RunningBoard board, BoardCpu cpu) = BoardStart.Start(new VirtualBoardOptions(), null, shell);
        shell.Say($"a virtual board for this command, kernels on {BoardStart.Where(cpu)}");
        return board;
    }

    /// <summary>Whether a board is one that this run started.</summary>
    public static bool Is(BoardClient board, Shell shell) =>
        shell.Owned.OfType<RunningBoard>().Any(own => own.PortName == board.PortName);
}
