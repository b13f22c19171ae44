// Where a blob wants its buffers in an arena of two regions: MODEL-FORMAT.md, "Arena".
namespace NanoCoopNet.Model;

/// <summary>A place in the arena.</summary>
/// <param name="InSram">In SRAM, else in fast memory.</param>
/// <param name="Offset">From the region's start, a multiple of 32.</param>
public readonly record struct ArenaPlace(bool InSram, int Offset)
{
    private const uint SramBit = 1u << 31;

    /// <summary>As a blob has it.</summary>
    public uint Encoded => (uint)Offset | (InSram ? SramBit : 0);

    /// <summary>From a blob.</summary>
    public static ArenaPlace Decode(uint place) => new((place & SramBit) != 0, (int)(place & ~SramBit));

    /// <summary>e.g. <c>fast 1,024</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{(InSram ? "SRAM" : "fast")} {Offset:N0}");
}

/// <summary>Output and scratch of a layer; scratch is at (fast, 0) where there is none.</summary>
public readonly record struct LayerPlaces(ArenaPlace Output, ArenaPlace Scratch);

/// <summary>Places of a whole model.</summary>
/// <param name="FastBytes">Fast memory that they take; a multiple of 32, likewise the next.</param>
/// <param name="Banks">Of the two input banks.</param>
/// <param name="Layers">By step: the layers of all networks in a row.</param>
public sealed record ArenaPlaces(
    int FastBytes,
    int SramBytes,
    IReadOnlyList<ArenaPlace> Banks,
    IReadOnlyList<LayerPlaces> Layers
);
