// Virtual boards for the tool's tests; skipped where no C compiler is.
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

internal static class Boards
{
    /// <summary>A board whose kernels run on this PC, with a model if one is named.</summary>
    public static RunningBoard Start(string? model = null)
    {
        RunningBoard board = Needs.Tools(() => RunningBoard.Start(new VirtualBoardOptions { Cpu = BoardCpu.Pc }));
        if (model is not null)
        {
            Tool.Succeed("push", Files.Golden(model), "--port", board.PortName);
        }

        return board;
    }
}
