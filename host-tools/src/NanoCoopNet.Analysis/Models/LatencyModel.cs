// The papers' latency model (CoopNet eq. 5-6, BC-Net eq. 7-8, NUMERICS.md eq. 17) against what was measured: constants from some
// samples, batches of the others.
namespace NanoCoopNet.Analysis;

/// <summary>How well the model predicts. Counts are those of the record.</summary>
/// <param name="CharacterisedOn">Samples whose mean parts are the model's constants.</param>
/// <param name="CheckedOn">The other samples: the batch whose sum is predicted at every CT.</param>
/// <param name="Constants">L_BNN, L_CS, L_INT8, L_glue.</param>
/// <param name="LargestRelativeError">Over the hundred CT values, of the batch's sum; 0.01 is one per cent.</param>
/// <param name="LargestSampleError">Of one sample's light or full latency, relative.</param>
/// <param name="ConfidenceThreshold">CT byte of the largest error of the batch.</param>
/// <param name="PredictedCounts">The batch there, predicted.</param>
/// <param name="MeasuredCounts">The batch there, measured.</param>
public sealed record LatencyCheck(
    int CharacterisedOn,
    int CheckedOn,
    PartCosts Constants,
    double LargestRelativeError,
    double LargestSampleError,
    int ConfidenceThreshold,
    double PredictedCounts,
    double MeasuredCounts
);

/// <summary>Checks the latency model.</summary>
public static class LatencyModel
{
    /// <summary>Fewest measured samples for a tenth to characterise by.</summary>
    public const int FewestSamples = 20;

    /// <summary>
    /// Characterises on the first tenth and predicts the rest; null where costs are not measured for every sample, or for fewer
    /// than <see cref="FewestSamples"/>.
    /// </summary>
    public static LatencyCheck? Check(Outcomes outcomes)
    {
        if (outcomes.Costs is not { } costs || costs.MeasuredOn != outcomes.Count || outcomes.Count < FewestSamples)
        {
            return null;
        }

        int first = outcomes.Count / 10;
        PartCosts l = (costs with { PerSample = [.. costs.PerSample.Take(first)] }).Mean;
        Costs others = costs with { PerSample = [.. costs.PerSample.Skip(first)], MeasuredOn = outcomes.Count - first };
        Outcomes rest = outcomes with { Samples = [.. outcomes.Samples.Skip(first)], Costs = others };
        (double Error, int Step, double Predicted, double Measured) worst = (-1, 0, 0, 0);
        foreach (CurvePoint p in Sweep.Of(rest, null, ConfidenceSteps.Hundred))
        {
            double predicted = rest.Count * (l.Light + (p.FullFraction * (l.Full - l.Light))),
                measured = rest.Count * p.MeanCounts!.Value;
            double error = Relative(predicted, measured);
            worst = error > worst.Error ? (error, p.ConfidenceThreshold, predicted, measured) : worst;
        }

        double sample = others.PerSample.Max(c => Math.Max(Relative(l.Light, c.Light), Relative(l.Full, c.Full)));
        return new LatencyCheck(first, rest.Count, l, worst.Error, sample, worst.Step, worst.Predicted, worst.Measured);
    }

    private static double Relative(double predicted, double measured) =>
        measured == 0 ? 0 : Math.Abs(predicted - measured) / measured;
}
