// What a caller may choose when a bundle becomes a blob.
namespace NanoCoopNet.Model;

/// <summary>Choices of <see cref="Quantiser"/>.</summary>
/// <param name="ConfidenceThreshold">Default CT 0…255 of the blob; null: the manifest's, else
/// <see cref="FallbackThreshold"/>.</param>
/// <param name="CalibrationImages">How many calibration images at most are used (all networks).</param>
/// <param name="BiasCorrection">Corrects each INT8 layer's bias by its mean error on the calibration images.</param>
/// <param name="Numbers">What the INT8 network becomes; others than int8 in a CoopNet only.</param>
public sealed record QuantiseOptions(
    int? ConfidenceThreshold = null,
    int CalibrationImages = 256,
    bool BiasCorrection = true,
    NetNumbers Numbers = NetNumbers.Int8
)
{
    /// <summary>CT where nobody has chosen one: 0.5.</summary>
    public const int FallbackThreshold = 128;
}

/// <summary>Progress of quantisation.</summary>
/// <param name="Done">0…1.</param>
/// <param name="Stage">What is being done, e.g. <c>int8: layer 3</c>.</param>
public readonly record struct QuantiseProgress(double Done, string Stage);
