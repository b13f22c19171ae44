// What a test needs of the machine it runs on; where that is missing the test is skipped and says why.
using System.Collections.Concurrent;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard.Tests;

internal static class Machines
{
    private static readonly ConcurrentDictionary<BoardCpu, (string? Image, string? Missing)> Images = new();
    private static readonly Lazy<string?> PcMissing = new(BuildPc);

    /// <summary>The image of an emulated core.</summary>
    public static string CoreImage(BoardCpu cpu)
    {
        NeedPc();
        (string? image, string? missing) = Images.GetOrAdd(cpu, BuildImage);
        if (missing is not null)
        {
            Assert.Inconclusive(missing);
        }

        return image!;
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
        if (cpu != BoardCpu.Pc)
        {
            CoreImage(cpu);
        }
    }

    public static void NeedPty()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no pseudo terminals");
        }
    }

    private static (string?, string?) BuildImage(BoardCpu cpu)
    {
        try
        {
            EmulatorLocation.Find();
            return (VirtualBoard.CoreImage.Ensure(EmulatedCore.Of(cpu)!), null);
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
