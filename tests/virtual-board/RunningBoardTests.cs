// The whole virtual board from its serial port: firmware, store, kernels, markers.
using NanoCoopNet.Device;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class RunningBoardTests
{
    [TestMethod]
    [DataRow(BoardCpu.Host)]
    [DataRow(BoardCpu.M7)]
    public void AModelIsPushedAndClassifies(BoardCpu cpu)
    {
        GoldenModel model = TestBlob.CoopNet;
        using RunningBoard board = Start(cpu);
        using var client = BoardClient.Open(board.PortName);
        Assert.IsTrue(client.Hello.IsVirtual);
        Assert.AreEqual(cpu == BoardCpu.M7 ? TimeSource.EmulatedInstructions : TimeSource.HostClock, client.Hello.TimeSource);
        Assert.IsFalse(client.Status().HasModel);
        Assert.IsFalse(client.Push(model.Blob).Skipped);
        Assert.IsTrue(client.Push(model.Blob).Skipped, "it is there already");
        foreach (GoldenCase golden in model.Cases)
        {
            client.UploadSample(0, golden.Input);
            InferResult result = client.Infer(0, InferWhat.Both);
            Assert.AreEqual(golden.Confidence[0]![0], result.BnnTop1);
            Assert.AreEqual(golden.Confidence[0]![2], result.Confidence256);
            Assert.AreEqual(golden.Confidence[0]![3], result.Confidence65536);
            Assert.AreEqual(golden.Confidence[1]![0], result.Int8Top1);
        }
    }

    [TestMethod]
    public void CountsOverThePortAreTheSameOnEveryBoard()
    {
        var runs = new List<string>();
        for (int start = 0; start < 2; start++)
        {
            using RunningBoard board = Start(BoardCpu.M7);
            using var client = BoardClient.Open(board.PortName);
            client.Push(TestBlob.CoopNet.Blob);
            foreach (GoldenCase golden in TestBlob.CoopNet.Cases)
            {
                client.UploadSample(0, golden.Input);
                InferResult result = client.Infer(0, InferWhat.Both);
                runs.Add($"{start}: {result.CountsBnn} {result.CountsConfidence} {result.CountsInt8} {string.Join(' ', client.LayerCounts(0))}");
            }
        }

        int half = runs.Count / 2;
        CollectionAssert.AreEqual(runs[..half].Select(r => r[3..]).ToList(), runs[half..].Select(r => r[3..]).ToList());
    }

    [TestMethod]
    public void APushInterruptedAtAnyByteResumes()
    {
        const int Rounds = 25;
        Random random = TestSeed.New(nameof(APushInterruptedAtAnyByteResumes));
        using RunningBoard board = Start(BoardCpu.Host);
        long whole = BytesOfAPush(board, TestBlob.Padded(40 * 1024));
        int resumed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] blob = TestBlob.Padded((41 + round) * 1024);
            long cut = random.NextInt64(1, whole);
            try
            {
                using BoardClient interrupted = BoardClient.Greet(new CutTransport(Transports.Open(board.PortName), cut));
                interrupted.Push(blob);
                Assert.Fail($"cut after {cut} bytes, and yet it went through");
            }
            catch (LinkException e)
            {
                Assert.AreEqual(LinkErrorCode.PortVanished, e.Code);
            }

            using var client = BoardClient.Open(board.PortName);
            PushResult result = client.Push(blob);
            resumed += result.ResumedAt > 0 ? 1 : 0;
            BoardStatus status = client.Status();
            Assert.AreEqual(Convert.ToHexStringLower(TestBlob.Identity(blob)), status.Identity, $"cut after {cut} of {whole} bytes");
        }

        Assert.IsGreaterThan(Rounds / 4, resumed, "most cuts lie in the data, so most transfers go on where they were");
    }

    [TestMethod]
    public void ARequestThatArrivesDuringAnEraseIsLost()
    {
        using RunningBoard board = Start(BoardCpu.Host, new VirtualBoardOptions { FlashTimeScale = 0.5 });
        using var client = BoardClient.Open(board.PortName);
        byte[] begin = [.. BitConverter.GetBytes(TestBlob.CoopNet.Blob.Length), .. TestBlob.Identity(TestBlob.CoopNet.Blob)];
        client.Channel.Request("begin", RequestType.StoreBegin, begin);
        byte erase = client.Channel.Post(RequestType.StoreErase, [0]);
        Thread.Sleep(150);
        byte echo = client.Channel.Post(RequestType.Echo, [1, 2, 3]);
        Frame? first = client.Channel.WaitFor(f => f.Sequence == erase || f.Sequence == echo, 10_000);
        Assert.AreEqual(erase, first?.Sequence);
        Assert.IsNull(client.Channel.WaitFor(f => f.Sequence == echo, 300), "the echo never arrived at the board");
        Assert.IsGreaterThan(0, board.Serial.DroppedInStall);
        CollectionAssert.AreEqual(new byte[] { 4 }, client.Echo([4]), "and the board goes on");
    }

    [TestMethod]
    public void AModelGoesThroughNanoFrameworksDefaultBuffer()
    {
        using RunningBoard board = Start(BoardCpu.Host, new VirtualBoardOptions { ReceiveBufferBytes = BoardDescription.NucleoF767Zi.ApplicationPort.ReceiveBufferDefaultBytes });
        using var client = BoardClient.Open(board.PortName);
        client.Push(TestBlob.Padded(10 * 1024));
        Assert.AreEqual(0, board.Serial.Overflowed, "the credit keeps within the buffer");
        Assert.IsTrue(client.Status().HasModel);
    }

    [TestMethod]
    public void WithoutCreditASmallBufferLosesBytes()
    {
        using RunningBoard board = Start(BoardCpu.Host, new VirtualBoardOptions { ReceiveBufferBytes = 256 });
        using (IByteTransport wire = Transports.Open(board.PortName))
        {
            for (int i = 0; i < 400; i++)
            {
                wire.Write(new byte[1000]);
            }
        }

        Eventually.IsTrue(() => board.Serial.Overflowed > 0, "more arrived than the firmware fetched");
        using var client = BoardClient.Greet(Transports.Open(board.PortName));
        Assert.IsTrue(client.Hello.IsVirtual, "and the board goes on");
    }

    [TestMethod]
    [DataRow(BoardCpu.Host)]
    [DataRow(BoardCpu.M7)]
    public void AResetKeepsModelAndThreshold(BoardCpu cpu)
    {
        using RunningBoard board = Start(cpu);
        using var client = BoardClient.Open(board.PortName);
        client.Push(TestBlob.CoopNet.Blob);
        Assert.AreEqual(99, client.ConfidenceThreshold(99));
        client.Reset();
        Assert.AreEqual(2, board.Boots);
        Assert.AreEqual(99, client.ConfidenceThreshold());
        Assert.IsTrue(client.Status().HasModel);
        client.UploadSample(0, TestBlob.CoopNet.Cases[0].Input);
        Assert.AreEqual(TestBlob.CoopNet.Cases[0].Confidence[1]![0], client.Infer(0, InferWhat.Both).Int8Top1);
    }

    [TestMethod]
    public void FilesKeepModelAndSettingsOverRuns()
    {
        using var folder = new TestFolder();
        var options = new VirtualBoardOptions
        {
            Cpu = BoardCpu.Host, Link = "tcp", FlashFile = folder["flash"], SettingsFile = folder["settings"], FlashTimeScale = 0,
        };
        Machines.NeedHost();
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
    [DataRow(BoardCpu.Host)]
    [DataRow(BoardCpu.M7)]
    public void TheWaveformHasAsManyEdgesAsTheFirmwareCounted(BoardCpu cpu)
    {
        Machines.Need(cpu);
        using var folder = new TestFolder();
        BoardStats stats;
        long lightInstructions;
        using (RunningBoard board = Start(cpu, new VirtualBoardOptions { VcdFile = folder["pins.vcd"] }))
        using (var client = BoardClient.Open(board.PortName))
        {
            client.Push(TestBlob.CoopNet.Blob);
            client.UploadSample(0, TestBlob.CoopNet.Cases[0].Input);
            foreach (CoopMode mode in new[] { CoopMode.Light, CoopMode.Full, CoopMode.Int8, CoopMode.Full, CoopMode.Light })
            {
                client.Mode(mode);
                client.Infer(0);
            }

            lightInstructions = client.Infer(0, InferWhat.Both).CountsBnn;
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
            double wantedNs = new CycleModel(BoardDescription.NucleoF767Zi.ClockHz).EstimateMs(lightInstructions) * 1e6;
            Assert.AreEqual(wantedNs, light[^1].TimeNs - light[^2].TimeNs, wantedNs / 4, "marker 0 is up while the BNN runs");
        }
    }

    [TestMethod]
    public void AnEmulatorThatVanishesEndsTheBoardWithAMessage()
    {
        using RunningBoard board = Start(BoardCpu.M7);
        using var client = BoardClient.Open(board.PortName);
        client.Push(TestBlob.CoopNet.Blob);
        client.UploadSample(0, TestBlob.CoopNet.Cases[0].Input);
        board.KillEmulator();
        client.Channel.Post(RequestType.Infer, [0, 0, 0, 0]);
        Assert.IsTrue(board.AwaitEnd(20_000));
        Assert.AreEqual("emulator-gone", (board.Failure as VirtualBoardException)?.Code);
    }

    private static RunningBoard Start(BoardCpu cpu, VirtualBoardOptions? options = null)
    {
        Machines.Need(cpu);
        return RunningBoard.Start((options ?? new VirtualBoardOptions { FlashTimeScale = 0.005 }) with { Cpu = cpu, Link = "tcp" });
    }

    private static long BytesOfAPush(RunningBoard board, byte[] blob)
    {
        var counting = new CutTransport(Transports.Open(board.PortName), long.MaxValue);
        using BoardClient client = BoardClient.Greet(counting);
        client.Push(blob);
        return counting.Written;
    }
}
