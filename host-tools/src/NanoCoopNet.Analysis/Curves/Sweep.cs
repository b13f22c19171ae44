// Accuracy, full mode and cost at every CT from one run in which both networks saw every sample: nothing is measured again.
namespace NanoCoopNet.Analysis;

/// <summary>One CT. Fractions and accuracies are 0…1; cost fields are null where nothing was measured.</summary>
/// <param name="ConfidenceThreshold">CT byte.</param>
/// <param name="Ct">The same as a fraction, byte / 256.</param>
/// <param name="Delta">Accuracy minus the baseline's.</param>
/// <param name="FullFraction">Samples that full mode answers.</param>
/// <param name="MeanCounts">Mean cost of a sample, eq. (17).</param>
/// <param name="MeanMs">The same in milliseconds, as <see cref="CostScale.MillisecondsAre"/> says.</param>
/// <param name="FullTimeShare">Share of all time that samples in full mode take (BC-Net fig. 5).</param>
/// <param name="TimeSaved"><see cref="Speedup.TimeSaved"/>.</param>
/// <param name="SpeedupRatio"><see cref="Speedup.Ratio"/>.</param>
/// <param name="MeanMj">Mean energy, as <see cref="EnergyScale.Are"/> says.</param>
public sealed record CurvePoint(
    int ConfidenceThreshold,
    double Ct,
    double Accuracy,
    double? Delta,
    double FullFraction,
    double? MeanCounts,
    double? MeanMs,
    double? FullTimeShare,
    double? TimeSaved,
    double? SpeedupRatio,
    double? MeanMj = null
);

/// <summary>Sweeps CT.</summary>
public static class Sweep
{
    private const int Bins = 257; // ⌊256·CS⌋ is 0 … 256

    /// <summary>One point for each CT.</summary>
    /// <param name="steps">CT bytes, e.g. <see cref="ConfidenceSteps.Hundred"/>.</param>
    /// <param name="energy">Energies of the modes, where there are any.</param>
    public static IReadOnlyList<CurvePoint> Of(
        Outcomes outcomes,
        Baseline? baseline,
        IReadOnlyList<int> steps,
        EnergyScale? energy = null
    )
    {
        // Totals of the samples of each confidence, were they answered in full mode, and in light mode.
        Totals[] full = new Totals[Bins],
            light = new Totals[Bins];
        for (int i = 0; i < outcomes.Count; i++)
        {
            Outcome s = outcomes.Samples[i];
            PartCosts cost = outcomes.Costs?.PerSample[i] ?? default;
            full[s.Confidence256] += new Totals(1, s.Full == s.Label ? 1 : 0, cost.Full);
            light[s.Confidence256] += new Totals(1, s.Light == s.Label ? 1 : 0, cost.Light);
        }

        return [.. steps.Select(ct => Point(ct, Sum(full.AsSpan(..ct)), Sum(light.AsSpan(ct..)), outcomes, baseline, energy))];
    }

    private static CurvePoint Point(int ct, Totals full, Totals light, Outcomes outcomes, Baseline? baseline, EnergyScale? energy)
    {
        double n = outcomes.Count,
            counts = full.Counts + light.Counts;
        double accuracy = (full.Right + light.Right) / n;
        double? mean = outcomes.Costs is null ? null : counts / n;
        double? int8 = mean is > 0 ? baseline?.MeanCounts : null;
        return new CurvePoint(
            ct,
            ConfidenceSteps.Value(ct),
            accuracy,
            accuracy - baseline?.Accuracy,
            full.Samples / n,
            mean,
            outcomes.Costs?.Scale.Milliseconds(mean),
            mean is > 0 ? full.Counts / counts : null,
            int8 is { } a ? Speedup.TimeSaved(mean!.Value, a) : null,
            int8 is { } b ? Speedup.Ratio(mean!.Value, b) : null,
            energy?.At(full.Samples / n)
        );
    }

    private static Totals Sum(ReadOnlySpan<Totals> bins)
    {
        Totals sum = default;
        foreach (Totals bin in bins)
        {
            sum += bin;
        }

        return sum;
    }

    private readonly record struct Totals(long Samples, long Right, double Counts)
    {
        public static Totals operator +(Totals a, Totals b) => new(a.Samples + b.Samples, a.Right + b.Right, a.Counts + b.Counts);
    }
}
