// Ports, and whether a board's firmware fits this tool: which side to update.
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Doctor;

/// <summary>Checks boards.</summary>
internal static class BoardCheck
{
    /// <summary>One finding a port.</summary>
    public static IEnumerable<Finding> Ports(IReadOnlyList<PortInfo> ports) => ports.Count == 0
        ? [new("ports", Severity.Note, "no serial port",
            "nanocoop vboard starts a virtual board; a real one needs a 3.3 V USB-UART adapter on D0/D1")]
        : ports.Select(p => new Finding(p.Name, Severity.Ok, $"{p.Description} {p.VidPid}".Trim(), p.Role == PortRole.Debugger
            ? PortInfo.DebuggerAdvice : ""));

    /// <summary>Findings about one board.</summary>
    /// <param name="board">What it said of itself.</param>
    /// <param name="status">Its model.</param>
    /// <param name="versions">Versions of this tool; null where they are unknown.</param>
    public static IEnumerable<Finding> Board(BoardHello board, BoardStatus status,
        (int Interface, int KernelAbi, int BlobAbi)? versions)
    {
        yield return new("board", Severity.Ok,
            $"{board.Board}{(board.IsVirtual ? " (virtual)" : "")}, id {board.UniqueId}, {board.ClockHz / 1_000_000} MHz, firmware {board.Firmware}, arena {board.ArenaBytes} bytes");
        if (versions is { } v)
        {
            yield return Compare("native interface", board.InterfaceVersion, v.Interface);
            yield return Compare("kernel ABI", board.KernelAbi, v.KernelAbi);
            yield return Compare("blob ABI", board.BlobAbi, v.BlobAbi);
        }

        if (board.IsDebugBuild || board.HasDebugger)
        {
            yield return new("firmware", Severity.Note, board.HasDebugger ? "a debugger is attached" : "debug build",
                "measure refuses it: deploy Release, start with Ctrl+F5");
        }

        yield return status.HasModel
            ? new("model", Severity.Ok, $"{status.Name}, {status.BlobBytes} bytes in slot {status.Slot}")
            : new("model", Severity.Note, "none", "nanocoop push MODEL.ncn");
    }

    private static Finding Compare(string what, int onBoard, int here) => onBoard == here
        ? new(what, Severity.Ok, $"{onBoard} on both sides")
        : new(what, Severity.Problem, $"{onBoard} on the board, {here} here", onBoard < here ? "update the board's firmware"
            : "update this clone (git pull)");
}
