// Inferences in a capture without markers: where the power steps up from idle and down again. Two means of the power (Lloyd's
// algorithm in one dimension) give the levels; the threshold lies between them, with hysteresis against noise.
namespace NanoCoopNet.Captures;

/// <summary>A time in which the power was high.</summary>
/// <param name="BeginS">Crossing of the threshold, between two samples.</param>
public readonly record struct PowerStep(double BeginS, double EndS);

/// <summary>Finds steps.</summary>
/// <param name="Steps">In order of time.</param>
/// <param name="LowW">Mean power below the threshold.</param>
/// <param name="HighW">Mean power above it.</param>
public sealed record PowerSteps(IReadOnlyList<PowerStep> Steps, double LowW, double HighW)
{
    private const double Hysteresis = 0.15,
        LeastContrast = 0.05,
        Smoothing = 25,
        LeastLow = 0.25;
    private const int Rounds = 30,
        MostBins = 1 << 22;

    /// <summary>Finds them.</summary>
    /// <param name="open">Opens the capture from its begin: it is read twice.</param>
    /// <param name="leastS">Highs that last less are none; lows within a high that last less than a quarter of it are
    /// noise.</param>
    /// <exception cref="CaptureException">cannotAlign: the power has no two levels.</exception>
    public static PowerSteps Find(Func<CaptureReader> open, PowerSource power, double leastS, CancellationToken cancel = default)
    {
        (double low, double high) = Levels(open, power, leastS / Smoothing, cancel);
        double middle = (low + high) / 2,
            band = Hysteresis * (high - low);
        List<PowerStep> steps = [];
        double? begin = null;
        double crossing = 0,
            before = 0,
            beforeS = 0,
            mean = 0;
        bool up = false;
        using CaptureReader reader = open();
        double lagS = 0;
        CaptureScan.Run(
            reader,
            power,
            [],
            each: (block, watts) =>
            {
                // A first-order low pass of a small part of the shortest phase, at least of a third of a sample, so that few
                // noisy samples cross the threshold. It reaches the middle of a step ln 2 time constants late.
                double constantS = Math.Max(leastS / Smoothing, block.PeriodS / 3),
                    alpha = 1 - Math.Exp(-block.PeriodS / constantS);
                lagS = constantS > block.PeriodS ? constantS * Math.Log(2) : 0;
                for (int i = 0; i < block.Count; i++)
                {
                    double w = double.IsNaN(watts[i]) ? mean : watts[i],
                        t = block.BeginS + ((i + 0.5) * block.PeriodS);
                    mean += alpha * (w - mean);
                    if ((before < middle) != (mean < middle))
                    {
                        crossing = beforeS + ((t - beforeS) * (middle - before) / (mean - before));
                    }

                    if (!up && mean > middle + band)
                    {
                        (up, begin) = (true, crossing);
                    }
                    else if (up && mean < middle - band)
                    {
                        up = false;
                        PowerStep step = new(begin!.Value - lagS, crossing - lagS);
                        if (steps.Count > 0 && step.BeginS - steps[^1].EndS < LeastLow * leastS)
                        {
                            steps[^1] = steps[^1] with { EndS = step.EndS };
                        }
                        else
                        {
                            steps.Add(step);
                        }
                    }

                    (before, beforeS) = (mean, t);
                }
            },
            cancel: cancel
        );
        return new PowerSteps([.. steps.Where(s => s.EndS - s.BeginS >= leastS)], low, high);
    }

    private static (double Low, double High) Levels(
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
            ? (low, high)
            : throw new CaptureException(
                "cannotAlign",
                FormattableString.Invariant(
                    $"the power has no two levels to tell idle from work ({1e3 * low:0.#} and {1e3 * high:0.#} mW)"
                ),
                "capture the markers with it"
            );
    }
}
