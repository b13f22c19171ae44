// Times of a debug build, or with a debugger that may stop the core, are not worth recording.
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Board;

/// <summary>Refuses to measure such a board, and says how to get out of it in Visual Studio.</summary>
internal static class MeasurableBoard
{
    /// <summary>Instructions that an emulator counts are exact whatever the managed code is; times are not.</summary>
    /// <exception cref="CliException">NotMeasurable.</exception>
    public static void Require(BoardHello board)
    {
        if ((board.IsDebugBuild || board.HasDebugger) && board.TimeSource != TimeSource.EmulatedInstructions)
        {
            throw new CliException(
                ExitCode.NotMeasurable,
                board.HasDebugger
                    ? "a debugger is attached to the board, so its times are meaningless"
                    : "the board runs a debug build, so its times are meaningless",
                Advice(board)
            );
        }
    }

    /// <summary>What to do about the one that is the case; the debugger first.</summary>
    public static string Advice(BoardHello board) =>
        board.IsVirtual ? "build the tool with -c Release and start the virtual board without a debugger"
        : board.HasDebugger
            ? "in Visual Studio choose Debug > Stop Debugging (Shift+F5), then press the board's black reset button; F5 "
                + "attaches the debugger, Build > Deploy does not"
        : "in Visual Studio choose the solution configuration Device (it builds Release), then Build > Deploy NanoCoopNet.App "
            + "and press the board's black reset button; a nanoCLR of a Debug build has to be built with "
            + "-DCMAKE_BUILD_TYPE=Release";
}
