// Virtual boards for the tool's tests; skipped where no C compiler is.
using NanoCoopNet.Bridge;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

internal static class Boards
{
    /// <summary>A board whose kernels run on this PC, with a model if one is named.</summary>
    public static RunningBoard Start(string? model = null)
    {
        RunningBoard board = Needs(() => RunningBoard.Start(new VirtualBoardOptions { Cpu = BoardCpu.Pc }));
        if (model is not null)
        {
            Tool.Succeed("push", Files.Golden(model), "--port", board.PortName);
        }

        return board;
    }

    /// <summary>Skips the test where a tool is missing.</summary>
    public static T Needs<T>(Func<T> work)
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
}
