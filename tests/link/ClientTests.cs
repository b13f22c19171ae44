// Requests over a virtual board: the same answers on a clean line, a damaging one, and after a reset; the rate falls back by
// itself.
using NanoCoopNet.Device;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Link.Tests;

[TestClass]
public sealed class ClientTests
{
    [TestMethod]
    public void HelloSaysWhatTheBoardIs()
    {
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        Assert.AreEqual("NUCLEO-F767ZI", client.Hello.Board);
        Assert.IsTrue(client.Hello.IsVirtual);
        Assert.AreEqual(216_000_000, client.Hello.ClockHz);
        Assert.AreEqual(TimeSource.HostClock, client.Hello.TimeSource);
        Assert.AreEqual(Protocol.MaxPayload(client.Hello.RxBufferBytes), client.Hello.MaxPayloadBytes);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void InferencesAreTheSameOnADamagingLine()
    {
        Random random = TestSeed.New(nameof(InferencesAreTheSameOnADamagingLine));
        using RunningBoard board = Boards.Start();
        byte[][] samples;
        InferResult[] clean;
        using (BoardClient client = BoardClient.Open(board.PortName))
        {
            client.Push(Boards.GoldenModel());
            BoardStatus status = client.Status();
            samples = [.. Enumerable.Range(0, 12).Select(_ => Sample(random, status.InputBytes))];
            clean = [.. samples.Select((s, i) => Infer(client, s, i))];
        }

        FaultyTransport line = new(Transports.Open(board.PortName), new Faults(0.0005, 0.0005, 0.0005), random);
        using BoardClient noisy = BoardClient.Greet(line);
        for (int i = 0; i < samples.Length; i++)
        {
            InferResult again = Infer(noisy, samples[i], i);
            Assert.AreEqual(
                (clean[i].Answer, clean[i].BnnTop1, clean[i].Int8Top1, clean[i].Confidence65536),
                (again.Answer, again.BnnTop1, again.Int8Top1, again.Confidence65536)
            );
        }

        line.Active = false;
        Assert.AreEqual((uint)(2 * samples.Length), noisy.Stats().Inferences, "a repeated request is not done twice");
    }

    /// <summary>What runs on the board ends with the program that is ended by Ctrl+C.</summary>
    [TestMethod]
    public void CtrlCOfTheProgramEndsTheBoardsRuns()
    {
        using RunningBoard board = Boards.Start();
        using CancellationTokenSource stop = new();
        using (BoardClient client = BoardClient.Open(board.PortName, stop.Token))
        {
            client.Push(Boards.GoldenModel());
            client.UploadSample(0, new byte[client.Status().InputBytes]);
            stop.CancelAfter(500);
            Assert.ThrowsExactly<OperationCanceledException>(() => client.Console("run 100000000"));
        }

        System.Diagnostics.Stopwatch idle = System.Diagnostics.Stopwatch.StartNew();
        using BoardClient next = BoardClient.Open(board.PortName);
        uint runs = next.Stats().Inferences;
        Console.WriteLine($"idle {idle.ElapsedMilliseconds} ms after the program's end, {runs} runs");
        Assert.IsGreaterThan(0u, runs);
        Thread.Sleep(300);
        Assert.AreEqual(runs, next.Stats().Inferences, "nothing runs any more");
    }

    [TestMethod]
    public void AMeasuredSampleOfCifar10TakesThreeRequests()
    {
        const int samples = 10;
        Random random = TestSeed.New(nameof(AMeasuredSampleOfCifar10TakesThreeRequests));
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(Boards.ShippedModel("caffenet-cifar10-coopnet"));
        client.Status();
        ReadOnlyMemory<byte>[] images = [.. Enumerable.Range(0, samples).Select(_ => (ReadOnlyMemory<byte>)Sample(random, 3072))];
        Measurer measurer = new(client, new InferRequest(InferWhat.Both, IsMeasurement: true));
        measurer.WarmUp(images[0], 1);

        int before = client.Channel.Requests;
        List<MeasurementRow> rows = [];
        measurer.Run(images, _ => -1, rows.Add, withLayers: true, CancellationToken.None);
        Assert.AreEqual((3 * samples) - 1, client.Channel.Requests - before, "the warm-up had sent the first sample");
        Assert.HasCount(samples, rows);
        Assert.IsTrue(rows.All(r => r.Layers[0].Sum() == r.Result.CountsBnn && r.Layers[1].Sum() == r.Result.CountsInt8));
    }

    [TestMethod]
    public void Int8AloneRunsASharedStemFirst()
    {
        const int stemLayers = 2;
        Random random = TestSeed.New(nameof(Int8AloneRunsASharedStemFirst));
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(Boards.GoldenModel("coopnet-stem"));
        BoardStatus model = client.Status();
        ReadOnlyMemory<byte>[] images =
        [
            .. Enumerable.Range(0, 5).Select(_ => (ReadOnlyMemory<byte>)Sample(random, model.InputBytes)),
        ];
        List<MeasurementRow> Measured(InferWhat what)
        {
            List<MeasurementRow> rows = [];
            new Measurer(client, new InferRequest(what, IsMeasurement: true)).Run(
                images,
                _ => -1,
                rows.Add,
                withLayers: true,
                CancellationToken.None
            );
            return rows;
        }

        List<MeasurementRow> both = Measured(InferWhat.Both),
            alone = Measured((InferWhat)(Protocol.InferMode + (int)CoopMode.Int8));
        foreach ((MeasurementRow b, MeasurementRow a) in both.Zip(alone))
        {
            Assert.AreEqual((b.Result.Int8Top1, (int?)null), (a.Result.Int8Top1, a.Result.BnnTop1));
            Assert.HasCount(stemLayers, a.Layers[0]);
            Assert.HasCount(model.LayerCounts[1], a.Layers[1]);
            Assert.AreEqual(a.Layers[0].Sum(), a.Result.CountsBnn);
            Assert.HasCount(model.LayerCounts[0], b.Layers[0]);
        }
    }

    [TestMethod]
    public void ALineThatLosesLargeFramesGetsSmallOnes()
    {
        Random random = TestSeed.New(nameof(ALineThatLosesLargeFramesGetsSmallOnes));
        using RunningBoard board = Boards.Start();
        BreakingTransport line = new(
            Transports.Open(board.PortName),
            f => f.Type == RequestType.Sample && f.Payload.Length > 600,
            always: true
        );
        using BoardClient client = BoardClient.Greet(line);
        client.Push(Boards.ShippedModel("caffenet-cifar10-coopnet"));
        byte[] image = Sample(random, 3072);
        client.UploadSample(0, image);
        int answer = client.Infer(0).Answer;
        Assert.IsTrue(line.HasBroken);
        int before = client.Channel.Repeats;
        client.UploadSample(1, image);
        Assert.AreEqual(answer, client.Infer(1).Answer);
        Assert.AreEqual(before, client.Channel.Repeats, "large frames are not tried again");
    }

    [TestMethod]
    public void AMeasurementLeavesModeThresholdAndTheAutomaticOneAsTheyWere()
    {
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(Boards.GoldenModel());
        client.UploadSample(0, new byte[client.Status().InputBytes]);
        client.Mode(CoopMode.Full);
        BoardStatus before = client.Status();
        foreach (InferWhat what in Enum.GetValues<InferWhat>())
        {
            InferResult r = client.Infer(0, new InferRequest(what, IsMeasurement: true));
            TakenMode? expected = what switch
            {
                InferWhat.Light => TakenMode.Light,
                InferWhat.Int8 => TakenMode.Int8,
                InferWhat.Auto => null,
                _ => TakenMode.Full,
            };
            Assert.AreEqual(expected ?? r.Mode, r.Mode, $"{what}");
        }

        Assert.AreEqual(TakenMode.Light, client.Infer(0, new InferRequest(InferWhat.Auto, true, 0)).Mode);
        Assert.AreEqual((before.Mode, before.ConfidenceThreshold), (client.Status().Mode, client.Status().ConfidenceThreshold));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void ALineThatChattersAfterARaisedRateEndsTheAttempt()
    {
        using RunningBoard board = Boards.Start();
        ChatteringTransport line = new(Transports.Open(board.PortName));
        using BoardClient client = BoardClient.Greet(line);
        LinkException e = Assert.ThrowsExactly<LinkException>(() => client.RaiseBaud(921600, _ => { }));
        Assert.AreEqual(ExitCode.BoardSilent, e.Code);
        Assert.IsLessThanOrEqualTo(LinkReader.MaxText, client.Channel.Reader.TakeText().Length);
    }

    [TestMethod]
    public void WhatNobodyTakesIsBounded()
    {
        LinkReader reader = new();
        byte[] frame = FrameCodec.Encode(0x81, 1, new byte[100]),
            text = new byte[4096];
        text.AsSpan().Fill((byte)'x');
        for (int i = 0; i < 2000; i++)
        {
            reader.Feed(text);
            reader.Feed(frame);
        }

        Assert.HasCount(LinkReader.MaxFrames, reader.Frames);
        string kept = reader.TakeText();
        Assert.IsLessThanOrEqualTo(LinkReader.MaxText, kept.Length);
        StringAssert.EndsWith(kept, "x\n", "the newest is kept");
    }

    [TestMethod]
    public void ThresholdModeAndConsoleActOnTheSameState()
    {
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(Boards.GoldenModel());
        Assert.AreEqual((byte)77, client.ConfidenceThreshold(77));
        StringAssert.Contains(client.Console("ct")[0], "0.301");
        StringAssert.Contains(client.Console("ct 0.5")[0], "0.5");
        Assert.AreEqual((byte)128, client.ConfidenceThreshold());
        Assert.HasCount(1, client.Console("mode light"));
        Assert.AreEqual(CoopMode.Light, client.Mode());
        string[] wrong =
        [
            .. client.Console("ct 7"),
            .. client.Console("ct abc"),
            .. client.Console("nonsense"),
            .. client.Console("mode fast"),
        ];
        Assert.HasCount(4, wrong);
        Assert.IsTrue(wrong.All(l => l.StartsWith("error", StringComparison.Ordinal)), string.Join(" | ", wrong));
        Assert.AreEqual((byte)128, client.ConfidenceThreshold(), "errors change nothing");
        client.Reset();
        Assert.AreEqual((byte)128, client.ConfidenceThreshold(), "the threshold survives a reset");
    }

    [TestMethod]
    public void AHalfTypedLineIsNotExecutedByAProgramsFirstFrame()
    {
        using RunningBoard board = Boards.Start();
        using (IByteTransport person = Transports.Open(board.PortName))
        {
            person.Write("mode light"u8);
            Thread.Sleep(100);
        }

        using BoardClient client = BoardClient.Open(board.PortName);
        Assert.AreEqual(CoopMode.Auto, client.Mode());
    }

    [TestMethod]
    public void RunManyAnswersWhenItIsDone()
    {
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(Boards.GoldenModel());
        client.UploadSample(0, new byte[client.Status().InputBytes]);
        StringAssert.StartsWith(client.Console("run 50")[0], "50 runs");
        Assert.AreEqual(50u, client.Stats().Inferences);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void ARateThatDoesNotGetThroughFallsBack()
    {
        Random random = TestSeed.New(nameof(ARateThatDoesNotGetThroughFallsBack));
        using RunningBoard board = Boards.Start();
        FaultyTransport line = new(Transports.Open(board.PortName), new Faults(OnlyBaud: Transports.StartBaud), random);
        using BoardClient client = BoardClient.Greet(line);
        List<string> said = [];
        client.RaiseBaud(921600, said.Add);
        Assert.AreEqual(Transports.StartBaud, client.Baud);
        StringAssert.Contains(said.Single(), "falling back");
        Assert.AreEqual("NUCLEO-F767ZI", client.Hello.Board);
        Assert.IsFalse(client.Status().HasModel);
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(9600)]
    [DataRow(460800)]
    [DataRow(921600)]
    public void ABoardThatAKilledProgramLeftAtAnotherRateIsFound(int baud)
    {
        Random random = TestSeed.New(nameof(ABoardThatAKilledProgramLeftAtAnotherRateIsFound));
        using RunningBoard board = Boards.Start();
        using (BoardChannel killed = new(Transports.Open(board.PortName)))
        {
            byte[] rate = BitConverter.GetBytes(baud);
            CollectionAssert.AreEqual(rate, killed.Request("baud", RequestType.Baud, rate));
            killed.Request("echo", RequestType.Echo, [1]);
        }

        FaultyTransport line = new(Transports.Open(board.PortName), new Faults(OnlyBaud: baud), random);
        using (BoardClient client = BoardClient.Greet(line))
        {
            Assert.AreEqual(baud, client.Baud);
            line.Active = false;
        }

        Assert.AreEqual(Transports.StartBaud, board.Serial.Baud, "and brought back");
    }

    [TestMethod]
    public void TheBoardIsLeftAtTheRateATerminalExpects()
    {
        using RunningBoard board = Boards.Start();
        using (BoardClient client = BoardClient.Open(board.PortName))
        {
            client.RaiseBaud(921600, _ => { });
            Assert.AreEqual(921600, client.Baud);
        }

        Assert.AreEqual(Transports.StartBaud, board.Serial.Baud);
    }

    [TestMethod]
    public void ASmallReceiveBufferIsRespected()
    {
        using RunningBoard board = Boards.Start(new VirtualBoardOptions { ReceiveBufferBytes = 256 });
        using BoardClient client = BoardClient.Open(board.PortName);
        client.RaiseBaud(921600, Assert.Fail);
        client.Push(Boards.GoldenModel());
        client.UploadSample(0, new byte[client.Status().InputBytes]);
        client.Infer(0);
        Assert.AreEqual(0L, board.Serial.Overflowed);
    }

    [TestMethod]
    public void WithoutAModelTheErrorSaysSo()
    {
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        LinkException refused = Assert.ThrowsExactly<BoardErrorException>(() => client.Infer(0));
        Assert.AreEqual(ExitCode.NoModel, refused.Code);
        StringAssert.Contains(refused.Hint, "push");
    }

    private static InferResult Infer(BoardClient client, byte[] sample, int i)
    {
        client.UploadSample(i % 2, sample);
        return client.Infer(i % 2, InferRequest.Both);
    }

    private static byte[] Sample(Random random, int bytes)
    {
        byte[] sample = new byte[bytes];
        random.NextBytes(sample);
        return sample;
    }
}
