// A threshold with a guarantee: how much accuracy it may cost against the INT8 network, and how sure that is, whatever the
// samples' distribution.
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>
/// The lowest CT for which P(accuracy lost against INT8 &gt; ε) ≤ δ. A sample's loss is +1 where INT8 is right and auto mode
/// wrong, −1 the other way round, else 0. Thresholds are tested from the highest down (fixed sequence testing: the first that
/// cannot be accepted ends it, so all tests together err with at most δ; Angelopoulos et al., "Learn then test", arXiv
/// 2110.01052; for early exits Jazbec et al., "Fast yet safe", arXiv 2405.20915). Each test bets against a mean loss of ε or more
/// (Waudby-Smith, Ramdas, "Estimating means of bounded random variables by betting", 2024): exact at any number of samples.
/// </summary>
/// <param name="Epsilon">Accuracy that may be lost, 0…1.</param>
/// <param name="Delta">Probability with which more may be lost, 0…1.</param>
/// <param name="ConfidenceThreshold">The CT byte.</param>
/// <param name="Loss">What is lost at that CT on these samples; negative where auto mode is better.</param>
/// <param name="FullFraction">Full mode there.</param>
/// <param name="Samples">How many there were.</param>
public sealed record RiskControl(
    double Epsilon,
    double Delta,
    int ConfidenceThreshold,
    double Loss,
    double FullFraction,
    int Samples
)
{
    private const double LargestBet = 0.75; // of what could lose everything

    /// <summary>Finds the threshold.</summary>
    /// <param name="int8Right">Whether the INT8 network is right, one for each sample of <paramref name="outcomes"/>.</param>
    /// <param name="seed">Of the order in which samples are bet on.</param>
    /// <exception cref="AnalysisException">targetUnreachable: not even the highest CT can be accepted with so few
    /// samples.</exception>
    public static RiskControl Of(Outcomes outcomes, IReadOnlyList<bool> int8Right, double epsilon, double delta, int seed)
    {
        int[] order = [.. Enumerable.Range(0, outcomes.Count)];
        new Random(seed).Shuffle(order);
        int? accepted = null;
        foreach (int ct in ConfidenceSteps.All.Reverse())
        {
            if (!IsBelow([.. order.Select(i => LossOf(outcomes.Samples[i], int8Right[i], ct))], epsilon, delta))
            {
                break;
            }

            accepted = ct;
        }

        int at = accepted ?? throw Unreachable(outcomes, int8Right, epsilon, delta);
        return new(
            epsilon,
            delta,
            at,
            MeanLoss(outcomes, int8Right, at),
            outcomes.Samples.Count(s => !s.IsLight(at)) / (double)outcomes.Count,
            outcomes.Count
        );
    }

    /// <summary>Whether the INT8 network is right, sample by sample.</summary>
    /// <param name="baseline">Outcomes of the CoopNet whose INT8 network is meant, on the same samples; null: the outcomes'
    /// own.</param>
    /// <exception cref="AnalysisException">badBaseline: a BC-Net without one, or other samples.</exception>
    public static IReadOnlyList<bool> Int8Right(Outcomes outcomes, Outcomes? baseline)
    {
        Outcomes from = baseline ?? outcomes;
        bool fits =
            from.Source.IsCoopNet
            && from.Count == outcomes.Count
            && from.Samples.Zip(outcomes.Samples).All(p => (p.First.Index, p.First.Label) == (p.Second.Index, p.Second.Label));
        return fits
            ? [.. from.Samples.Select(s => s.Int8 == s.Label)]
            : throw new AnalysisException(
                "badBaseline",
                baseline is null
                    ? $"{outcomes.Source.Model} is a BC-Net: it has no INT8 network of its own to compare with"
                    : $"{baseline.Source.Model} is not a CoopNet of the same samples",
                "give --baseline with a record of the CoopNet of the same task, on the same samples"
            );
    }

    /// <summary>Whether the mean of losses in −1…1 is below ε, with a probability of at most δ of saying so where it is
    /// not.</summary>
    public static bool IsBelow(IReadOnlyList<int> losses, double epsilon, double delta)
    {
        double mean = (1 + epsilon) / 2,
            wanted = Math.Log(1 / delta),
            capital = 0,
            sum = 0.5,
            squares = 0.25,
            best = 0;
        for (int i = 0; i < losses.Count; i++)
        {
            double x = (1 + losses[i]) / 2.0,
                variance = squares / (i + 1);
            double bet = Math.Min(LargestBet / (1 - mean), Math.Sqrt(2 * wanted / (losses.Count * variance)));
            capital += Math.Log(1 + (bet * (mean - x)));
            best = Math.Max(best, capital);
            sum += x;
            double estimate = sum / (i + 2);
            squares += (x - estimate) * (x - estimate);
        }

        return best >= wanted;
    }

    private static int LossOf(Outcome s, bool int8Right, int ct) => (int8Right ? 1 : 0) - (s.IsRight(ct) ? 1 : 0);

    private static double MeanLoss(Outcomes outcomes, IReadOnlyList<bool> int8Right, int ct) =>
        outcomes.Samples.Select((s, i) => LossOf(s, int8Right[i], ct)).Sum() / (double)outcomes.Count;

    private static AnalysisException Unreachable(Outcomes outcomes, IReadOnlyList<bool> int8Right, double epsilon, double delta)
    {
        int highest = ConfidenceSteps.All[^1];
        string Text(double v) => (100 * v).ToString("0.##", CultureInfo.InvariantCulture);
        return new AnalysisException(
            ExitCode.TargetUnreachable,
            null,
            $"{outcomes.Count} samples cannot show with {Text(1 - delta)} % confidence that any CT loses at most "
                + $"{Text(epsilon)} points: at CT "
                + $"{ConfidenceSteps.Value(highest).ToString("0.000", CultureInfo.InvariantCulture)} they lose "
                + $"{Text(MeanLoss(outcomes, int8Right, highest))}",
            "allow a larger --risk or a lower --confidence, or give more samples"
        );
    }
}
