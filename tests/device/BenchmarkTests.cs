// MLPerf Tiny's runner at the device's port, command by command. PROTOCOL.md, "MLPerf Tiny". The dialogue with a real model is in
// tests/virtual-board/BenchmarkRunnerTests.cs.
namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class BenchmarkTests
{
    private const string Sample = "0001020304ff"; // 2x3x1 bytes

    [TestMethod]
    [DataRow("name%", "m-name-dut-[TEST-BOARD]")]
    [DataRow("timestamp%", "m-lap-us-0")]
    [DataRow("profile%", "m-profile-[nanoCoopNet 0.1.0]|m-model-[fake-model]")]
    [DataRow("%", "")]
    [DataRow("nonsense 1 2%", "e-[Unknown command: nonsense]")]
    [DataRow("db%", "e-[db needs load N or hex digits]")]
    [DataRow("db load%", "e-[db load needs the sample's size; this model takes 6 bytes]")]
    [DataRow("db load 7%", "e-[db load needs the sample's size; this model takes 6 bytes]")]
    [DataRow("db load 6%", "m-[Expecting 6 bytes]")]
    [DataRow("db 00%", "e-[no load is open; send db load N]")]
    [DataRow("db 0%", "e-[db takes pairs of hex digits]")]
    [DataRow("db 0g%", "e-[db takes pairs of hex digits]")]
    [DataRow("infer 0%", "e-[infer takes N > 0 runs and W >= 0 warm-ups, at most 999999999]")]
    [DataRow("infer 1 -1%", "e-[infer takes N > 0 runs and W >= 0 warm-ups, at most 999999999]")]
    [DataRow("infer 1 0%", "e-[no sample; send db load N and its digits]")]
    [DataRow("results%", "e-[no results; send infer first]")]
    public void EveryCommandIsClosedByReady(string command, string answer)
    {
        string[] lines = [.. answer.Split('|', StringSplitOptions.RemoveEmptyEntries), "m-ready"];
        CollectionAssert.AreEqual(lines, Send(Quiet(), command));
    }

    [TestMethod]
    public void InferTimesItsRunsAndEndsInTheProbabilities()
    {
        DeviceUnderTest device = Quiet();
        CollectionAssert.AreEqual(new[] { "m-[Expecting 6 bytes]", "m-ready" }, Send(device, "db load 6%"));
        CollectionAssert.AreEqual(new[] { "m-ready" }, Send(device, $"db {Sample[..4]}%"));
        CollectionAssert.AreEqual(
            new[] { "m-load-done", "m-ready" },
            Send(device, $"db {Sample[4..]}ee%"),
            "what is beyond the end is disregarded"
        );
        CollectionAssert.AreEqual(Convert.FromHexString(Sample), device.Native.Bank(0));

        device.Board.UptimeMs = 1234;
        CollectionAssert.AreEqual(
            new[]
            {
                "m-warmup-start-2",
                "m-warmup-done",
                "m-infer-start-5",
                "m-lap-us-1234000",
                "m-lap-us-1234000",
                "m-infer-done",
            },
            Send(device, "infer 5 2%")[..^2]
        );
        AssertSoftmax([5, 9, -1, 0], Send(device, "results%")[0], "the BNN's");
        Assert.AreEqual(7, device.Native.Log.Count(l => l.StartsWith("run 0.0", StringComparison.Ordinal)));

        device.Type("mode full");
        AssertSoftmax([0, 0, 7, 7], Send(device, "infer 1 0%")[^2], "INT8's");
        Assert.AreEqual("m-warmup-start-10", Send(device, "infer 1%")[0], "ten by default");
    }

    [TestMethod]
    public void ProfileNamesTheModelsBenchmarkId()
    {
        var device = new DeviceUnderTest(new FakeModel { BenchmarkId = "ic01" });
        Send(device, "%");
        Assert.AreEqual("m-model-[ic01]", Send(device, "profile%")[1]);
    }

    [TestMethod]
    public void NothingIsSentBetweenTheTimedRuns()
    {
        DeviceUnderTest device = Quiet();
        device.Upload(0);
        device.Link.ToolWrite("infer 3 1%"u8);
        device.App.Poll(); // the command, then the warm-up
        Assert.EndsWith("m-warmup-done\r\nm-infer-start-3\r\n", device.ReadText());
        device.App.Poll();
        device.App.Poll();
        Assert.AreEqual("", device.ReadText());
        device.App.Poll();
        Assert.EndsWith("m-ready\r\n", device.ReadText());
        Assert.IsFalse(device.App.Poll());
    }

    [TestMethod]
    public void ACommandWhileItRunsIsRefusedAndDoesNotEndIt()
    {
        DeviceUnderTest device = Quiet();
        device.Upload(0);
        string[] lines = Send(device, "infer 9 0%name%");
        CollectionAssert.Contains(lines, "e-[an infer is running; wait for its m-ready]");
        Assert.HasCount(1, lines.Where(l => l == "m-ready").ToArray());
        Assert.AreEqual("m-ready", lines[^1]);
    }

    [TestMethod]
    public void AModelThatGoesAwayEndsTheRun()
    {
        DeviceUnderTest device = Quiet();
        device.Upload(0);
        device.Link.ToolWrite("infer 100 0%"u8);
        device.App.Poll();
        device.Native.FailLayerOfBnn = 0;
        device.Run();
        Assert.EndsWith("e-[a native function failed, status -50]\r\nm-ready\r\n", device.ReadText());
    }

    [TestMethod]
    public void WithoutAModelItSaysSo()
    {
        var device = new DeviceUnderTest();
        CollectionAssert.AreEqual(
            new[] { "db load 6", "e-[no model; push one with 'nanocoop push']", "m-ready" },
            Send(device, "db load 6%")
        );
        Assert.AreEqual("e-[no results; send infer first]", Send(device, "results%")[0]);
    }

    [TestMethod]
    public void EchoEndsWithTheFirstCommandAndReturnsWithALine()
    {
        var device = new DeviceUnderTest(new FakeModel());
        CollectionAssert.AreEqual(
            new[] { "name", "m-name-dut-[TEST-BOARD]", "m-ready" },
            Send(device, "name%"),
            "typed before the first %"
        );
        CollectionAssert.AreEqual(new[] { "m-name-dut-[TEST-BOARD]", "m-ready" }, Send(device, "name%"));
        device.Link.ToolWrite("\r"u8);
        device.Run();
        device.ReadText();
        Assert.AreEqual("mode auto", device.Type("mode")[0]);
    }

    [TestMethod]
    public void ACommandThatIsTooLongIsRefused()
    {
        CollectionAssert.AreEqual(
            new[] { "e-[a command has at most 80 characters]", "m-ready" },
            Send(Quiet(), "db " + new string('0', 78) + "%")
        );
    }

    [TestMethod]
    public void ProbabilitiesAreTheSoftmaxOfTheLogitsInTheirOrder()
    {
        Random random = NanoCoopNet.Tests.TestSeed.New(nameof(ProbabilitiesAreTheSoftmaxOfTheLogitsInTheirOrder));
        Probabilities probabilities = new();
        for (int i = 0; i < 20_000; i++)
        {
            int classes = random.Next(2, 256),
                radix = random.Next(-8, 31),
                spread = random.Next(1, 32);
            int[] logits =
            [
                .. Enumerable
                    .Range(0, classes)
                    .Select(_ => (int)(random.NextInt64(-1L << 31, 1L << 31) >> random.Next(32 - spread, 32))),
            ];
            probabilities.Take(logits, classes, radix);
            double[] exponentials = [.. logits.Select(l => Math.Exp((l - (double)logits.Max()) * Math.Pow(2, -radix)))];
            double sum = exponentials.Sum();
            for (int c = 0; c < classes; c++)
            {
                Assert.AreEqual(
                    exponentials[c] / sum,
                    probabilities.Of(c) / (double)Probabilities.One,
                    2e-5,
                    $"radix {radix}, logit {logits[c]}"
                );
            }

            long[] found = [.. Enumerable.Range(0, classes).Select(probabilities.Of)];
            int[] order = [.. Enumerable.Range(0, classes).OrderBy(c => logits[c])];
            Assert.IsTrue(
                order
                    .Zip(order.Skip(1))
                    .All(p =>
                        found[p.First] <= found[p.Second]
                        && (logits[p.First] != logits[p.Second] || found[p.First] == found[p.Second])
                    )
            );
            Assert.AreEqual(Probabilities.One, found.Sum(), classes, "rounded each");
        }
    }

    private static void AssertSoftmax(double[] logits, string line, string message)
    {
        Assert.IsTrue(line.StartsWith("m-results-[", StringComparison.Ordinal) && line.EndsWith(']'), line);
        double[] found =
        [
            .. line["m-results-[".Length..^1]
                .Split(',')
                .Select(t => double.Parse(t, System.Globalization.CultureInfo.InvariantCulture)),
        ];
        double sum = logits.Sum(Math.Exp);
        Assert.HasCount(logits.Length, found);
        for (int i = 0; i < logits.Length; i++)
        {
            Assert.AreEqual(Math.Exp(logits[i]) / sum, found[i], 2e-5, message);
        }
    }

    /// <summary>A device that has met the runner already, so that it does not echo.</summary>
    private static DeviceUnderTest Quiet()
    {
        var device = new DeviceUnderTest(new FakeModel());
        Send(device, "%");
        return device;
    }

    private static string[] Send(DeviceUnderTest device, string command)
    {
        device.Link.ToolWrite(System.Text.Encoding.ASCII.GetBytes(command));
        device.Run();
        string text = device.ReadText();
        Assert.IsTrue(text.EndsWith("\r\n", StringComparison.Ordinal), "lines end on CR LF");
        return text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
