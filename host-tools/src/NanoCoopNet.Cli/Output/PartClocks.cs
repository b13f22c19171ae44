// What an inference takes by the clock, by the mode it took.
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Output;

/// <summary>Look-up of a model's clock.</summary>
internal static class PartClocks
{
    /// <summary>Modelled cycles of an inference.</summary>
    public static CycleEstimate Of(this PartClock parts, TakenMode mode) =>
        mode switch
        {
            TakenMode.Light => parts.Light,
            TakenMode.Int8 => parts.Int8Alone,
            _ => parts.Full,
        };
}
