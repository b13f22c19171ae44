// How sure a prediction and a CT are that come from so few samples: percentile bootstrap over the samples they stand on.
namespace NanoCoopNet.Analysis;

/// <summary>A 95 % interval of CT.</summary>
/// <param name="Low">CT byte.</param>
/// <param name="High">CT byte.</param>
/// <param name="Resamples">Bootstrap resamples drawn.</param>
/// <param name="Unreached">Resamples in which no CT met the target; they count as the end of the range on the side of more full
/// mode (accuracy) or less (budget).</param>
public sealed record ThresholdInterval(int Low, int High, int Resamples, int Unreached);

/// <summary>Ends of a 95 % interval.</summary>
public readonly record struct Band(double Low, double High);

/// <summary>The predictors of samples that were drawn again.</summary>
/// <param name="Models">One a resample.</param>
public sealed record BootstrapBand(IReadOnlyList<ThresholdModel> Models)
{
    private const double Tail = 0.025;

    /// <summary>Draws the samples again with replacement, class by class, and predicts from each draw.</summary>
    /// <param name="predict">From a counted curve to a predictor.</param>
    /// <param name="cancel">Ends the drawing.</param>
    public static BootstrapBand Of(
        Outcomes outcomes,
        Func<ThresholdModel, ThresholdModel> predict,
        SteOptions options,
        CancellationToken cancel
    )
    {
        Random random = new(options.Seed + 1);
        Outcome[][] classes = [.. outcomes.Samples.GroupBy(s => s.Label).OrderBy(g => g.Key).Select(g => g.ToArray())];
        ThresholdModel[] models = new ThresholdModel[options.Resamples];
        for (int i = 0; i < models.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            ConfidenceCounts drawn = new();
            foreach (Outcome[] own in classes)
            {
                for (int k = 0; k < own.Length; k++)
                {
                    drawn.Add(own[random.Next(own.Length)]);
                }
            }

            models[i] = predict(drawn.Curve());
        }

        return new(models);
    }

    /// <summary>Of the accuracy at a CT byte, 0…1.</summary>
    public Band Accuracy(int confidenceThreshold) => Ends(m => m.Accuracy[confidenceThreshold]);

    /// <summary>Of the fraction of full mode at a CT byte.</summary>
    public Band FullFraction(int confidenceThreshold) => Ends(m => m.FullFraction[confidenceThreshold]);

    /// <summary>Of the CT that meets a target.</summary>
    /// <param name="costs">Its costs hold for every resample.</param>
    public ThresholdInterval Threshold(Target target, ThresholdModel costs)
    {
        int last = Models[0].LastStep;
        int?[] steps =
        [
            .. Models.Select(m => ThresholdFinder.TryFind(m with { Light = costs.Light, Full = costs.Full }, target)),
        ];
        int[] found = [.. steps.Select(s => s ?? (target.MinAccuracy is null ? target.MinStep : last)).Order()];
        return new(found[Low(found.Length)], found[High(found.Length)], found.Length, steps.Count(s => s is null));
    }

    private Band Ends(Func<ThresholdModel, double> value)
    {
        double[] sorted = [.. Models.Select(value).Order()];
        return new(sorted[Low(sorted.Length)], sorted[High(sorted.Length)]);
    }

    private static int Low(int count) => (int)Math.Floor(Tail * (count - 1));

    private static int High(int count) => (int)Math.Ceiling((1 - Tail) * (count - 1));
}
