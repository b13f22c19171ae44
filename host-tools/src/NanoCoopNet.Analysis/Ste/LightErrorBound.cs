// A distribution-free bound on the errors of light decisions: conformal risk control (Angelopoulos, Bates, Fisch, Lei, Schuster,
// 2022).
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>
/// The loss of a sample at CT is 1 where light mode answers it and is wrong; it never rises with CT. For the lowest CT with
/// (errors + 1) / (n + 1) ≤ α on n calibration samples the expected loss of a new sample from the same source, that is the
/// probability that it is answered light <em>and</em> wrongly, is at most α.
/// </summary>
/// <param name="Alpha">What was asked for.</param>
/// <param name="ConfidenceThreshold">The CT byte that guarantees it.</param>
/// <param name="CalibrationErrors">Light and wrong among the calibration samples at that CT.</param>
/// <param name="ValidationRate">Light and wrong on the validation part at that CT, as a check.</param>
public sealed record LightErrorBound(double Alpha, int ConfidenceThreshold, int CalibrationErrors, double ValidationRate)
{
    /// <summary>The lowest CT that guarantees α.</summary>
    /// <exception cref="AnalysisException">targetUnreachable: the least α is named.</exception>
    public static LightErrorBound Of(Outcomes calibration, Outcomes validation, double alpha)
    {
        double Bound(int ct) => (Errors(calibration, ct) + 1.0) / (calibration.Count + 1);
        foreach (int ct in ConfidenceSteps.All)
        {
            if (Bound(ct) <= alpha)
            {
                return new LightErrorBound(alpha, ct, Errors(calibration, ct), Errors(validation, ct) / (double)validation.Count);
            }
        }

        string least = Bound(ConfidenceSteps.All[^1]).ToString("0.0000", CultureInfo.InvariantCulture);
        throw new AnalysisException(
            ExitCode.TargetUnreachable,
            null,
            $"no CT bounds the errors of light decisions by {alpha.ToString(CultureInfo.InvariantCulture)}: with "
                + $"{calibration.Count} calibration samples the least is {least}",
            $"ask for {least} or more, or give more samples"
        );
    }

    private static int Errors(Outcomes outcomes, int ct) => outcomes.Samples.Count(s => s.IsLight(ct) && s.Light != s.Label);
}
