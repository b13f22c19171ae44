// A marker that was up, and what was used meanwhile.
namespace NanoCoopNet.Captures;

/// <summary>A part of a capture.</summary>
/// <param name="EnergyJ">Joules between begin and end.</param>
/// <param name="MissingS">Seconds of it in which nothing was measured.</param>
public readonly record struct Pulse(double BeginS, double EndS, double EnergyJ, double MissingS)
{
    public double DurationS => EndS - BeginS;

    /// <summary>Mean power.</summary>
    public double MeanW => EnergyJ / Math.Max(DurationS - MissingS, double.Epsilon);

    /// <summary>Whether the energy is that of all of it.</summary>
    public bool IsWhole => MissingS <= 1e-9 + (1e-6 * DurationS);

    /// <summary>What lies between two marks.</summary>
    public static Pulse Between(TraceMark a, TraceMark b) =>
        new(a.TimeS, b.TimeS, b.EnergyJ - a.EnergyJ, b.MissingS - a.MissingS);
}

/// <summary>One inference as the markers show it.</summary>
/// <param name="Light">The BNN; null: the INT8 network alone ran.</param>
/// <param name="Decision">From the BNN's end to INT8's begin: confidence and managed code.</param>
/// <param name="Full">INT8 and glue; null: light mode.</param>
/// <param name="LightLayers">Layers within the BNN, where the firmware marks them.</param>
/// <param name="FullLayers">Layers of INT8, then of the glue.</param>
public sealed record Inference(
    Pulse? Light,
    Pulse? Decision,
    Pulse? Full,
    IReadOnlyList<Pulse> LightLayers,
    IReadOnlyList<Pulse> FullLayers
)
{
    public double BeginS => (Light ?? Full)!.Value.BeginS;

    public double EndS => (Full ?? Light)!.Value.EndS;
}
