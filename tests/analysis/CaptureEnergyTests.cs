// From captures to energies: the truth within the uncertainty that is stated, and captures that are not of the record.
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis.Tests;

[TestClass]
public sealed class CaptureEnergyTests
{
    private static readonly EnergyOptions Volts = EnergyOptions.Default with { Power = new PowerChoice(Voltage: "3.3") };

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(1000.0, 0.0)]
    [DataRow(1000.0, 0.2)]
    [DataRow(10_000.0, 0.05)]
    [DataRow(50_000.0, 0.2)]
    public void EnergiesAreWithinTheUncertaintyOfTheTruth(double rate, double noise)
    {
        Random random = TestSeed.New($"{rate} {noise}");
        using Records files = new();
        CapturedRun run = CapturedRun.Both(60) with { Noise = noise };
        RunEnergy e = CaptureEnergy.Measure(run.Capture(files.At("x.csv"), rate, random), run.Record(), Volts);
        IsTrue(CapturedRun.LightMj, e.Part("light mode")!);
        IsTrue(CapturedRun.FullMj, e.Part("full mode")!);
        Assert.AreEqual(60, e.Part("full mode")!.Count, "warm-ups are left out");
        Assert.AreEqual(CapturedRun.IdleMw, e.IdleMw!.Value, 3 + (30 * noise));
        Assert.AreEqual(1, e.ClockRatio, 0.02);
        Assert.IsTrue(
            e.Samples.All(s =>
                Math.Abs(s.BnnMj!.Value - (CapturedRun.BnnMs * CapturedRun.BnnMw / 1e3)) <= s.UncertaintyMj + (noise * 3)
            ),
            "each sample within its edges"
        );
    }

    [TestMethod]
    public void IdleIsTakenOffOnRequestAndModesAreSeenOneByOne()
    {
        Random random = TestSeed.New(nameof(IdleIsTakenOffOnRequestAndModesAreSeenOneByOne));
        using Records files = new();
        CapturedRun run = CapturedRun.Auto(random, 40);
        RunEnergy e = CaptureEnergy.Measure(
            run.Capture(files.At("x.rld"), 10_000, random),
            run.Record(),
            EnergyOptions.Default with
            {
                SubtractsIdle = true,
            }
        );
        IsTrue(
            CapturedRun.LightMj - ((CapturedRun.BnnMs + CapturedRun.ConfidenceMs) * CapturedRun.IdleMw / 1e3),
            e.Part("light mode")!
        );
        Assert.AreEqual(run.Modes.Count(m => m), e.Part("full mode")!.Count);
        CollectionAssert.AreEqual(run.Modes.Select(m => m ? "full" : "light").ToArray(), e.Samples.Select(s => s.Mode).ToArray());
    }

    [TestMethod]
    [DataRow(1000.0, 0.0)]
    [DataRow(10_000.0, 0.1)]
    public void WithoutMarkersTheStepsOfPowerAlign(double rate, double noise)
    {
        Random random = TestSeed.New($"{rate} {noise}");
        using Records files = new();
        CapturedRun run = CapturedRun.Auto(random, 40) with { Noise = noise };
        RunEnergy e = CaptureEnergy.Measure(run.Capture(files.At("x.bin"), rate, random), run.Record(), EnergyOptions.Default);
        StringAssert.Contains(e.Alignment, "residual");
        Assert.AreEqual(CapturedRun.LightMj, e.Part("light mode")!.MeanMj, 0.03 * CapturedRun.LightMj);
        Assert.AreEqual(CapturedRun.FullMj, e.Part("full mode")!.MeanMj, 0.03 * CapturedRun.FullMj);
        Assert.AreEqual("cannotAlign", Name(run with { SaidBnnMs = 20 }, files.At("x.bin")));
    }

    [TestMethod]
    [DataRow("x.csv", 1000.0)]
    [DataRow("x.csv", 10_000.0)]
    [DataRow("x.bin", 10_000.0)]
    public void LayersThatAreNotMarkedArePlacedByTheRecordsTimes(string name, double rate)
    {
        Random random = TestSeed.New($"{name} {rate}");
        using Records files = new();
        CapturedRun run = CapturedRun.Both(40) with
        {
            Layers =
            [
                [0.6, 0.39, 0.01],
                [0.25, 0.75],
            ],
        };
        RunEnergy e = CaptureEnergy.Measure(run.Capture(files.At(name), rate, random), run.Record(), OptionsFor(name));
        foreach (
            (string net, string part, double mj, double[] layers) in new[]
            {
                ("bnn", "BNN", CapturedRun.BnnMs * CapturedRun.BnnMw / 1e3, run.Layers[0]),
                ("int8", "INT8", CapturedRun.Int8Ms * CapturedRun.Int8Mw / 1e3, run.Layers[1]),
            }
        )
        {
            PartEnergy[] found = [.. e.Layers.Where(l => l.Part.StartsWith(net + ".", StringComparison.Ordinal))];
            PartEnergy between = e.Layers.Single(l =>
                l.Part.StartsWith(net, StringComparison.Ordinal) && l.Part.Contains("between")
            );
            Assert.HasCount(layers.Length, found);
            Assert.AreEqual(e.Part(part)!.MeanMj, found.Sum(l => l.MeanMj) + between.MeanMj, 1e-9, "they add up to the network");
            for (int i = 0; i < layers.Length; i++)
            {
                IsTrue(layers[i] * mj, found[i]);
            }
        }

        Assert.IsTrue(e.Warnings.Any(w => w.Contains("placed by the record's times", StringComparison.Ordinal)));
        StringAssert.Contains(
            string.Join('\n', e.Warnings),
            rate < 10_000 ? "bnn.2" : "1 layer lasts less than four samples of the capture (bnn.2)"
        );
    }

    [TestMethod]
    public void LostSamplesLeaveTheirInferencesOut()
    {
        Random random = TestSeed.New(nameof(LostSamplesLeaveTheirInferencesOut));
        using Records files = new();
        CapturedRun run = CapturedRun.Both(30);
        int lost = (int)((0.2 + (10 * (CapturedRun.BnnMs + CapturedRun.Int8Ms + CapturedRun.GapMs + 0.5) / 1e3)) * 10_000);
        string path = run.Capture(files.At("x.csv"), 10_000, random, lines => lines.Where((_, i) => i < lost || i > lost + 30));
        RunEnergy e = CaptureEnergy.Measure(path, run.Record(), Volts);
        Assert.IsGreaterThanOrEqualTo(28, e.Part("BNN")!.Count);
        Assert.IsTrue(
            e.Warnings.Any(w => w.Contains("lost", StringComparison.Ordinal)) || e.Part("full mode")!.Count == 30,
            "the gap lies within an inference, or between two"
        );
        IsTrue(CapturedRun.LightMj, e.Part("light mode")!);
    }

    [TestMethod]
    public void AClockThatDriftsBy200PpmIsWithinTheUncertainty()
    {
        Random random = TestSeed.New(nameof(AClockThatDriftsBy200PpmIsWithinTheUncertainty));
        using Records files = new();
        CapturedRun run = CapturedRun.Both(60) with { DriftPpm = 200 };
        RunEnergy e = CaptureEnergy.Measure(run.Capture(files.At("x.csv"), 50_000, random), run.Record(), Volts);
        Assert.AreEqual(1.0002, e.ClockRatio, 1.5e-4);
        IsTrue(CapturedRun.LightMj, e.Part("light mode")!);
        IsTrue(CapturedRun.FullMj, e.Part("full mode")!);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void WhatIsNoCaptureOfTheRunIsRefusedByName()
    {
        Random random = TestSeed.New(nameof(WhatIsNoCaptureOfTheRunIsRefusedByName));
        using Records files = new();
        CapturedRun run = CapturedRun.Auto(random, 25);
        string Refused(CapturedRun captured, CapturedRun recorded, double rate = 10_000) =>
            Name(recorded, captured.Capture(files.At("x.csv"), rate, random));
        Assert.AreEqual("traceTooShort", Refused(run with { Missed = 5 }, run));
        CapturedRun both = CapturedRun.Both(25);
        Assert.AreEqual("traceTooShort", Refused(both with { Missed = 5 }, both), "every sample ran both networks");
        Assert.AreEqual(
            "traceTooShort",
            Name(both, (both with { Missed = 5 }).Capture(files.At("x.bin"), 10_000, random)),
            "by steps of power"
        );
        Assert.AreEqual("markersSwapped", Refused(run with { Swapped = true }, run));
        Assert.AreEqual("markerBounces", Refused(run with { Bounces = true }, run, 100_000));
        Assert.AreEqual(
            "modesDiffer",
            Refused(run, run with { Modes = [.. run.Modes.Select((m, i) => i == 11 ? !m : m)] }),
            "another run"
        );
        Assert.AreEqual("timesDiffer", Refused(run, run with { SaidBnnMs = 20 }), "another model");
        Assert.AreEqual("powerImplausible", Refused(run with { CurrentScale = 1e-3 }, run), "mA for µA");
        Assert.AreEqual("powerImplausible", Refused(run with { CurrentScale = 1e3 }, run), "µA for mA");
        Assert.AreEqual(
            "markerMissing",
            Name(
                run,
                run.Capture(
                    files.At("y.csv"),
                    10_000,
                    random,
                    lines => lines.Select(l => l.EndsWith('7') ? l : l[..^15] + "0,0,0,0,0,0,0,0")
                )
            )
        );
        RunEnergy debounced = CaptureEnergy.Measure(
            (run with { Bounces = true }).Capture(files.At("x.csv"), 100_000, random),
            run.Record(),
            Volts with
            {
                Markers = new MarkerChoice(DebounceS: 100e-6),
            }
        );
        Assert.HasCount(25, debounced.Samples);
    }

    private static void WriteInto(string path, MeasuredEnergy energy) =>
        File.WriteAllText(path, RecordTable.WithField(path, File.ReadAllText(path), MeasuredEnergy.Field, energy.ToString()));

    [TestMethod]
    [DataRow("x.csv", 0.0)]
    [DataRow("x.bin", 0.0)]
    [DataRow("x.bin", 0.1)]
    public void ACaptureOfAnotherRunInTheSameModesIsRefused(string name, double noise)
    {
        Random random = TestSeed.New($"{name} {noise}");
        using Records files = new();
        CapturedRun run = CapturedRun.Both(30) with { Noise = noise };
        for (int i = 0; i < CapturedRun.Mark.Length - 1; i++)
        {
            char[] other = CapturedRun.Mark.ToCharArray();
            other[i] = other[i] == 'L' ? 'F' : 'L';
            string path = (run with { WarmUps = new string(other) }).Capture(files.At(name), 10_000, random);
            Assert.AreEqual("otherRun", Name(run, path), $"warm-up {i} ran something else");
        }
    }

    [TestMethod]
    [DataRow("x.csv")]
    [DataRow("x.bin")]
    public void ACaptureThatBeginsLateIsAlignedByWhatItHas(string name)
    {
        Random random = TestSeed.New(name);
        using Records files = new();
        CapturedRun run = CapturedRun.Both(30);
        for (int late = 0; late <= CapturedRun.Mark.Length; late++)
        {
            RunEnergy e = CaptureEnergy.Measure(
                (run with { Late = late }).Capture(files.At(name), 10_000, random),
                run.Record(),
                OptionsFor(name)
            );
            Assert.HasCount(30, e.Samples);
            Assert.AreEqual(
                late == CapturedRun.Mark.Length,
                e.Warnings.Any(w => w.Contains("tells this run from another", StringComparison.Ordinal)),
                $"{late} of the warm-ups are missing"
            );
        }
    }

    [TestMethod]
    public void InstructionsWithoutAClockAreNoTimes()
    {
        using Records files = new();
        CapturedRun run = CapturedRun.Both(5);
        MeasurementFile record = run.Record();
        MeasurementFile emulated = record with
        {
            Header = record.Header with { TimeSource = TimeSource.EmulatedInstructions, Modelled = null },
        };
        AnalysisException e = Assert.ThrowsExactly<AnalysisException>(() =>
            CaptureEnergy.Measure(run.Capture(files.At("x.csv"), 1000, TestSeed.New("x")), emulated, Volts)
        );
        Assert.AreEqual("noMilliseconds", e.Name);
    }

    [TestMethod]
    public void EnergiesGoIntoTheRecord()
    {
        Random random = TestSeed.New(nameof(EnergiesGoIntoTheRecord));
        using Records files = new();
        string path = files.Write("run.csv", Records.Header(), Records.Random(random, 30, coopNet: true)),
            before = File.ReadAllText(path);
        MeasuredEnergy measured = new(3.125, 10.5, "RocketLogger, x.rld, 10000 Hz"),
            model = measured with { Source = "model: " + measured.Source };
        WriteInto(path, measured);
        Outcomes outcomes = OutcomeFiles.Read([path]);
        Assert.AreEqual(measured, outcomes.Source.Energy);
        Assert.AreEqual("measured (RocketLogger, x.rld, 10000 Hz)", EnergyScale.Of(outcomes, null)!.Are);
        PowerModel powers = EnergyScale.PowersOf(outcomes);
        Assert.AreEqual(3.125, powers.Millijoules(outcomes.Costs!.Scale.Milliseconds(outcomes.Costs.Mean.Light)!.Value, 0), 1e-9);
        WriteInto(path, model);
        Assert.AreEqual(
            "model: RocketLogger, x.rld, 10000 Hz",
            EnergyScale.Of(OutcomeFiles.Read([path]), null)!.Are,
            "a model is never called measured"
        );
        CollectionAssert.AreEqual(
            before.Split('\n')[..^2],
            File.ReadAllText(path).Split('\n').Where(l => !l.StartsWith("# energyMj", StringComparison.Ordinal)).ToArray()[..^2]
        );
    }

    [TestMethod]
    public void DutyCyclesAndRegression()
    {
        Assert.IsNull(DutyCycle.Of(0.04, 5, 0.05, 2, 1000), "an inference takes longer");
        DutyCycle c = DutyCycle.Of(10, 5, 0.05, 2, 1000)!;
        Assert.AreEqual(8640 * (5 + (2 * 9.95)), c.EnergyADayMj, 1e-6);
        Assert.AreEqual(3.6e6 / c.EnergyADayMj, c.BatteryDays!.Value, 1e-9);
        PartEnergy Part(double ms, double mj) => new("l", 1, mj, mj, mj, 0, 0, ms, mj / ms, 9);
        EnergyRegression r = EnergyRegression.Of([Part(1, 0.5), Part(2, 0.9), Part(5, 2.1)])!;
        Assert.AreEqual(0.1, r.OffsetMj, 1e-9);
        Assert.AreEqual(400, r.SlopeMw, 1e-6);
        Assert.AreEqual(1, r.RSquared, 1e-9);
        Assert.AreEqual(5.1 * 3 * 8 * 3072 / 1e6, RadioProfile.All[0].Millijoules(3072), 1e-9);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("[{\"name\": \"x\", \"milliwatts\": 20, \"bitsPerSecond\": 0, \"source\": \"y\"}]")]
    [DataRow("[{\"name\": \"x\", \"milliwatts\": 20, \"bitsPerSecond\": 5}]")]
    public void WhatIsNoListOfRadiosIsRefused(string text)
    {
        using Records files = new();
        File.WriteAllText(files.At("radios.json"), text);
        AnalysisException e = Assert.ThrowsExactly<AnalysisException>(() => RadioProfile.Read(files.At("radios.json")));
        Assert.AreEqual("badRadios", e.Name);
    }

    private static void IsTrue(double truth, PartEnergy part) =>
        Assert.AreEqual(
            truth,
            part.MeanMj,
            part.UncertaintyMj * 1.5,
            $"{part.Part}: stated ± {part.UncertaintyMj} (k = 2: one case in twenty may be outside)"
        );

    private static EnergyOptions OptionsFor(string path) =>
        path.EndsWith(".csv", StringComparison.Ordinal) ? Volts : EnergyOptions.Default;

    private static string Name(CapturedRun recorded, string path) =>
        Assert.ThrowsExactly<CaptureException>(() => CaptureEnergy.Measure(path, recorded.Record(), OptionsFor(path))).Name;
}
