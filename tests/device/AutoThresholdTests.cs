// The automatic CT: what it promises of settled and of changed inputs, over many generated runs; its requests; what ends it.

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class AutoThresholdTests
{
    private const int Runs = 60;
    private const int Learning = 1200;
    private const int Judged = 1000;
    private const int ChangeAt = 400;
    private const int Within = 150;
    private const int MostToArrive = 16;

    /// <summary>Chance alone moves the mean of 1,000 inferences, so that no controller succeeds in every run; rates:
    /// AUTO-THRESHOLD.md.</summary>
    [TestMethod]
    [DataRow(0.30, 0.5)]
    [DataRow(0.45, 0.7)]
    [DataRow(0.60, 0.3)]
    public void SettledItKeepsTheTargetAndHardlyMoves(double wanted, double easy)
    {
        Random seeds = TestSeed.New(nameof(SettledItKeepsTheTargetAndHardlyMoves));
        int kept = 0,
            calm = 0;
        for (int run = 0; run < Runs; run++)
        {
            Inputs inputs = new(new Random(seeds.Next()));
            AutoRun auto = new(wanted);
            auto.Take(inputs, easy, Learning);
            List<int> steps = [];
            double mean = auto.Take(inputs, easy, Judged, steps);
            kept += Math.Abs((mean / auto.Target) - 1) <= 0.05 ? 1 : 0;
            calm += steps.Max() - steps.Min() <= 8 ? 1 : 0;
        }

        Console.WriteLine($"mean within 5 % in {kept}, CT within 8 steps in {calm} of {Runs} runs");
        Assert.IsGreaterThanOrEqualTo(Runs * 85 / 100, kept, "mean of 1,000 inferences within 5 %");
        Assert.IsGreaterThanOrEqualTo(Runs * 75 / 100, calm, "CT within 8/256 peak to peak");
    }

    [TestMethod]
    [DataRow(0.45, 0.7, 0.3)]
    [DataRow(0.30, 0.3, 0.7)]
    [DataRow(0.45, 0.9, 0.4)]
    public void AChangeOfTheMixIsFollowedWithin150Inferences(double wanted, double before, double after)
    {
        Random seeds = TestSeed.New(nameof(AChangeOfTheMixIsFollowedWithin150Inferences));
        int followed = 0;
        for (int run = 0; run < Runs; run++)
        {
            Inputs inputs = new(new Random(seeds.Next()));
            AutoRun auto = new(wanted);
            auto.Take(inputs, before, ChangeAt);
            auto.Take(inputs, after, Within);
            double expected = AutoRun.CostAt(Inputs.BelowFraction(after, auto.Threshold));
            followed += Math.Abs((expected / auto.Target) - 1) <= 0.10 ? 1 : 0;
        }

        Console.WriteLine($"expected cost within 10 % at most {Within} inferences after the change in {followed} of {Runs} runs");
        Assert.IsGreaterThanOrEqualTo(Runs * 70 / 100, followed);
    }

    [TestMethod]
    public void SettledItStaysWhileOldConfidencesFade()
    {
        Inputs inputs = new(TestSeed.New(nameof(SettledItStaysWhileOldConfidencesFade)));
        AutoRun auto = new(0.45);
        bool settled = false;
        for (int i = 0; i < 5000; i++)
        {
            int changes = auto.Changes;
            auto.Take(inputs, 0.5, 1);
            Assert.IsTrue(!settled || auto.State == AutoState.Settled || auto.Changes > changes, $"at {i}");
            settled = auto.State == AutoState.Settled;
        }
    }

    [TestMethod]
    public void OutOfReachIsSaidAndTheNearestEndTaken()
    {
        Inputs inputs = new(TestSeed.New(nameof(OutOfReachIsSaidAndTheNearestEndTaken)));
        AutoRun low = new(-0.1),
            high = new(1.2);
        int begin = low.Threshold;
        low.Take(inputs, 0.5, 200);
        high.Take(inputs, 0.5, 200);

        // CT moves to the end of the confidences taken and no further; it is there 16 inferences (256/256 in steps of 16) later.
        Assert.AreEqual(AutoState.BelowLight, low.State);
        Assert.IsLessThanOrEqualTo(low.Taken.SkipLast(MostToArrive).Min(), low.Threshold);
        Assert.IsGreaterThanOrEqualTo(Math.Min(begin, low.Taken.Min()), low.Threshold);
        Assert.AreEqual(AutoState.AboveFull, high.State);
        Assert.IsGreaterThanOrEqualTo(Above(high.Taken.SkipLast(MostToArrive)), high.Threshold);
        Assert.IsLessThanOrEqualTo(Math.Max(begin, Above(high.Taken)), high.Threshold);
    }

    private static int Above(IEnumerable<int> taken) => Math.Min(taken.Max() + 1, ConfidenceHistogram.Largest);

    [TestMethod]
    public void RequestSetsReadsAndEnds()
    {
        DeviceUnderTest device = new(new FakeModel());
        byte[] off = device.Ask(RequestType.Auto).Payload;
        Assert.HasCount(AutoThreshold.PayloadBytes, off);
        Assert.AreEqual((int)AutoKind.Off, off[0]);

        byte[] on = device.Ask(RequestType.Auto, 1, 0, 0x80, 0, 0, 0, 0, 0, 0).Payload;
        Assert.AreEqual(((int)AutoKind.FullFraction, (int)AutoState.Settling, 0x8000), (on[0], on[1], Payload.GetI32(on, 4)));
        device.Upload(0);
        for (int i = 0; i < 20; i++)
        {
            device.Ask(RequestType.Infer, 0, 0, (byte)i, 0);
        }

        byte[] later = device.Ask(RequestType.Auto).Payload;
        Assert.AreEqual(20, Payload.GetI32(later, 28), "inferences CT is worked out from");
        StringAssert.Contains(device.Type("status")[0], ", auto full 0.500: mean ");
        device.Ask(RequestType.Threshold, 9);
        Assert.AreEqual("auto off", device.Type("ct auto")[0], "a CT set by hand ends it");

        foreach (
            byte[] bad in new byte[][]
            {
                [1],
                [1, 1, 0, 1, 0, 0, 0, 0, 0],
                [2, 0, 0, 0, 0, 1, 0, 1, 0],
                [2, 9, 0, 0, 0, 2, 0, 1, 0],
                [3, 9, 0, 0, 0, 0, 0, 1, 0],
                [4, 9, 0, 0, 0, 1, 0, 1, 0],
            }
        )
        {
            device.AskFails(ErrorCode.BadPayload, RequestType.Auto, bad);
        }

        new DeviceUnderTest().AskFails(ErrorCode.NoModel, RequestType.Auto);
    }

    [TestMethod]
    public void ThresholdInForceIsKeptOverAResetOnlyWhenItEnds()
    {
        DeviceUnderTest device = new(new FakeModel());
        device.Type("ct 0.24");
        device.Type("ct auto full 1");
        device.Upload(0);
        for (int i = 0; i < 100; i++)
        {
            device.Ask(RequestType.Infer, 0, 0, (byte)i, 0);
        }

        int moved = device.Ask(RequestType.Threshold).Payload[0];
        Assert.IsGreaterThan(100, moved, "full mode for a confidence of 100");
        Assert.AreEqual("ct 61/256 (0.238)", device.AfterReset().Type("ct")[0]);
        device.Type("ct auto off");
        Assert.AreEqual(moved, device.AfterReset().Ask(RequestType.Threshold).Payload[0]);
    }

    [TestMethod]
    public void OtherModesTeachNothing()
    {
        DeviceUnderTest device = new(new FakeModel());
        device.Type("ct auto full 0.5");
        device.Type("mode light");
        device.Upload(0);
        device.Ask(RequestType.Infer, 0, 0, 0, 0);
        device.Ask(RequestType.Infer, 0, 1, 1, 0);
        Assert.AreEqual(0, Payload.GetI32(device.Ask(RequestType.Auto).Payload, 28));
    }

    /// <summary>The energy of a mean inference is power times time of each part; the fraction follows from eq. (17).</summary>
    [TestMethod]
    public void TargetsBecomeFractionsOfFullMode()
    {
        AutoTarget target = new();
        ClassifierResult costs = new()
        {
            CountsBnn = 4_000_000,
            CountsConfidence = 1_000,
            CountsInt8 = 10_000_000,
            CountsGlue = 50_000,
        };
        const int rate = 216_000_000;
        target.Set(AutoKind.Latency, 40_000, 1, 1, rate);
        target.Take(costs);
        double light = 4_001_000 / 216.0,
            int8 = 10_050_000 / 216.0;
        Assert.AreEqual((40_000 - light) / int8, target.WantedFraction() / 65536.0, 1e-3);
        Assert.AreEqual(40_000, target.ValueAt(target.WantedFraction()), 30);

        target.Set(AutoKind.Energy, 15_000, 350, 420, rate);
        target.Take(costs);
        Assert.AreEqual((15_000 - (light * 0.350)) / (int8 * 0.420), target.WantedFraction() / 65536.0, 1e-3);
        Assert.AreEqual(15_000, target.ValueAt(target.WantedFraction()), 30);

        target.Set(AutoKind.Energy, AutoTarget.LargestValue, 65535, 65535, rate);
        target.Take(
            new ClassifierResult
            {
                CountsBnn = int.MaxValue,
                CountsInt8 = int.MaxValue,
                CountsGlue = int.MaxValue,
            }
        );
        double full = int.MaxValue / 216e6 * 65535e3;
        Assert.AreEqual(
            Math.Clamp(((double)AutoTarget.LargestValue - full) / (2 * full), -1, 2),
            target.WantedFraction() / 65536.0,
            1e-3,
            "largest values do not overflow"
        );
    }
}
