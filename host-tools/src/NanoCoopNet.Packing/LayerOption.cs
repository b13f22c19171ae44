// The layouts a layer could have, and what each would take.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Packing;

/// <summary>One layout of one layer.</summary>
/// <param name="Layout">The layer record's layout byte.</param>
/// <param name="Name">As MODEL-FORMAT.md has it.</param>
/// <param name="WeightBytes">Of the weight tensor, rounded up to 32.</param>
/// <param name="ScratchBytes">Working memory while the layer runs.</param>
/// <param name="Cost">By the clock, where the layer's memory lies now; null where nothing like it was measured.</param>
/// <param name="Refusal">Why the layer cannot have it, whatever the budget; null: it can.</param>
/// <param name="Weight">The weights in this layout; empty where refused.</param>
public sealed record LayerOption(
    int Layout,
    string Name,
    int WeightBytes,
    int ScratchBytes,
    CycleEstimate? Cost,
    string? Refusal,
    byte[] Weight
)
{
    /// <summary>0 where unknown: such a layer has one layout only.</summary>
    public long Cycles => Cost?.Cycles ?? 0;
}
