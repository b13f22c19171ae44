// Which layout each layer has, and why it has no other.
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>A layout a layer could have had.</summary>
/// <param name="Cycles">Estimated; null where nothing like it was measured.</param>
/// <param name="Verdict">Why it was not taken, e.g. <c>slower</c> or <c>flash: 2,016 bytes over the budget</c>.</param>
public sealed record Alternative(string Layout, long? Cycles, int WeightBytes, int ScratchBytes, string Verdict);

/// <summary>The layout of one layer.</summary>
/// <param name="Cost">By the clock; null where nothing like it was measured.</param>
/// <param name="InSram">Which of its memory lies in SRAM.</param>
/// <param name="WeightBytes">In flash, a multiple of 32.</param>
/// <param name="ScratchBytes">Working memory while the layer runs.</param>
public sealed record LayerPacking(
    NetKind Net,
    int Layer,
    LayerOp Op,
    string Layout,
    CycleEstimate? Cost,
    InSram InSram,
    int WeightBytes,
    int ScratchBytes,
    IReadOnlyList<Alternative> Alternatives
);

/// <summary>A model's layouts.</summary>
/// <param name="BlobBytes">The whole blob.</param>
/// <param name="FastBytes">Of the arena in fast memory: input banks, activations, scratch.</param>
/// <param name="SramBytes">Of the arena in SRAM.</param>
public sealed record PackingReport(
    PackingBudget Budget,
    int BlobBytes,
    int FastBytes,
    int SramBytes,
    IReadOnlyList<LayerPacking> Layers
);

/// <summary>A packed model.</summary>
public sealed record PackedModel(byte[] Blob, PackingReport Report);
