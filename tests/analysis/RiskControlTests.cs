// The guarantee by simulation: many sets of samples from a population whose true loss at every CT is known.
using System.Globalization;

namespace NanoCoopNet.Analysis.Tests;

[TestClass]
public sealed class RiskControlTests
{
    private const int Levels = 17; // confidences 0, 16, … 256: the lower, the more often only INT8 is right

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(300, 0.03, 0.1)]
    [DataRow(900, 0.02, 0.1)]
    public void TheLossExceedsTheBoundNoMoreOftenThanPromised(int count, double epsilon, double delta)
    {
        const int Trials = 100;
        Random random = TestSeed.New(nameof(TheLossExceedsTheBoundNoMoreOftenThanPromised));
        int exceeded = 0,
            above = 0;
        double meanFull = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            (Outcomes outcomes, bool[] int8) = Draw(random, count);
            RiskControl found;
            try
            {
                found = RiskControl.Of(outcomes, int8, epsilon, delta, trial);
            }
            catch (AnalysisException e) when (e.Code == ExitCode.TargetUnreachable)
            {
                meanFull += 1.0 / Trials;
                continue;
            }

            meanFull += found.FullFraction / Trials;
            exceeded += TrueLoss(found.ConfidenceThreshold) > epsilon ? 1 : 0;

            // The lowest CT whose loss on the samples is within the bound promises nothing: it exceeds the bound about every
            // second time.
            int[] lost = new int[Levels]; // by level, INT8 right and BNN wrong less the other way round
            for (int i = 0; i < count; i++)
            {
                lost[outcomes.Samples[i].Confidence256 / 16] += (int8[i] ? 1 : 0) - outcomes.Samples[i].Light;
            }

            int naive = Enumerable.Range(0, Levels + 1).First(k => lost[k..].Sum() <= epsilon * count) * 16;
            above += TrueLoss(naive) > epsilon ? 1 : 0;
        }

        double slack = 3 * Math.Sqrt(delta * (1 - delta) / Trials);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"n {count}, ε {epsilon}, δ {delta}: exceeded {exceeded} of {Trials}; by the sample's own curve {above}; full "
                    + $"mode {meanFull:F3}"
            )
        );
        Assert.IsLessThanOrEqualTo((delta + slack) * Trials, exceeded);
        Assert.IsGreaterThan(delta * Trials, above, "the population tells the two apart");
        Assert.IsLessThan(0.95, meanFull, "a guarantee that always takes full mode is none");
    }

    [TestMethod]
    public void TooFewSamplesAndMissingBaselinesAreNamed()
    {
        Random random = TestSeed.New(nameof(TooFewSamplesAndMissingBaselinesAreNamed));
        (Outcomes outcomes, bool[] int8) = Draw(random, 10);
        AnalysisException few = Assert.ThrowsExactly<AnalysisException>(() => RiskControl.Of(outcomes, int8, 0.001, 0.01, 1));
        Assert.AreEqual(ExitCode.TargetUnreachable, few.Code);
        Assert.Contains("10 samples cannot show with 99 % confidence", few.Message);
        Outcomes bcNet = outcomes with { Source = outcomes.Source with { IsCoopNet = false } };
        Assert.AreEqual("badBaseline", Assert.ThrowsExactly<AnalysisException>(() => RiskControl.Int8Right(bcNet, null)).Name);
        Assert.AreEqual(
            "badBaseline",
            Assert.ThrowsExactly<AnalysisException>(() => RiskControl.Int8Right(bcNet, Draw(random, 9).Outcomes)).Name
        );
        CollectionAssert.AreEqual(int8, RiskControl.Int8Right(bcNet, outcomes).ToArray());
    }

    [TestMethod]
    public void ABetIsWonOnlyWhereTheMeanIsBelow()
    {
        Assert.IsTrue(RiskControl.IsBelow([.. Enumerable.Repeat(0, 2000)], 0.01, 0.1), "nothing is lost");
        Assert.IsTrue(RiskControl.IsBelow([.. Enumerable.Repeat(-1, 50)], 0, 0.1), "always better");
        Assert.IsFalse(RiskControl.IsBelow([.. Enumerable.Repeat(0, 20)], 0.01, 0.1), "too few to know");
        Assert.IsFalse(RiskControl.IsBelow([.. Enumerable.Repeat(1, 2000)], 0.5, 0.1));
    }

    // Class 1 is right, 0 wrong. At level k the BNN loses against INT8 with probability (1 − k/16)·0.3 and wins with 0.02.
    private static (Outcomes Outcomes, bool[] Int8) Draw(Random random, int count)
    {
        Outcome[] samples = new Outcome[count];
        for (int i = 0; i < count; i++)
        {
            int level = random.Next(Levels);
            double u = random.NextDouble();
            (int light, int int8) =
                u < Lost(level) ? (0, 1)
                : u < Lost(level) + 0.02 ? (1, 0)
                : (1, 1);
            samples[i] = new Outcome(i, 1, light, int8, int8, 16 * 256 * level); // CS in 2^-16
        }

        return (
            new Outcomes(new OutcomeSource("made", true, Records.Sha, "made", "made"), samples, null),
            [.. samples.Select(s => s.Int8 == 1)]
        );
    }

    private static double Lost(int level) => (1 - (level / 16.0)) * 0.3;

    private static double TrueLoss(int ct) =>
        Enumerable.Range(0, Levels).Where(k => 16 * k >= ct).Sum(k => (Lost(k) - 0.02) / Levels);
}
