// Choices of the static threshold estimation.
namespace NanoCoopNet.Analysis;

/// <summary>How accuracy and full mode are predicted from CT.</summary>
public enum SteMethod
{
    /// <summary>The record's own curve: full mode as counted, accuracy smoothed (<see cref="UnimodalFit"/>).</summary>
    Record,

    /// <summary>BC-Net IV-C: polynomials fitted to a tenth of the samples (<see cref="Regressor"/>).</summary>
    Polynomial,
}

/// <summary>Choices; the defaults are documented in ANALYSIS.md.</summary>
/// <param name="Method">How it predicts.</param>
/// <param name="Seed">Of all random draws.</param>
/// <param name="EpsilonAccuracy">ε of the accuracy's polynomial, points². 0.05: 0.22 points root mean square, under the papers'
/// smallest maximum error (0.23).</param>
/// <param name="EpsilonFrequency">ε of full mode's, fraction². 10⁻⁴: 0.01 root mean square.</param>
/// <param name="Resamples">Bootstrap resamples behind band and interval.</param>
/// <param name="Calibration">Share of every class to calibrate on, 0…1; null: a half, and the papers' tenth for
/// polynomials.</param>
/// <param name="ByConfidence">Not the papers': the calibration samples are spread over the confidences of their class, and the
/// first and the last CT are among the ten that polynomials are fitted to.</param>
public sealed record SteOptions(
    SteMethod Method = SteMethod.Record,
    int Seed = 1,
    double EpsilonAccuracy = 0.05,
    double EpsilonFrequency = 1e-4,
    int Resamples = 1000,
    double? Calibration = null,
    bool ByConfidence = false
)
{
    private const double Half = 0.5,
        PapersShare = 0.1;

    /// <summary>The share in force.</summary>
    public double CalibrationShare => Calibration ?? (Method == SteMethod.Record ? Half : PapersShare);
}
