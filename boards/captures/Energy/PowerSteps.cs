// Inferences in a capture without markers: where the power steps up from idle and down again. Two clusters of the power (Lloyd's
// algorithm in one dimension) give the levels and their spread; the likeliest order of the two levels (Viterbi's algorithm) gives
// the samples at which it steps, so that single noisy samples are none; the energies beside a step place it between samples.
namespace NanoCoopNet.Captures;

/// <summary>A time in which the power was high.</summary>
public readonly record struct PowerStep(double BeginS, double EndS);

/// <summary>Finds steps.</summary>
/// <param name="Steps">In order of time.</param>
/// <param name="LowW">Mean power before the first step; where that is short, of all that is low.</param>
/// <param name="HighW">Mean power of work.</param>
public sealed record PowerSteps(IReadOnlyList<PowerStep> Steps, double LowW, double HighW)
{
    private const double LeastContrast = 0.05,
        Smoothing = 25,
        LeastLow = 0.25,
        LeastSpread = 0.02,
        SwitchCost = 8; // in units of log likelihood: what a step must explain better than noise does
    private const int Rounds = 30,
        MostBins = 1 << 22,
        LeastIdle = 100, // samples before the first step that tell the idle power
        Beside = 4; // samples beside a step that tell its levels

    /// <summary>Finds them.</summary>
    /// <param name="open">Opens the capture from its begin: it is read three times.</param>
    /// <param name="leastS">Highs that last less are none; lows within a high that last less than a quarter of it are
    /// noise.</param>
    /// <exception cref="CaptureException">cannotAlign: the power has no two levels.</exception>
    public static PowerSteps Find(Func<CaptureReader> open, PowerSource power, double leastS, CancellationToken cancel = default)
    {
        (Level low, Level high) = Levels(open, power, leastS / Smoothing, cancel);
        (List<PowerStep> whole, double periodS) = WholeSamples(open, power, low, high, cancel);
        List<PowerStep> steps = [];
        foreach (PowerStep step in whole)
        {
            if (steps.Count > 0 && step.BeginS - steps[^1].EndS < LeastLow * leastS)
            {
                steps[^1] = steps[^1] with { EndS = step.EndS };
            }
            else
            {
                steps.Add(step);
            }
        }

        steps.RemoveAll(s => s.EndS - s.BeginS < leastS - periodS);
        (IReadOnlyList<PowerStep> placed, double? idleW) = BetweenSamples(open, power, steps, periodS, cancel);
        return new PowerSteps(placed, idleW ?? low.MeanW, high.MeanW);
    }

    private readonly record struct Level(double MeanW, double SpreadW)
    {
        /// <summary>Minus the log likelihood of a sample, but for a constant.</summary>
        public double Cost(double w) => (Math.Pow((w - MeanW) / SpreadW, 2) / 2) + Math.Log(SpreadW);
    }

    /// <summary>Times at which the likeliest order of levels changes, the newest first.</summary>
    private sealed record Change(double TimeS, Change? Before);

    /// <summary>Steps at the begins of samples.</summary>
    private static (List<PowerStep> Steps, double PeriodS) WholeSamples(
        Func<CaptureReader> open,
        PowerSource power,
        Level low,
        Level high,
        CancellationToken cancel
    )
    {
        double costLow = 0,
            costHigh = SwitchCost,
            periodS = 0;
        Change? toLow = null,
            toHigh = null;
        using CaptureReader reader = open();
        CaptureTrace trace = CaptureScan.Run(
            reader,
            power,
            [],
            each: (block, watts) =>
            {
                periodS = block.PeriodS;
                for (int i = 0; i < block.Count; i++)
                {
                    if (double.IsNaN(watts[i]))
                    {
                        continue;
                    }

                    double time = block.BeginS + (i * block.PeriodS),
                        wasLow = costLow;
                    Change? wasToLow = toLow;
                    if (costHigh + SwitchCost < costLow)
                    {
                        (costLow, toLow) = (costHigh + SwitchCost, new Change(time, toHigh));
                    }

                    if (wasLow + SwitchCost < costHigh)
                    {
                        (costHigh, toHigh) = (wasLow + SwitchCost, new Change(time, wasToLow));
                    }

                    costLow += low.Cost(watts[i]);
                    costHigh += high.Cost(watts[i]);
                }
            },
            cancel: cancel
        );
        List<double> changes = costLow <= costHigh ? [] : [trace.EndS];
        for (Change? at = costLow <= costHigh ? toLow : toHigh; at is not null; at = at.Before)
        {
            changes.Add(at.TimeS);
        }

        changes.Reverse();
        return ([.. changes.Chunk(2).Where(c => c.Length == 2).Select(c => new PowerStep(c[0], c[1]))], periodS);
    }

    /// <summary>
    /// A step lies where the energy of the two samples about it says, of which one is cut: the low level before it, the high one
    /// after it.
    /// </summary>
    /// <returns>The steps, and the mean power before the first one where that is long enough.</returns>
    private static (IReadOnlyList<PowerStep> Steps, double? IdleW) BetweenSamples(
        Func<CaptureReader> open,
        PowerSource power,
        List<PowerStep> steps,
        double periodS,
        CancellationToken cancel
    )
    {
        double[] edges = [.. steps.SelectMany(s => new[] { s.BeginS, s.EndS })];
        double[][] asked = [.. edges.Select((t, i) => Around(t, i))];
        double[] times = [.. asked.SelectMany(a => a).Distinct().Order()];
        using CaptureReader reader = open();
        CaptureTrace trace = CaptureScan.Run(reader, power, [], times, cancel: cancel);
        Dictionary<double, double> energies = times.Zip(trace.Marks).ToDictionary(p => p.First, p => p.Second.EnergyJ);
        double[] placed = [.. edges.Select((t, i) => Place(t, asked[i], rises: i % 2 == 0))];
        double idleS = asked.Length > 0 ? asked[0][1] - trace.BeginS : 0;
        return (
            [.. steps.Select((_, i) => new PowerStep(placed[2 * i], placed[(2 * i) + 1]))],
            idleS > LeastIdle * periodS ? energies[asked[0][1]] / idleS : null
        );

        // Far before, just before, just after, far after; not beyond the middle to the neighbours.
        double[] Around(double t, int i)
        {
            double from = i > 0 ? (edges[i - 1] + t) / 2 : 0,
                to = i < edges.Length - 1 ? (t + edges[i + 1]) / 2 : t + ((Beside + 1) * periodS);
            return
            [
                Math.Max(t - ((Beside + 1) * periodS), from),
                Math.Max(t - periodS, from),
                Math.Min(t + periodS, to),
                Math.Min(t + ((Beside + 1) * periodS), to),
            ];
        }

        double Place(double t, double[] a, bool rises)
        {
            double before = (energies[a[1]] - energies[a[0]]) / (a[1] - a[0]),
                after = (energies[a[3]] - energies[a[2]]) / (a[3] - a[2]),
                about = energies[a[2]] - energies[a[1]];
            double place = a[1] + (((after * (a[2] - a[1])) - about) / (after - before));
            bool isSound = a[1] > a[0] && a[3] > a[2] && (rises ? after > before : before > after);
            return isSound ? Math.Clamp(place, a[1], a[2]) : t;
        }
    }

    private static (Level Low, Level High) Levels(
        Func<CaptureReader> open,
        PowerSource power,
        double leastS,
        CancellationToken cancel
    )
    {
        List<float> means = [];
        using CaptureReader reader = open();
        int bin = Math.Max(1, (int)(reader.Info.RateHz * leastS / 4)),
            n = 0;
        double sum = 0;
        CaptureScan.Run(
            reader,
            power,
            [],
            each: (block, watts) =>
            {
                for (int i = 0; i < block.Count; i++)
                {
                    sum += double.IsNaN(watts[i]) ? 0 : watts[i];
                    if (++n == bin)
                    {
                        means.Add((float)(sum / n));
                        (sum, n) = (0, 0);
                    }
                }

                if (means.Count > MostBins)
                {
                    throw new CaptureException(
                        "cannotAlign",
                        "the capture is too long to be aligned without markers",
                        "capture less before and after the run"
                    );
                }
            },
            cancel: cancel
        );
        if (means.Count < 2)
        {
            throw new CaptureException(
                "cannotAlign",
                "the capture holds too few samples to be aligned without markers",
                "sample faster, or capture the markers"
            );
        }

        double low = means.Min(),
            high = means.Max();
        for (int round = 0; round < Rounds; round++)
        {
            double middle = (low + high) / 2;
            low = means.Where(m => m < middle).DefaultIfEmpty((float)low).Average(m => (double)m);
            high = means.Where(m => m >= middle).DefaultIfEmpty((float)high).Average(m => (double)m);
        }

        return high - low > LeastContrast * high
            ? (LevelOf(m => m < (low + high) / 2, low), LevelOf(m => m >= (low + high) / 2, high))
            : throw new CaptureException(
                "cannotAlign",
                FormattableString.Invariant(
                    $"the power has no two clear levels for idle and work ({1e3 * low:0.#} and {1e3 * high:0.#} mW)"
                ),
                "capture the markers with it"
            );

        Level LevelOf(Func<float, bool> isOf, double mean) =>
            new(
                mean,
                Math.Max(
                    Math.Sqrt(means.Where(isOf).Select(m => Math.Pow(m - mean, 2)).DefaultIfEmpty(0).Average() * bin),
                    LeastSpread * (high - low)
                )
            );
    }
}
