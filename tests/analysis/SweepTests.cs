// The sweep against a plain count over all samples at every CT, and its chosen points on a curve that is known.
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis.Tests;

[TestClass]
public sealed class SweepTests
{
    [TestMethod]
    public void HundredStepsAreRoundedHalvesUp()
    {
        for (int k = 0; k < 100; k++)
        {
            Assert.IsTrue(ConfidenceText.TryParse(FormattableString.Invariant($"{k / 100m}"), out byte value));
            Assert.AreEqual(value, (byte)ConfidenceSteps.Hundred[k], $"{k}/100");
        }

        Assert.HasCount(100, ConfidenceSteps.Hundred.Distinct().ToArray());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void EveryPointIsWhatCountingGives(bool coopNet)
    {
        using Records records = new();
        Random random = TestSeed.New(nameof(EveryPointIsWhatCountingGives));
        MeasurementRow[] rows = Records.Random(random, random.Next(1, 400), coopNet);
        Outcomes outcomes = records.Read(Records.Header(coopNet), rows);
        Baseline baseline = new(0.4, 250, "given");
        foreach (CurvePoint p in Sweep.Of(outcomes, baseline, ConfidenceSteps.All))
        {
            int right = 0,
                full = 0;
            double counts = 0,
                fullCounts = 0;
            foreach (InferResult r in rows.Select(r => r.Result))
            {
                bool light = r.Confidence65536 >> 8 >= p.ConfidenceThreshold;
                int label = rows[Array.FindIndex(rows, x => ReferenceEquals(x.Result, r))].Label;
                double cost = r.CountsBnn + r.CountsConfidence + (light ? 0 : r.CountsInt8 + r.CountsGlue);
                right +=
                    (
                        light ? r.BnnTop1
                        : coopNet ? r.Int8Top1
                        : r.GlueTop1
                    ) == label
                        ? 1
                        : 0;
                full += light ? 0 : 1;
                counts += cost;
                fullCounts += light ? 0 : cost;
            }

            Assert.AreEqual(right / (double)rows.Length, p.Accuracy, 1e-12);
            Assert.AreEqual((right / (double)rows.Length) - 0.4, p.Delta!.Value, 1e-12);
            Assert.AreEqual(full / (double)rows.Length, p.FullFraction, 1e-12);
            Assert.AreEqual(counts / rows.Length, p.MeanCounts!.Value, 1e-6);
            Assert.AreEqual(counts / rows.Length / 216e3, p.MeanMs!.Value, 1e-9);
            Assert.AreEqual(fullCounts / counts, p.FullTimeShare!.Value, 1e-9);
            Assert.AreEqual(1 - (counts / rows.Length / 250), p.TimeSaved!.Value, 1e-9);
            Assert.AreEqual((250 * rows.Length / counts) - 1, p.SpeedupRatio!.Value, 1e-9);
        }
    }

    [TestMethod]
    public void ChosenPointsOfAKnownCurve()
    {
        // Confidences 0, 64, 128, 192: the BNN is wrong on the first two and right on the others, INT8 is right on all but the
        // last.
        using Records records = new();
        Outcomes outcomes = records.Read(
            Records.Header(),
            [.. Enumerable.Range(0, 4).Select(i => Records.Row(i, 1, i < 2 ? 0 : 1, i < 3 ? 1 : 0, null, 64 * i))]
        );
        Baseline baseline = Baseline.Of(outcomes, null)!;
        Assert.AreEqual(0.75, baseline.Accuracy);
        Assert.AreEqual(300, baseline.MeanCounts);
        OperatingPoint[] points = [.. OperatingPoints.Of(outcomes, baseline, 1.01)];
        Assert.AreEqual(1, points[0].Point!.ConfidenceThreshold, "the first sample in full mode is enough: three of four right");
        Assert.IsNull(points[1].Point);
        Assert.AreEqual(65, points[2].Point!.ConfidenceThreshold, "both that the BNN gets wrong in full mode: all right");
        Assert.AreEqual(1.0, points[2].Point!.Accuracy);
        Assert.AreEqual(251, points[2].Point!.MeanCounts!.Value, 1e-12);
        Assert.AreEqual(1 - (251 / 300.0), points[2].Point!.TimeSaved!.Value, 1e-12);
        Assert.AreEqual((300 / 251.0) - 1, points[2].Point!.SpeedupRatio!.Value, 1e-12);
    }

    [TestMethod]
    public void ABcNetTakesItsBaselineFromTheCoopNet()
    {
        using Records records = new();
        Random random = TestSeed.New(nameof(ABcNetTakesItsBaselineFromTheCoopNet));
        MeasurementRow[] rows = Records.Random(random, 40, coopNet: false);
        Outcomes bcNet = records.Read(Records.Header(coopNet: false), rows);
        Assert.IsNull(Baseline.Of(bcNet, null), "its INT8 branch was trained under the glue");
        Outcomes coopNet = records.Read(
            Records.Header(),
            [.. rows.Select(r => r with { Result = r.Result with { GlueTop1 = null, CountsGlue = 0 } })]
        );
        Assert.AreEqual(coopNet.AccuracyInt8, Baseline.Of(bcNet, coopNet)!.Accuracy);
        Assert.AreEqual("badBaseline", Assert.ThrowsExactly<AnalysisException>(() => Baseline.Of(coopNet, bcNet)).Name);
        Outcomes fewer = records.Read(Records.Header(), Records.Random(random, 39, coopNet: true));
        Assert.AreEqual("badBaseline", Assert.ThrowsExactly<AnalysisException>(() => Baseline.Of(bcNet, fewer)).Name);
    }

    [TestMethod]
    [DataRow(TimeSource.HostClock, true, false)]
    [DataRow(TimeSource.EmulatedInstructions, true, true)]
    [DataRow(TimeSource.EmulatedInstructions, false, false)]
    public void MillisecondsOnlyWhereTheyMeanSomething(TimeSource source, bool hasClock, bool milliseconds)
    {
        using Records records = new();
        MeasurementHeader header = Records.Header(source: source) with { Modelled = hasClock ? Clock : null };
        Outcomes outcomes = records.Read(header, [Records.Row(0, 1, 1, 1, null, 5)]);
        Assert.AreEqual(milliseconds, Sweep.Of(outcomes, null, [0])[0].MeanMs is not null);
        Assert.AreEqual(
            milliseconds,
            outcomes.Costs!.Scale.MillisecondsAre?.StartsWith("est.", StringComparison.Ordinal) ?? false
        );
    }

    private static readonly PartClock Clock = new(new(50, 40, 60), new(7, 6, 8), new(900, 800, 1000, false), new(0, 0, 0));

    [TestMethod]
    public void InstructionsBecomeCyclesOfTheClockPartByPart()
    {
        using Records records = new();
        MeasurementHeader header = Records.Header(source: TimeSource.EmulatedInstructions) with { Modelled = Clock };
        MeasurementRow[] rows = [Records.Row(0, 1, 1, 1, null, 5, extra: 0), Records.Row(1, 1, 1, 1, null, 200, extra: 10)];
        Costs costs = records.Read(header, rows).Costs!;
        Assert.AreEqual("est. cycles", costs.Scale.Unit);
        Assert.AreEqual(50, costs.Mean.Bnn, 1e-9);
        Assert.AreEqual(900, costs.Mean.Int8, 1e-9);
        Assert.AreEqual(
            rows[1].Result.CountsBnn / (double)rows[0].Result.CountsBnn,
            costs.PerSample[1].Bnn / costs.PerSample[0].Bnn,
            1e-9,
            "a sample as much more as it executed"
        );
        long full = 957 + Clock.ManagedFull.Cycles;
        Assert.AreEqual(full * 1e3 / header.ClockHz, costs.Scale.Milliseconds(costs.Mean.Full)!.Value, 1e-9);
    }

    [TestMethod]
    [DataRow(TimeSource.DwtCycles, 30, 300)]
    [DataRow(TimeSource.EmulatedInstructions, 20, 900)]
    public void ASharedStemCountsOnceInFullModeAndInInt8Alone(TimeSource source, double stem, double int8)
    {
        using Records records = new();
        PartClock clock = Clock with { Stem = new(20, 20, 20) };
        Assert.AreEqual(clock, PartClock.Parse(clock.ToString()), "as a record has it");
        Assert.AreEqual(20 + 900 + clock.ManagedInt8.Cycles, clock.Int8Alone.Cycles);
        MeasurementHeader header = Records.Header(source: source) with
        {
            Modelled = clock,
            LayerCounts = [3, 1, 0],
            StemLayers = 2,
        };
        MeasurementRow row = Records.Row(0, 1, 1, 1, null, 5) with
        {
            Layers =
            [
                [10, 20, 70],
                [300],
                [],
            ],
        };
        PartCosts mean = records.Read(header, [row]).Costs!.Mean;
        Assert.AreEqual(stem, mean.Stem, 1e-9);
        Assert.AreEqual(stem + int8 + mean.ManagedInt8, mean.Int8Alone, 1e-9);
        Assert.AreEqual(mean.Bnn + mean.Confidence + mean.Int8 + mean.ManagedFull, mean.Full, 1e-9, "the stem is the BNN's");
        AnalysisException e = Assert.ThrowsExactly<AnalysisException>(() =>
            records.Read(header, [Records.Row(0, 1, 1, 1, null, 5)])
        );
        Assert.AreEqual("noLayers", e.Name);
    }

    [TestMethod]
    public void TheCsvHoldsTheCurve()
    {
        using Records records = new();
        IReadOnlyList<CurvePoint> curve = Sweep.Of(
            records.Read(Records.Header(), Records.Random(TestSeed.New(nameof(TheCsvHoldsTheCurve)), 20, true)),
            null,
            ConfidenceSteps.Hundred
        );
        CurveCsv.Write(records.At("c.csv"), curve);
        string[] lines = File.ReadAllLines(records.At("c.csv"));
        Assert.HasCount(101, lines);
        string[] cells = lines[51].Split(',');
        Assert.HasCount(lines[0].Split(',').Length, cells);
        Assert.AreEqual(curve[50].Accuracy, double.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture));
        Assert.AreEqual("", cells[3], "no baseline, no difference");
    }
}
