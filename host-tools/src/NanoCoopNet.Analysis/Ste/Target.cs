// What a user wants of a threshold.
namespace NanoCoopNet.Analysis;

/// <summary>A wish: an accuracy, a budget, or both. At least one is set.</summary>
/// <param name="MinAccuracy">0…1.</param>
/// <param name="MaxFullFraction">0…1.</param>
/// <param name="MaxCounts">Mean counts of an inference.</param>
/// <param name="MinStep">CT byte not to go below (<see cref="LightErrorBound"/>).</param>
public sealed record Target(
    double? MinAccuracy = null,
    double? MaxFullFraction = null,
    double? MaxCounts = null,
    int MinStep = 0
);
