// Virtual boards and models for the tests of the link; a test is skipped where no C compiler is.
using NanoCoopNet.Bridge;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Link.Tests;

internal static class Boards
{
    /// <summary>A small valid model of two networks (tests/kernels/make_golden.py).</summary>
    public static byte[] GoldenModel(string name = "coopnet") =>
        File.ReadAllBytes(Path.Combine(RepositoryRoot.Find(), "tests", "kernels", "golden", name + ".ncn"));

    /// <summary>A model of host-tools/models.</summary>
    public static byte[] ShippedModel(string name) =>
        File.ReadAllBytes(Path.Combine(RepositoryRoot.Find(), "host-tools", "models", name + ".ncn"));

    /// <summary>A board whose kernels run on this PC.</summary>
    public static RunningBoard Start(VirtualBoardOptions? options = null)
    {
        try
        {
            return RunningBoard.Start((options ?? new VirtualBoardOptions()) with { Cpu = BoardCpu.Pc });
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            throw new AssertInconclusiveException($"{e.Message} {e.Hint}");
        }
    }
}
