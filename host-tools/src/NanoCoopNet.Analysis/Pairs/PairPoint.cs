// One way to answer: a network alone, or a light and a full one at a threshold.
namespace NanoCoopNet.Analysis;

/// <summary>Kinds of points.</summary>
public enum PairKind
{
    /// <summary>A BNN alone.</summary>
    Bnn,

    /// <summary>An INT8 network alone.</summary>
    Int8,

    /// <summary>A BNN, and an INT8 network where it is not sure.</summary>
    CoopNet,

    /// <summary>A BC-Net as it was trained.</summary>
    BcNet,
}

/// <summary>A point in accuracy and cost. Accuracies and fractions are 0…1.</summary>
/// <param name="Light">The model whose BNN it is; null where none runs.</param>
/// <param name="Full">The model whose INT8 network it is; null where none runs.</param>
/// <param name="ConfidenceThreshold">CT byte; null for a single network.</param>
/// <param name="FullFraction">Samples for which the full network runs.</param>
/// <param name="MeanMs">Mean time of a sample, eq. (17).</param>
/// <param name="MeanMj">Mean energy; null without a model of power.</param>
public sealed record PairPoint(
    PairKind Kind,
    string? Light,
    string? Full,
    int? ConfidenceThreshold,
    double Accuracy,
    double FullFraction,
    double MeanMs,
    double? MeanMj
);

/// <summary>What is wanted of a pair; null: no such bound.</summary>
/// <param name="Accuracy">At least, 0…1.</param>
/// <param name="MaxMs">Mean milliseconds at most.</param>
/// <param name="MaxMj">Mean millijoules at most.</param>
public sealed record PairTarget(double? Accuracy, double? MaxMs, double? MaxMj);
