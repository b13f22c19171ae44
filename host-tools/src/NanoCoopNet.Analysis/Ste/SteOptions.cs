// Choices of the static threshold estimation.
namespace NanoCoopNet.Analysis;

/// <summary>Choices; the defaults are documented in ANALYSIS.md.</summary>
/// <param name="Seed">Of all random draws.</param>
/// <param name="EpsilonAccuracy">ε of the accuracy's polynomial, points². 0.05: 0.22 points root mean square, under the papers'
/// smallest maximum error (0.23).</param>
/// <param name="EpsilonFrequency">ε of full mode's, fraction². 10⁻⁴: 0.01 root mean square.</param>
/// <param name="Resamples">Bootstrap resamples behind the confidence interval.</param>
/// <param name="Calibration">Share of every class to calibrate on; the papers' is a tenth.</param>
/// <param name="ByConfidence">Not the papers': the calibration samples are spread over the confidences of their class, and the
/// first and the last CT are among the ten fitted to.</param>
public sealed record SteOptions(
    int Seed = 1,
    double EpsilonAccuracy = 0.05,
    double EpsilonFrequency = 1e-4,
    int Resamples = 1000,
    double Calibration = 0.1,
    bool ByConfidence = false
);
