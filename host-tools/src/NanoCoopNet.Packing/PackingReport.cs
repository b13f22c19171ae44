// Which layout each layer has, and why it has no other.
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>A layout a layer could have had.</summary>
/// <param name="Cycles">Estimated; null where nothing like it was measured.</param>
/// <param name="Verdict">Why it was not taken, e.g. <c>slower</c> or <c>flash: 2,016 bytes over the budget</c>.</param>
public sealed record Alternative(string Layout, long? Cycles, int WeightBytes, int ScratchBytes, string Verdict);

/// <summary>The layout of one layer.</summary>
/// <param name="Cycles">Estimated with its waits for memory; null where nothing like it was measured.</param>
/// <param name="IsMeasured">True where the benchmark has this very shape; else scaled from the nearest.</param>
/// <param name="WeightBytes">In flash, a multiple of 32.</param>
/// <param name="ScratchBytes">Working memory while the layer runs.</param>
public sealed record LayerPacking(
    NetKind Net, int Layer, LayerOp Op, string Layout, long? Cycles, bool IsMeasured, int WeightBytes, int ScratchBytes,
    IReadOnlyList<Alternative> Alternatives);

/// <summary>A model's layouts.</summary>
/// <param name="BlobBytes">The whole blob.</param>
/// <param name="ArenaBytes">The engine's arena: input banks, activations, scratch.</param>
public sealed record PackingReport(PackingBudget Budget, int BlobBytes, int ArenaBytes, IReadOnlyList<LayerPacking> Layers)
{
    /// <summary>Estimated cycles of a network.</summary>
    public long Cycles(NetKind net) => Layers.Where(l => l.Net == net).Sum(l => l.Cycles ?? 0);
}

/// <summary>A packed model.</summary>
public sealed record PackedModel(byte[] Blob, PackingReport Report);
