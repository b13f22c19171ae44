// STE on curves whose polynomials are known, its splits, its inverse, and targets that cannot be reached.
using NanoCoopNet.Link;

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
    public void CtrlCEndsTheResampling()
    {
        Outcomes record = Uniform(2000);
        using CancellationTokenSource stopped = new();
        stopped.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() =>
            ThresholdEstimator.Run(record, new SteOptions(Resamples: 1_000_000), cancel: stopped.Token)
        );
    }

    [TestMethod]
    public void TooFewOfAClassIsSaid()
    {
        Outcomes few = Of([.. Enumerable.Range(0, 109).Select(i => new Outcome(i, i % 100 == 0 ? 1 : 0, 0, 0, 0, 0))]);
        SteOptions tenth = new(SteMethod.Polynomial, Resamples: 1);
        AnalysisException e = Assert.ThrowsExactly<AnalysisException>(() => ThresholdEstimator.Run(few, tenth));
        Assert.AreEqual("tooFewSamples", e.Name);
        Assert.HasCount(108 / 2 + 1, ThresholdEstimator.Run(few, tenth with { Method = SteMethod.Record }).Calibration.Samples);
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
    [TestCategory("Slow")]
    [DataRow(SteMethod.Record)]
    [DataRow(SteMethod.Polynomial)]
    public void AUniformConfidenceGivesALineAndTheTargetsFollow(SteMethod method)
    {
        // Confidence uniform over 0 … 255, BNN right on 3 of 4, full mode always: N_FM(CT) = CT, accuracy = 75 + 25·CT points,
        // cost = 101 + 300·CT.
        Outcomes outcomes = Uniform(100_000);
        SteOptions options = new(method, Seed: 7, Resamples: 50);
        SteResult ste = ThresholdEstimator.Run(outcomes, options);
        Assert.IsTrue(ste.Fit is not { } fit || fit.AccuracyPoints.ReachedEpsilon && fit.FullFraction.ReachedEpsilon);
        Assert.IsLessThan(1.5, ste.AccuracyError.MaxError, "points; the calibration part is a sample of 10,000");
        Assert.IsLessThan(0.03, ste.FullFractionError.MaxError);
        Assert.IsNotNull(ste.DeltaError);

        void Near(double ct, Target target) =>
            Assert.AreEqual(ct, ConfidenceSteps.Value(ThresholdFinder.TryFind(ste.Chooser, target)!.Value), 0.06, $"{target}");
        Near(0.6, new Target(MinAccuracy: 0.90));
        Near(0.3, new Target(MaxFullFraction: 0.3));
        Near(0.5, new Target(MaxCounts: 251));
        Near(0.6, new Target(MinAccuracy: 0.90, MaxCounts: 320));
        Near(0.8, new Target(MinAccuracy: 0.90, MinStep: 205));

        Target target = new(MinAccuracy: 0.90);
        ThresholdInterval interval = ste.ChooserBand.Threshold(target, ste.Chooser);
        int found = ThresholdFinder.TryFind(ste.Chooser, target)!.Value;
        Assert.IsTrue(interval.Low <= found && found <= interval.High, $"{interval} around {found}");
        Assert.AreEqual(0, interval.Unreached);
        SteResult again = ThresholdEstimator.Run(outcomes, options);
        Assert.AreEqual(interval, again.ChooserBand.Threshold(target, again.Chooser), "the seed decides");
    }

    [TestMethod]
    [DataRow(SteMethod.Record)]
    [DataRow(SteMethod.Polynomial)]
    public void AnUnreachableTargetNamesTheNearest(SteMethod method)
    {
        Outcomes record = Uniform(20_000);
        SteResult ste = ThresholdEstimator.Run(record, new SteOptions(method, Resamples: 20));
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
    [DataRow(SteMethod.Record)]
    [DataRow(SteMethod.Polynomial)]
    public void TheRecordDecidesWhereAPredictorMisses(SteMethod method)
    {
        Random random = TestSeed.New(nameof(TheRecordDecidesWhereAPredictorMisses));
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
            SteResult ste = ThresholdEstimator.Run(record, new SteOptions(method, random.Next(), Resamples: 20));
            Target target = new(MinAccuracy: wanted);
            bool recordReaches = Sweep.Of(record, null, ConfidenceSteps.All).Any(p => p.Accuracy >= wanted);
            try
            {
                ThresholdDecision decision = ThresholdDecision.Of(ste, target, record);
                Outcomes judge = method == SteMethod.Record ? record : ste.Validation;
                double seen = Sweep.Of(judge, null, [decision.ConfidenceThreshold])[0].Accuracy;
                Assert.IsTrue(seen >= wanted || decision.Warning is not null, $"{wanted} wanted, {seen} seen, no warning");
            }
            catch (AnalysisException)
            {
                Assert.IsFalse(recordReaches, $"{wanted} is called unreachable, but the record reaches it");
            }
        }
    }

    /// <summary>Every accuracy that a record reaches is predicted to be reached, however few or tied its confidences
    /// are.</summary>
    [TestMethod]
    public void WhatTheRecordReachesIsNeverCalledUnreachable()
    {
        Random random = TestSeed.New(nameof(WhatTheRecordReachesIsNeverCalledUnreachable));
        for (int turn = 0; turn < 20; turn++)
        {
            int levels = random.Next(1, 40);
            Outcomes record = Of([
                .. Enumerable
                    .Range(0, 400)
                    .Select(i => new Outcome(
                        i,
                        i % Classes,
                        random.Next(Classes),
                        random.Next(2) == 0 ? i % Classes : random.Next(Classes),
                        null,
                        random.Next(levels) * 256 / levels << 8
                    )),
            ]);
            IReadOnlyList<CurvePoint> curve = Sweep.Of(record, null, ConfidenceSteps.All);
            SteResult ste = ThresholdEstimator.Run(record, new SteOptions(Seed: random.Next(), Resamples: 1));
            foreach (double wanted in curve.Select(p => p.Accuracy).Distinct())
            {
                Target target = new(MinAccuracy: wanted);
                ThresholdDecision decision = ThresholdDecision.Of(ste, target, record);
                Assert.IsTrue(decision.IsPredicted);
                Assert.IsTrue(ThresholdFinder.Meets(curve[decision.ConfidenceThreshold], target), $"{target} by {decision}");
            }
        }
    }

    [TestMethod]
    public void TheSmoothedCurveRisesToThePeakAndFallsBehindIt()
    {
        CollectionAssert.AreEqual(new[] { 1, 2.5, 2.5, 6, 3.5, 3.5, 1 }, UnimodalFit.Of([1, 3, 2, 6, 3, 4, 1]));
        CollectionAssert.AreEqual(new double[] { 5 }, UnimodalFit.Of([5]));
        CollectionAssert.AreEqual(new double[] { 4, 4, 4, 4 }, UnimodalFit.Of([4, 4, 4, 4]));
        CollectionAssert.AreEqual(new[] { 5, 1.5, 1.5 }, UnimodalFit.Of([5, 1, 2]));
    }

    /// <summary>Two halves of the same source are predicted from each other within the band at nearly all CT.</summary>
    [TestMethod]
    [TestCategory("Slow")]
    public void TheBandHoldsWhatOtherSamplesGive()
    {
        Random random = TestSeed.New(nameof(TheBandHoldsWhatOtherSamplesGive));
        int inside = 0,
            all = 0;
        for (int turn = 0; turn < 64; turn++)
        {
            SteResult ste = ThresholdEstimator.Run(
                Noisy(random, 2000),
                new SteOptions(Seed: random.Next(), Resamples: 200),
                null,
                new SteConfirmation(Noisy(random, 100_000), null)
            );
            Assert.IsTrue(ste.IsConfirmed);
            Assert.IsNotNull(ste.DeltaError);
            inside += ste.Points.Count(p =>
                p.AccuracyBand.Low <= p.MeasuredAccuracy && p.MeasuredAccuracy <= p.AccuracyBand.High
            );
            all += ste.Points.Count;
            Assert.IsLessThan(0.05, ste.FullFractionError.MaxError);
        }

        Assert.IsGreaterThan(0.85 * all, inside);
    }

    [TestMethod]
    public void AConfirmationOfAnotherModelIsRefusedAndAMissIsSaid()
    {
        Random random = TestSeed.New(nameof(AConfirmationOfAnotherModelIsRefusedAndAMissIsSaid));
        Outcomes record = Noisy(random, 2000);
        SteOptions options = new(Resamples: 20);
        Outcomes other = record with { Source = record.Source with { BlobSha256 = new string('b', 64) } };
        Assert.AreEqual(
            "mixedModels",
            Assert
                .ThrowsExactly<AnalysisException>(() =>
                    ThresholdEstimator.Run(record, options, null, new SteConfirmation(other, null))
                )
                .Name
        );
        Outcomes worse = record with { Samples = [.. record.Samples.Select(s => s with { Light = (s.Label + 1) % Classes })] };
        SteResult ste = ThresholdEstimator.Run(record, options, null, new SteConfirmation(worse, null));
        StringAssert.Contains(ThresholdDecision.Of(ste, new Target(MinAccuracy: 0.85), record).Warning, "which confirms it");
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

    /// <summary>The BNN is right with a probability of its confidence, INT8 on nine of ten.</summary>
    private static Outcomes Noisy(Random random, int count) =>
        Of([
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    int label = i % Classes,
                        confidence = random.Next(257),
                        int8 = random.Next(10) == 0 ? (label + 1) % Classes : label;
                    return new Outcome(
                        i,
                        label,
                        random.Next(257) < confidence ? label : (label + 1) % Classes,
                        int8,
                        int8,
                        confidence << 8
                    );
                }),
        ]);

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
