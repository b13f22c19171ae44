// The whole virtual board from its serial port: firmware, store, kernels, markers.
using NanoCoopNet.Bridge;
using NanoCoopNet.Device;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class RunningBoardTests
{
    [TestMethod]
    public void CountsOverThePortAreTheSameOnEveryBoard()
    {
        var runs = new List<string>();
        for (int start = 0; start < 2; start++)
        {
            using RunningBoard board = TestBoard.Start(BoardCpu.M7);
            using var client = BoardClient.Open(board.PortName);
            client.Push(TestBlob.CoopNet.Blob);
            foreach (GoldenCase golden in TestBlob.CoopNet.Cases)
            {
                client.UploadSample(0, golden.Input);
                InferResult result = client.Infer(0, InferRequest.Both);
                runs.Add(
                    $"{start}: {result.CountsBnn} {result.CountsConfidence} {result.CountsInt8} "
                        + $"{string.Join(' ', client.LayerCounts()[0])}"
                );
            }
        }

        int half = runs.Count / 2;
        CollectionAssert.AreEqual(runs[..half].Select(r => r[3..]).ToList(), runs[half..].Select(r => r[3..]).ToList());
    }

    [TestMethod]
    [DataRow(BoardCpu.Pc)]
    [DataRow(BoardCpu.M7)]
    public void AResetKeepsModelAndThreshold(BoardCpu cpu)
    {
        using RunningBoard board = TestBoard.Start(cpu);
        using var client = BoardClient.Open(board.PortName);
        client.Push(TestBlob.CoopNet.Blob);
        Assert.AreEqual(99, client.ConfidenceThreshold(99));
        client.Reset();
        Assert.AreEqual(2, board.Boots);
        Assert.AreEqual(99, client.ConfidenceThreshold());
        Assert.IsTrue(client.Status().HasModel);
        client.UploadSample(0, TestBlob.CoopNet.Cases[0].Input);
        Assert.AreEqual(TestBlob.CoopNet.Cases[0].Confidence[1]![0], client.Infer(0, InferRequest.Both).Int8Top1);
    }

    [TestMethod]
    public void FilesKeepModelAndSettingsOverRuns()
    {
        using var folder = new TestFolder();
        var options = new VirtualBoardOptions
        {
            Cpu = BoardCpu.Pc,
            Link = "tcp",
            FlashFile = folder["flash"],
            SettingsFile = folder["settings"],
            FlashTimeScale = 0,
        };
        Machines.NeedPc();
        using (RunningBoard board = RunningBoard.Start(options))
        using (var client = BoardClient.Open(board.PortName))
        {
            client.Push(TestBlob.CoopNet.Blob);
            client.Mode(CoopMode.Full);
        }

        using RunningBoard again = RunningBoard.Start(options);
        using var later = BoardClient.Open(again.PortName);
        Assert.IsTrue(later.Status().HasModel);
        Assert.AreEqual(CoopMode.Full, later.Mode());
    }

    [TestMethod]
    [DataRow(BoardCpu.Pc)]
    [DataRow(BoardCpu.M7)]
    public void TheWaveformHasAsManyEdgesAsTheFirmwareCounted(BoardCpu cpu)
    {
        Machines.Need(cpu);
        using var folder = new TestFolder();
        BoardStats stats;
        using (RunningBoard board = TestBoard.Start(cpu, new VirtualBoardOptions { VcdFile = folder["pins.vcd"] }))
        using (var client = BoardClient.Open(board.PortName))
        {
            client.Push(TestBlob.CoopNet.Blob);
            client.UploadSample(0, TestBlob.CoopNet.Cases[0].Input);
            foreach (CoopMode mode in new[] { CoopMode.Light, CoopMode.Full, CoopMode.Int8, CoopMode.Full, CoopMode.Light })
            {
                client.Mode(mode);
                client.Infer(0);
            }

            client.Infer(0, InferRequest.Both);
            stats = client.Stats();
        }

        var (wires, edges) = VcdReader.Read(File.ReadAllText(folder["pins.vcd"]));
        Assert.AreEqual("light", wires[0]);
        Assert.AreEqual(6u, stats.Inferences);
        Assert.AreEqual(2 * (2 + 2 + 1), edges.Count(e => e.Wire == "light"), "the BNN ran in light, full and `both`");
        Assert.AreEqual(2 * (1 + 2 + 1), edges.Count(e => e.Wire == "full"), "INT8 ran in full, int8 and `both`");
        if (cpu == BoardCpu.M7)
        {
            VcdEdge[] light = [.. edges.Where(e => e.Wire == "light")];
            long wantedNs = BoardClock.Default.Ns(ModelClock.Of(TestBlob.CoopNet.Blob).Parts.Bnn.Cycles);
            Assert.AreEqual(wantedNs, light[^1].TimeNs - light[^2].TimeNs, 1, "marker 0 is up while the BNN runs");
        }
    }

    [TestMethod]
    public void AnEmulatorThatVanishesEndsTheBoardWithAMessage()
    {
        using RunningBoard board = TestBoard.Start(BoardCpu.M7);
        using var client = BoardClient.Open(board.PortName);
        client.Push(TestBlob.CoopNet.Blob);
        client.UploadSample(0, TestBlob.CoopNet.Cases[0].Input);
        board.KillEmulator();
        client.Channel.Post(RequestType.Infer, [0, 0, 0, 0]);
        Assert.IsTrue(board.AwaitEnd(20_000));
        Assert.AreEqual("emulatorGone", (board.Failure as VirtualBoardException)?.Name);
    }
}
