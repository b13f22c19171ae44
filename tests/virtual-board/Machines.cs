// What a test needs of the machine it runs on; where that is missing the test is skipped and says why.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard.Tests;

internal static class Machines
{
    private static readonly Lazy<(string? Image, string? Missing)> M7 = new(BuildM7);
    private static readonly Lazy<string?> PcMissing = new(BuildPc);

    /// <summary>The emulated M7's image.</summary>
    public static string M7Image()
    {
        NeedPc();
        if (M7.Value.Missing is { } missing)
        {
            Assert.Inconclusive(missing);
        }

        return M7.Value.Image!;
    }

    /// <summary>The C library on the PC.</summary>
    public static void NeedPc()
    {
        if (PcMissing.Value is { } missing)
        {
            Assert.Inconclusive(missing);
        }
    }

    public static void Need(BoardCpu cpu)
    {
        NeedPc();
        if (cpu == BoardCpu.M7)
        {
            M7Image();
        }
    }

    public static void NeedPty()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no pseudo terminals");
        }
    }

    private static (string?, string?) BuildM7()
    {
        try
        {
            EmulatorLocation.Find();
            return (VirtualBoard.M7Image.Ensure(), null);
        }
        catch (VirtualBoardException e)
        {
            return (null, $"{e.Message}: {e.Hint}");
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            return (null, $"{e.Message}: {e.Hint}");
        }
    }

    private static string? BuildPc()
    {
        try
        {
            NativeBuild.EnsurePc();
            return null;
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            return $"{e.Message}: {e.Hint}";
        }
    }
}
