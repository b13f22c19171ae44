// The two predictors of STE and what follows from them: accuracy, full mode and mean cost at any CT, without running anything.
namespace NanoCoopNet.Analysis;

/// <summary>Predicts from CT.</summary>
/// <param name="AccuracyPoints">Accuracy in points (0…100).</param>
/// <param name="FullFraction">Fraction of full mode, 0…1.</param>
/// <param name="Light">Mean L_LM of the calibration samples in counts; null without costs.</param>
/// <param name="Full">Mean L_FM.</param>
public sealed record ThresholdModel(Regressor AccuracyPoints, Regressor FullFraction, double? Light, double? Full)
{
    /// <summary>Highest CT byte predicted for: the last of the hundred values (0.99) that the polynomials were fitted
    /// on.</summary>
    public static int LastStep { get; } = ConfidenceSteps.Hundred[^1];

    /// <summary>Predicted accuracy, 0…1.</summary>
    public double AccuracyAt(int confidenceThreshold) =>
        Math.Clamp(AccuracyPoints.At(ConfidenceSteps.Value(confidenceThreshold)) / 100, 0, 1);

    /// <summary>Predicted fraction of full mode.</summary>
    public double FullFractionAt(int confidenceThreshold) =>
        Math.Clamp(FullFraction.At(ConfidenceSteps.Value(confidenceThreshold)), 0, 1);

    /// <summary>Predicted mean cost in counts: L_LM + N_FM·(L_FM − L_LM), eq. (17).</summary>
    public double? CountsAt(int confidenceThreshold) => Light + (FullFractionAt(confidenceThreshold) * (Full - Light));
}
