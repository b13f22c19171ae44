// A predictor of STE and what follows from it: accuracy, full mode and mean cost at any CT, without running anything.
namespace NanoCoopNet.Analysis;

/// <summary>Predicts from CT.</summary>
/// <param name="Accuracy">At each CT byte from 0, 0…1.</param>
/// <param name="FullFraction">Fraction of full mode at each, 0…1.</param>
/// <param name="Light">Mean L_LM of the samples it stands on in counts; null without costs.</param>
/// <param name="Full">Mean L_FM.</param>
public sealed record ThresholdModel(
    IReadOnlyList<double> Accuracy,
    IReadOnlyList<double> FullFraction,
    double? Light = null,
    double? Full = null
)
{
    /// <summary>Highest CT byte predicted for.</summary>
    public int LastStep => Accuracy.Count - 1;

    /// <summary>Predicted mean cost in counts: L_LM + N_FM·(L_FM − L_LM), eq. (17).</summary>
    public double? CountsAt(int confidenceThreshold) => Light + (FullFraction[confidenceThreshold] * (Full - Light));

    /// <summary>The curve that samples have, as counted, at all CT.</summary>
    public static ThresholdModel Counted(Outcomes outcomes)
    {
        ConfidenceCounts counts = new();
        foreach (Outcome sample in outcomes.Samples)
        {
            counts.Add(sample);
        }

        return counts.Curve() with
        {
            Light = outcomes.Costs?.Mean.Light,
            Full = outcomes.Costs?.Mean.Full,
        };
    }

    /// <summary>The predictor of <see cref="SteMethod.Record"/>: a counted curve with its accuracy smoothed.</summary>
    public ThresholdModel Smoothed() => this with { Accuracy = UnimodalFit.Of(Accuracy) };
}
