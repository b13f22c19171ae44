// How sure a CT is that was found from so few samples: percentile bootstrap over the calibration samples.
namespace NanoCoopNet.Analysis;

/// <summary>A 95 % interval of CT.</summary>
/// <param name="Low">CT byte.</param>
/// <param name="High">CT byte.</param>
/// <param name="Resamples">Bootstrap resamples drawn.</param>
/// <param name="Unreached">Resamples in which no CT met the target; they count as the end of the range on the side of more full
/// mode (accuracy) or less (budget).</param>
public sealed record ThresholdInterval(int Low, int High, int Resamples, int Unreached);

/// <summary>Bootstraps.</summary>
public static class BootstrapInterval
{
    private const double Tail = 0.025;

    /// <summary>Draws the calibration samples again with replacement, class by class, refits both polynomials (degrees kept) and
    /// finds CT.</summary>
    public static ThresholdInterval Of(SteResult ste, Target target, SteOptions options)
    {
        Random random = new(options.Seed + 1);
        Outcome[][] classes = [.. ste.Calibration.Samples.GroupBy(s => s.Label).OrderBy(g => g.Key).Select(g => g.ToArray())];
        int[] found = new int[options.Resamples];
        int unreached = 0;
        for (int i = 0; i < found.Length; i++)
        {
            Outcome[] drawn = [.. classes.SelectMany(c => random.GetItems(c, c.Length))];
            ThresholdModel model = ThresholdEstimator.Refit(
                ste,
                Sweep.Of(ste.Calibration with { Samples = drawn, Costs = null }, null, ConfidenceSteps.All)
            );
            int? step = ThresholdFinder.TryFind(model, target);
            unreached += step is null ? 1 : 0;
            found[i] = step ?? (target.MinAccuracy is null ? target.MinStep : ThresholdModel.LastStep);
        }

        Array.Sort(found);
        int low = (int)Math.Floor(Tail * (found.Length - 1)),
            high = (int)Math.Ceiling((1 - Tail) * (found.Length - 1));
        return new ThresholdInterval(found[low], found[high], found.Length, unreached);
    }
}
