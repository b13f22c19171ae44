// The thresholds at which curves are drawn, eq. (14).
namespace NanoCoopNet.Analysis;

/// <summary>Sets of CT bytes.</summary>
public static class ConfidenceSteps
{
    /// <summary>The papers' hundred values k/100, k = 0 … 99, each rounded to the nearest 1/256, halves up.</summary>
    public static IReadOnlyList<int> Hundred { get; } = [.. Enumerable.Range(0, 100).Select(k => ((256 * k) + 50) / 100)];

    /// <summary>Every CT a board can hold.</summary>
    public static IReadOnlyList<int> All { get; } = [.. Enumerable.Range(0, 256)];

    /// <summary>CT as a fraction.</summary>
    public static double Value(int confidenceThreshold) => confidenceThreshold / 256.0;
}
