// The papers' predictors: two polynomials over CT (BC-Net IV-C).
namespace NanoCoopNet.Analysis;

/// <summary>Both polynomials.</summary>
/// <param name="AccuracyPoints">Accuracy in points (0…100).</param>
/// <param name="FullFraction">Fraction of full mode, 0…1.</param>
/// <param name="TrainingSteps">The ten CT bytes fitted to.</param>
public sealed record PolynomialFit(Regressor AccuracyPoints, Regressor FullFraction, IReadOnlyList<int> TrainingSteps)
{
    private const int StepsPerDraw = 10; // one of each ten consecutive CT values is fitted to: a tenth, spread over the range

    /// <summary>Draws the ten CT values and fits, judged by the other ninety.</summary>
    /// <param name="curve">Of the calibration samples.</param>
    public static PolynomialFit Of(ThresholdModel curve, Random random, SteOptions options)
    {
        int[] training = [.. ConfidenceSteps.Hundred.Chunk(StepsPerDraw).Select(chunk => chunk[random.Next(chunk.Length)])];
        if (options.ByConfidence)
        {
            (training[0], training[^1]) = (ConfidenceSteps.Hundred[0], ConfidenceSteps.Hundred[^1]);
        }

        int[] others = [.. ConfidenceSteps.Hundred.Except(training)];
        return new(
            Regressor.Of(Points(curve, training), Points(curve, others), options.EpsilonAccuracy),
            Regressor.Of(Fractions(curve, training), Fractions(curve, others), options.EpsilonFrequency),
            training
        );
    }

    /// <summary>The same degrees and CT values fitted to another curve.</summary>
    public PolynomialFit Again(ThresholdModel curve) =>
        this with
        {
            AccuracyPoints = AccuracyPoints.Again(Points(curve, TrainingSteps)),
            FullFraction = FullFraction.Again(Fractions(curve, TrainingSteps)),
        };

    /// <summary>What they predict, from CT 0 to the last of the hundred values (0.99) that they were fitted on.</summary>
    /// <param name="curve">Lends its costs.</param>
    public ThresholdModel Model(ThresholdModel curve)
    {
        IEnumerable<double> steps = Enumerable.Range(0, ConfidenceSteps.Hundred[^1] + 1).Select(ConfidenceSteps.Value);
        return curve with
        {
            Accuracy = [.. steps.Select(ct => Math.Clamp(AccuracyPoints.At(ct) / 100, 0, 1))],
            FullFraction = [.. steps.Select(ct => Math.Clamp(FullFraction.At(ct), 0, 1))],
        };
    }

    private static (double, double)[] Points(ThresholdModel curve, IEnumerable<int> steps) =>
        [.. steps.Select(s => (ConfidenceSteps.Value(s), 100 * curve.Accuracy[s]))];

    private static (double, double)[] Fractions(ThresholdModel curve, IEnumerable<int> steps) =>
        [.. steps.Select(s => (ConfidenceSteps.Value(s), curve.FullFraction[s]))];
}
