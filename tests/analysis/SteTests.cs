// STE on curves whose polynomials are known, its splits, its inverse, and targets that cannot be reached.
using NanoCoopNet.Link;
using NanoCoopNet.Tests;

namespace NanoCoopNet.Analysis.Tests;

[TestClass]
public sealed class SteTests
{
    private const int Classes = 4;

    [TestMethod]
    public void TheSplitIsATenthOfEveryClass()
    {
        Random random = TestSeed.New(nameof(TheSplitIsATenthOfEveryClass));
        Outcome[] samples =
        [
            .. Enumerable
                .Range(0, 1000)
                .Select(i => new Outcome(
                    i,
                    i < 600 ? 0
                        : i < 900 ? 1
                        : 2,
                    0,
                    0,
                    0,
                    0
                )),
        ];
        (Outcomes tenth, Outcomes others) = StratifiedSplit.Of(Of(samples), random);
        CollectionAssert.AreEqual(
            new[] { 60, 30, 10 },
            tenth.Samples.CountBy(s => s.Label).OrderBy(p => p.Key).Select(p => p.Value).ToArray()
        );
        CollectionAssert.AreEquivalent(
            samples,
            tenth.Samples.Concat(others.Samples).ToArray(),
            "no sample is lost and none is in both"
        );
    }

    /// <summary>Every run of ten neighbours in confidence gives one sample, so the fraction of full mode errs by less than one
    /// sample a class at any CT.</summary>
    [TestMethod]
    public void CalibrationSpreadOverTheConfidencesHasTheirDistribution()
    {
        Random random = TestSeed.New(nameof(CalibrationSpreadOverTheConfidencesHasTheirDistribution));
        Outcome[] samples =
        [
            .. Enumerable
                .Range(0, 2000)
                .Select(i => new Outcome(
                    i,
                    i % Classes,
                    0,
                    0,
                    0,
                    (int)(257 * Math.Pow(random.NextDouble(), 1 + (i % Classes))) << 8
                )),
        ];
        (Outcomes drawn, Outcomes others) = StratifiedSplit.Of(Of(samples), random, 0.1, byConfidence: true);
        CollectionAssert.AreEqual(
            new[] { 50, 50, 50, 50 },
            drawn.Samples.CountBy(s => s.Label).OrderBy(p => p.Key).Select(p => p.Value).ToArray()
        );
        CollectionAssert.AreEquivalent(
            samples,
            drawn.Samples.Concat(others.Samples).ToArray(),
            "no sample is lost and none is in both"
        );
        foreach (int ct in ConfidenceSteps.All)
        {
            double Full(IReadOnlyList<Outcome> of) => of.Count(s => !s.IsLight(ct)) / (double)of.Count;
            Assert.AreEqual(Full(samples), Full(drawn.Samples), (double)Classes / drawn.Count + 1e-9, $"CT {ct}");
        }

        (Outcomes half, _) = StratifiedSplit.Of(Of(samples), random, 0.5);
        Assert.HasCount(1000, half.Samples);
    }

    [TestMethod]
    public void TooFewOfAClassIsSaid()
    {
        Outcomes few = Of([.. Enumerable.Range(0, 109).Select(i => new Outcome(i, i % 100 == 0 ? 1 : 0, 0, 0, 0, 0))]);
        AnalysisException e = Assert.ThrowsExactly<AnalysisException>(() => ThresholdEstimator.Run(few, new SteOptions()));
        Assert.AreEqual("tooFewSamples", e.Name);
        StringAssert.Contains(e.Message, "class 1 has 2 samples");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void TheDegreeIsTheOneThatIsNeeded(int degree)
    {
        Random random = TestSeed.New(nameof(TheDegreeIsTheOneThatIsNeeded));
        double[] wanted =
        [
            .. Enumerable.Range(0, degree + 1).Select(i => (random.Next(2) == 0 ? -1 : 1) * (1 + (10 * random.NextDouble()))),
        ];
        wanted[^1] = 100 * Math.Sign(wanted[^1]);
        double Y(double x) => wanted.Select((c, i) => c * Math.Pow(x, i)).Sum();
        (double, double)[] all =
        [
            .. ConfidenceSteps.Hundred.Select(s => (ConfidenceSteps.Value(s), Y(ConfidenceSteps.Value(s)))),
        ];
        Regressor r = Regressor.Of([.. all.Where((_, i) => i % 10 == 4)], [.. all.Where((_, i) => i % 10 != 4)], 1e-9);
        Assert.IsTrue(r.ReachedEpsilon);
        Assert.AreEqual(degree, r.Degree);
        for (int i = 0; i <= degree; i++)
        {
            Assert.AreEqual(wanted[i], r.Coefficients[i], 1e-5, $"coefficient {i}");
        }
    }

    [TestMethod]
    public void WhereNoDegreeSufficesTheBestIsTaken()
    {
        (double, double)[] steps = [.. ConfidenceSteps.Hundred.Select(s => (ConfidenceSteps.Value(s), s < 100 ? 0.0 : 1.0))];
        Regressor r = Regressor.Of([.. steps.Where((_, i) => i % 10 == 4)], [.. steps.Where((_, i) => i % 10 != 4)], 1e-6);
        Assert.IsFalse(r.ReachedEpsilon);
        Assert.IsGreaterThan(1e-6, r.RegressionMse);
        Assert.IsLessThanOrEqualTo(Regressor.MaxDegree, r.Degree);
    }

    [TestMethod]
    public void AUniformConfidenceGivesALineAndTheTargetsFollow()
    {
        // Confidence uniform over 0 … 255, BNN right on 3 of 4, full mode always: N_FM(CT) = CT, accuracy = 75 + 25·CT points,
        // cost = 101 + 300·CT.
        Outcomes outcomes = Uniform(100_000);
        SteOptions options = new(Seed: 7, Resamples: 50);
        SteResult ste = ThresholdEstimator.Run(outcomes, options);
        Assert.IsTrue(ste.Model.AccuracyPoints.ReachedEpsilon && ste.Model.FullFraction.ReachedEpsilon);
        Assert.IsLessThan(1.5, ste.AccuracyError.MaxError, "points; the calibration part is a sample of 10,000");
        Assert.IsLessThan(0.03, ste.FullFractionError.MaxError);
        Assert.IsNotNull(ste.DeltaError);

        void Near(double ct, Target target) =>
            Assert.AreEqual(ct, ConfidenceSteps.Value(ThresholdFinder.TryFind(ste.Model, target)!.Value), 0.06, $"{target}");
        Near(0.6, new Target(MinAccuracy: 0.90));
        Near(0.3, new Target(MaxFullFraction: 0.3));
        Near(0.5, new Target(MaxCounts: 251));
        Near(0.6, new Target(MinAccuracy: 0.90, MaxCounts: 320));
        Near(0.8, new Target(MinAccuracy: 0.90, MinStep: 205));

        Target target = new(MinAccuracy: 0.90);
        ThresholdInterval interval = BootstrapInterval.Of(ste, target, options);
        int found = ThresholdFinder.TryFind(ste.Model, target)!.Value;
        Assert.IsTrue(interval.Low <= found && found <= interval.High, $"{interval} around {found}");
        Assert.AreEqual(0, interval.Unreached);
        Assert.AreEqual(interval, BootstrapInterval.Of(ste, target, options), "the seed decides");
    }

    [TestMethod]
    public void AnUnreachableTargetNamesTheNearest()
    {
        Outcomes record = Uniform(20_000);
        SteResult ste = ThresholdEstimator.Run(record, new SteOptions());
        void Refused(Target target, string part)
        {
            AnalysisException e = Assert.ThrowsExactly<AnalysisException>(() => ThresholdDecision.Of(ste, target, record));
            Assert.AreEqual(ExitCode.TargetUnreachable, e.Code);
            StringAssert.Contains(e.Message, part);
        }

        Refused(new Target(MinAccuracy: 1.01), "the nearest is 0.9");
        Refused(new Target(MinAccuracy: 0.95, MaxFullFraction: 0.2), "within the budget: the nearest is 0.8");
        Refused(new Target(MaxCounts: 50), "no CT is within the budget: the cheapest, CT 0.0");
        Refused(new Target(MaxFullFraction: 0.5, MinStep: 255), "no CT is within the budget");
    }

    /// <summary>Half of the confidences are 0 and the BNN is wrong on most of those: a step that no polynomial of degree 5
    /// follows.</summary>
    [TestMethod]
    public void TheRecordDecidesWhereThePolynomialsMiss()
    {
        Random random = TestSeed.New(nameof(TheRecordDecidesWhereThePolynomialsMiss));
        foreach (double wanted in new[] { 0.7, 0.8, 0.9, 0.95 })
        {
            Outcomes record = Of([
                .. Enumerable
                    .Range(0, 2000)
                    .Select(i =>
                    {
                        bool hard = random.Next(2) == 0;
                        int label = i % Classes,
                            wrong = (label + 1) % Classes,
                            full = random.Next(100) < 3 ? wrong : label;
                        return new Outcome(
                            i,
                            label,
                            random.Next(100) < (hard ? 70 : 3) ? wrong : label,
                            full,
                            full,
                            hard ? 0 : random.Next(150, 257) << 8
                        );
                    }),
            ]);
            SteResult ste = ThresholdEstimator.Run(record, new SteOptions(random.Next()));
            Target target = new(MinAccuracy: wanted);
            bool recordReaches = Sweep.Of(record, null, ConfidenceSteps.All).Any(p => p.Accuracy >= wanted);
            try
            {
                ThresholdDecision decision = ThresholdDecision.Of(ste, target, record);
                double seen = Sweep.Of(ste.Validation, null, [decision.ConfidenceThreshold])[0].Accuracy;
                Assert.IsTrue(seen >= wanted || decision.Warning is not null, $"{wanted} wanted, {seen} seen, no warning");
            }
            catch (AnalysisException)
            {
                Assert.IsFalse(recordReaches, $"{wanted} is called unreachable, but the record reaches it");
            }
        }
    }

    [TestMethod]
    public void TheBoundOnLightErrorsIsTheLowestThatCounts()
    {
        Random random = TestSeed.New(nameof(TheBoundOnLightErrorsIsTheLowestThatCounts));
        Outcomes outcomes = Of([
            .. Enumerable
                .Range(0, 2000)
                .Select(i => new Outcome(i, 0, random.Next(257) > random.Next(300) ? 0 : 1, 0, 0, random.Next(257) << 8)),
        ]);
        (Outcomes calibration, Outcomes validation) = StratifiedSplit.Of(outcomes, random);
        LightErrorBound bound = LightErrorBound.Of(calibration, validation, 0.2);
        bool Holds(int ct) =>
            (calibration.Samples.Count(s => s.Confidence256 >= ct && s.Light != s.Label) + 1) / (calibration.Count + 1.0) <= 0.2;
        Assert.IsTrue(Holds(bound.ConfidenceThreshold));
        Assert.IsTrue(bound.ConfidenceThreshold == 0 || !Holds(bound.ConfidenceThreshold - 1));
        Assert.AreEqual(
            ExitCode.TargetUnreachable,
            Assert.ThrowsExactly<AnalysisException>(() => LightErrorBound.Of(calibration, validation, 0.001)).Code
        );
    }

    private static Outcomes Uniform(int count)
    {
        Outcome[] samples =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    int label = i % Classes;
                    return new Outcome(
                        i,
                        label,
                        i / Classes % 4 == 0 ? (label + 1) % Classes : label,
                        label,
                        label,
                        i / (4 * Classes) % 256 << 8
                    );
                }),
        ];
        PartCosts[] costs = [.. samples.Select(_ => new PartCosts(100, 1, 300, 0))];
        return Of(samples) with { Costs = new Costs(new CostScale(TimeSource.DwtCycles, 216_000_000), costs, count) };
    }

    private static Outcomes Of(Outcome[] samples) =>
        new(new OutcomeSource("m", true, Records.Sha, "x.npz", "made"), samples, null);
}
