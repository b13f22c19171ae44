// Both meanings of "speed-up over INT8" that the field uses; figures name the one they are.
namespace NanoCoopNet.Analysis;

/// <summary>Speed-ups of a mean latency L over the INT8 network's L_INT8, in the same unit.</summary>
public static class Speedup
{
    /// <summary>1 − L / L_INT8: the share of time saved, below 1.</summary>
    public static double TimeSaved(double latency, double int8) => 1 - (latency / int8);

    /// <summary>L_INT8 / L − 1: how much more work is done in the same time.</summary>
    public static double Ratio(double latency, double int8) => (int8 / latency) - 1;
}
