// Energies of parts of a capture: against sums sample by sample, split at any time.

namespace NanoCoopNet.Captures.Tests;

[TestClass]
public sealed class ScanTests
{
    [TestMethod]
    public void TheEnergyBetweenTwoTimesIsThatOfTheirSamples()
    {
        Random random = TestSeed.New(nameof(TheEnergyBetweenTwoTimesIsThatOfTheirSamples));
        using Folder folder = new();
        for (int n = 0; n < 20; n++)
        {
            GeneratedTrace t = GeneratedTrace.Random(random, 1000);
            double length = t.Count / t.RateHz;
            double[] times = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble() * length).Order()];
            using CaptureReader reader = CaptureFile.Open(folder.Write("x", InstrumentFiles.EnergyRunner(t)));
            CaptureTrace trace = CaptureScan.Run(reader, PowerSource.Of(reader.Info, new PowerChoice()), [], times);
            Assert.HasCount(times.Length, trace.Marks);
            for (int i = 0; i < times.Length; i++)
            {
                double expected = Enumerable
                    .Range(0, t.Count)
                    .Sum(k => t.Amperes[k] * t.Volts[k] * Math.Clamp(times[i] - (k / t.RateHz), 0, 1 / t.RateHz));
                Assert.AreEqual(expected, trace.Marks[i].EnergyJ, (1e-6 * expected) + 1e-9, $"until {times[i]}");
                Assert.AreEqual(0, trace.Marks[i].MissingS, 1e-9);
            }
        }
    }

    [TestMethod]
    public void EdgesCarryTheEnergyUntilThem()
    {
        Random random = TestSeed.New(nameof(EdgesCarryTheEnergyUntilThem));
        using Folder folder = new();
        GeneratedTrace t = GeneratedTrace.Random(random, 1000);
        using CaptureReader reader = CaptureFile.Open(folder.Write("x", InstrumentFiles.RocketLogger(t, 4, 70)));
        CaptureTrace trace = CaptureScan.Run(reader, PowerSource.Of(reader.Info, new PowerChoice()), [1, 0]);
        int[] changes =
        [
            .. Enumerable
                .Range(1, t.Count - 1)
                .SelectMany(k => new[] { 0, 1 }.Where(c => ((t.Levels[k] ^ t.Levels[k - 1]) >> c & 1) != 0).Select(_ => k)),
        ];
        Assert.HasCount(changes.Length, trace.Marks);
        double period = 1 / reader.Info.RateHz;
        for (int i = 0; i < changes.Length; i++)
        {
            Assert.AreEqual(changes[i] * period, trace.Marks[i].TimeS, 1e-9);
            Assert.AreEqual(
                Enumerable.Range(0, changes[i]).Sum(k => t.Amperes[k] * t.Volts[k]) * period,
                trace.Marks[i].EnergyJ,
                1e-6
            );
        }

        Assert.AreEqual((t.Levels[0] >> 1 & 1) | (t.Levels[0] & 1) << 1, trace.LevelsAtBegin, "markers in the order asked for");
    }

    [TestMethod]
    public void PowerComesFromTheChannelsThatAreMeant()
    {
        CaptureInfo info = new(
            CaptureFormat.Csv,
            "",
            [
                new AnalogChannel("I1", CaptureUnit.Ampere),
                new AnalogChannel("V1", CaptureUnit.Volt),
                new AnalogChannel("x", CaptureUnit.Unknown),
                new AnalogChannel("V2", CaptureUnit.Volt),
            ],
            [],
            1000,
            0
        );
        Assert.AreEqual(new PowerSource(-1, 0, 1, 0), PowerSource.Of(info, new PowerChoice()));
        Assert.AreEqual(new PowerSource(-1, 0, 3, 0), PowerSource.Of(info, new PowerChoice(Voltage: "v2")));
        Assert.AreEqual(new PowerSource(-1, 0, -1, 3.3), PowerSource.Of(info, new PowerChoice(Voltage: "3.3")));
        Assert.AreEqual("voltageRefused", Code(() => PowerSource.Of(info, new PowerChoice(Voltage: "3300"))));
        Assert.AreEqual("noChannel", Code(() => PowerSource.Of(info, new PowerChoice(Current: "I2"))));
        Assert.AreEqual("unitMissing", Code(() => PowerSource.Of(info, new PowerChoice(Current: "x"))));
        CaptureInfo noVolts = info with { Analog = [info.Analog[0]] };
        Assert.AreEqual("voltageMissing", Code(() => PowerSource.Of(noVolts, new PowerChoice())));
        Assert.IsNull(PowerSource.Of(info with { Analog = [] }, new PowerChoice()));
    }

    internal static string Code(Action action) => Assert.ThrowsExactly<CaptureException>(action).Name;
}
