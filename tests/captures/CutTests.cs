// From edges to inferences, and what is no run's markers.

namespace NanoCoopNet.Captures.Tests;

[TestClass]
public sealed class CutTests
{
    private static readonly string[] Names = ["light", "full", "layer0"];

    /// <summary>A trace of edges (ms, slot, level) over a constant power of 1 W.</summary>
    private static CaptureTrace Trace(params (double Ms, int Slot, bool Level)[] edges) =>
        new([.. edges.Select(e => new TraceMark(e.Ms / 1e3, e.Slot, e.Level, e.Ms / 1e3, 0))], 0, 0, 1, 1, 0, 1000);

    [TestMethod]
    public void ModesAndLayersAreFound()
    {
        MarkerCut cut = MarkerCut.Of(
            Trace(
                (100, 0, true),
                (100.5, 2, true),
                (103, 2, false),
                (104, 2, true),
                (109, 2, false),
                (110, 0, false),
                // light, two layers
                (112, 1, true),
                (113, 2, true),
                (119, 2, false),
                (120, 1, false), // and full
                (200, 0, true),
                (210, 0, false), // light alone
                (300, 1, true),
                (309, 1, false), // INT8 alone
                (400, 0, true),
                (410, 0, false),
                (411, 1, true),
                (419, 1, false)
            ),
            new MarkerChoice(),
            Names
        );
        CollectionAssert.AreEqual(
            new[] { "LF", "L", "F", "LF" },
            cut.Inferences.Select(i => (i.Light is null ? "" : "L") + (i.Full is null ? "" : "F")).ToArray()
        );
        Assert.AreEqual(0.1, cut.Idle.EnergyJ, 1e-12);
        Assert.AreEqual(0.002, cut.Inferences[0].Decision!.Value.EnergyJ, 1e-12);
        Assert.HasCount(2, cut.Inferences[0].LightLayers);
        Assert.AreEqual(0.005, cut.Inferences[0].LightLayers[1].EnergyJ, 1e-12);
        Assert.HasCount(1, cut.Inferences[0].FullLayers);
        Assert.IsEmpty(cut.Inferences[3].FullLayers);
    }

    [TestMethod]
    public void ActiveLowMarkersAreTurned()
    {
        CaptureTrace t = Trace((100, 0, false), (110, 0, true), (200, 0, false), (210, 0, true));
        Assert.HasCount(2, MarkerCut.Of(t, new MarkerChoice(ActiveLow: true), Names[..2]).Inferences);
        Assert.HasCount(1, MarkerCut.Of(t, new MarkerChoice(), Names[..2]).Inferences, "else what is up lies between them");
    }

    [TestMethod]
    public void AMarkerThatIsUpAtTheEndsIsLeftOutWithAWarning()
    {
        MarkerCut cut = MarkerCut.Of(
            Trace((5, 0, false), (100, 0, true), (110, 0, false), (990, 0, true)),
            new MarkerChoice(),
            Names[..2]
        );
        Assert.HasCount(1, cut.Inferences);
        Assert.HasCount(2, cut.Warnings);
    }

    [TestMethod]
    public void WhatIsNoRunIsRefusedByName()
    {
        Assert.AreEqual("markerMissing", ScanTests.Code(() => MarkerCut.Of(Trace(), new MarkerChoice(), Names)));
        Assert.AreEqual(
            "markersOverlap",
            ScanTests.Code(() =>
                MarkerCut.Of(Trace((1, 0, true), (2, 1, true), (3, 0, false), (4, 1, false)), new MarkerChoice(), Names)
            )
        );
        (double, int, bool)[] bouncing =
        [
            (100, 0, true),
            (100.01, 0, false),
            (100.02, 0, true),
            (110, 0, false),
            (200, 0, true),
            (210, 0, false),
            (210.03, 0, true),
            (210.05, 0, false),
        ];
        CaptureException bounces = Assert.ThrowsExactly<CaptureException>(() =>
            MarkerCut.Of(Trace(bouncing), new MarkerChoice(), Names)
        );
        Assert.AreEqual("markerBounces", bounces.Name);
        StringAssert.Contains(bounces.Hint, "--debounce-us 2");
        MarkerCut steady = MarkerCut.Of(Trace(bouncing), new MarkerChoice(DebounceS: 100e-6), Names);
        Assert.HasCount(2, steady.Inferences);
        Assert.AreEqual(0.01, steady.Inferences[0].Light!.Value.DurationS, 1e-4);
    }

    [TestMethod]
    public void MarkersAreFoundByNameOrInTheOrderOfTheWiring()
    {
        CaptureInfo Info(params string[] logic) => new(CaptureFormat.Csv, "", [], logic, 1000, 0);
        Assert.AreEqual(new Markers(1, 0, -1), Markers.Of(Info("full", "light"), new MarkerChoice()));
        Assert.AreEqual(new Markers(0, 1, 2, 3), Markers.Of(Info("DI1", "DI2", "DI3", "DI4", "I1L_valid"), new MarkerChoice()));
        Assert.AreEqual(new Markers(0, 1, 2), Markers.Of(Info("D0", "D1", "D2"), new MarkerChoice()));
        Assert.AreEqual(new Markers(3, 0, -1), Markers.Of(Info("a", "b", "c", "d"), new MarkerChoice("d", "a")));
        Assert.IsNull(Markers.Of(Info(), new MarkerChoice()));
        Assert.AreEqual("noChannel", ScanTests.Code(() => Markers.Of(Info("a", "b"), new MarkerChoice("x"))));
    }

    [TestMethod]
    [DataRow(1000.0, 0.0)]
    [DataRow(1000.0, 0.2)]
    [DataRow(10_000.0, 0.2)]
    [DataRow(100_000.0, 0.2)]
    public void StepsOfPowerAreFoundUnderNoise(double rate, double noise)
    {
        Random random = TestSeed.New($"{rate} {noise}");
        using Folder folder = new();
        double[] begins = [.. Enumerable.Range(0, 30).Select(i => 0.2 + (0.1 * i) + (0.01 * random.NextDouble()))],
            lengths = [.. begins.Select(_ => 0.02 + (0.03 * random.NextDouble()))];
        GeneratedTrace t = new(
            rate,
            [
                .. Enumerable
                    .Range(0, (int)(3.5 * rate))
                    .Select(k =>
                    {
                        double high =
                            begins
                                .Zip(lengths, (b, l) => Math.Clamp(Math.Min((k + 1) / rate, b + l) - Math.Max(k / rate, b), 0, 1))
                                .Sum() * rate;
                        return (0.1 + (0.2 * high)) * (1 + (noise * Gauss(random)));
                    }),
            ],
            [.. Enumerable.Repeat(1.0, (int)(3.5 * rate))],
            []
        );
        string path = folder.Write("x", InstrumentFiles.EnergyRunner(t));
        PowerSteps steps = PowerSteps.Find(() => CaptureFile.Open(path), new PowerSource(0, -1, -1, 0), 0.01);
        Assert.HasCount(30, steps.Steps);
        Assert.AreEqual(0.1, steps.LowW, 1e-9 + (0.1 * noise * 4 / Math.Sqrt(0.2 * rate)), "idle power, four of its deviations");
        double error = Math.Sqrt(steps.Steps.Select((s, i) => Math.Pow(s.EndS - s.BeginS - lengths[i], 2)).Average());
        Assert.IsLessThan(noise == 0 ? 0.5 / rate : 1.5e-3, error, "root mean square error of the lengths, s");
        Assert.AreEqual(0, steps.Steps.Select((s, i) => s.BeginS - begins[i]).Average(), noise == 0 ? 0.5 / rate : 1e-3);
    }

    internal static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
