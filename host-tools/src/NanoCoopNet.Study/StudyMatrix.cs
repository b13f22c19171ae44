// The combinations of a study: one bare-metal image each. Boards of one core share them.
using NanoCoopNet.Boards;

namespace NanoCoopNet.Study;

/// <summary>What is varied.</summary>
/// <param name="Boards">Each core's images run once, and are modelled on its boards.</param>
/// <param name="Flags">Optimisation flags of arm-none-eabi-gcc.</param>
/// <param name="Numbers">Of <see cref="AllNumbers"/>.</param>
/// <param name="Kernels">Of <see cref="AllKernels"/>.</param>
/// <param name="Fpu">Of <see cref="AllFpu"/>: hardware floating point, or the compiler's library.</param>
/// <param name="Samples">That run on the core; the first is counted.</param>
/// <param name="TimeoutS">Seconds an image may take in the emulator.</param>
/// <param name="Workers">Images at a time.</param>
public sealed record StudyMatrix(
    IReadOnlyList<Board> Boards,
    IReadOnlyList<string> Flags,
    IReadOnlyList<string> Numbers,
    IReadOnlyList<string> Kernels,
    IReadOnlyList<string> Fpu,
    int Samples = 1,
    int TimeoutS = 600,
    int Workers = 2
)
{
    public const string Int8 = "int8",
        Mixed = "mixed",
        Float32 = "float32",
        Reference = "reference",
        Optimised = "optimised",
        On = "on",
        Off = "off";

    public static readonly string[] AllNumbers = [Float32, Mixed, Int8];
    public static readonly string[] AllKernels = [Reference, Optimised];
    public static readonly string[] AllFpu = [Off, On];
    public static readonly string[] DefaultFlags = ["-Os", "-O2", "-O3", "-Ofast"];

    /// <summary>The images of a network, in a fixed order. Floating-point units exist where a board has one; optimised kernels on
    /// cores with the DSP extension, for floats with an FPU.</summary>
    public IEnumerable<Combination> Of(StudyNetwork network) =>
        from core in Boards.Select(b => b.Core).Distinct()
        from numbers in Numbers
        where network.Blobs.ContainsKey((numbers, Reference))
        from kernels in Kernels
        from fpu in Fpu
        where kernels == Reference || (core != "cortex-m3" && (numbers == Int8 || fpu == On))
        where fpu == Off || Boards.Any(b => b.Core == core && b.Fpu.Length > 0)
        from flags in Flags
        select new Combination(network.Name, numbers, kernels, fpu, flags, core);
}

/// <summary>One image.</summary>
public sealed record Combination(string Network, string Numbers, string Kernels, string Fpu, string Flags, string Core)
{
    /// <summary>As people read it.</summary>
    public override string ToString() => $"{Network} {Numbers}, {Kernels} kernels, FPU {Fpu}, {Flags}, {Core}";
}
