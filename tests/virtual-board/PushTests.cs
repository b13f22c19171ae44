// Models and other bytes on their way to the virtual board, and what its limits do to them.
using NanoCoopNet.Device;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class PushTests
{
    [TestMethod]
    [DataRow(BoardCpu.Pc)]
    [DataRow(BoardCpu.M7)]
    public void AModelIsPushedAndClassifies(BoardCpu cpu)
    {
        GoldenModel model = TestBlob.CoopNet;
        using RunningBoard board = TestBoard.Start(cpu);
        using var client = BoardClient.Open(board.PortName);
        Assert.IsTrue(client.Hello.IsVirtual);
        Assert.AreEqual(cpu == BoardCpu.M7 ? TimeSource.EmulatedInstructions : TimeSource.HostClock, client.Hello.TimeSource);
        Assert.IsFalse(client.Status().HasModel);
        Assert.IsFalse(client.Push(model.Blob).Skipped);
        Assert.IsTrue(client.Push(model.Blob).Skipped, "it is there already");
        foreach (GoldenCase golden in model.Cases)
        {
            client.UploadSample(0, golden.Input);
            InferResult result = client.Infer(0, InferRequest.Both);
            Assert.AreEqual(golden.Confidence[0]![0], result.BnnTop1);
            Assert.AreEqual(golden.Confidence[0]![2], result.Confidence256);
            Assert.AreEqual(golden.Confidence[0]![3], result.Confidence65536);
            Assert.AreEqual(golden.Confidence[1]![0], result.Int8Top1);
        }
    }

    [TestMethod]
    public void APushInterruptedAtAnyByteResumes()
    {
        const int Rounds = 25;
        Random random = TestSeed.New(nameof(APushInterruptedAtAnyByteResumes));
        using RunningBoard board = TestBoard.Start(BoardCpu.Pc);
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
                Assert.AreEqual(ExitCode.PortVanished, e.Code);
            }

            using var client = BoardClient.Open(board.PortName);
            PushResult result = client.Push(blob);
            resumed += result.ResumedAt > 0 ? 1 : 0;
            BoardStatus status = client.Status();
            Assert.AreEqual(
                Convert.ToHexStringLower(TestBlob.Identity(blob)),
                status.Identity,
                $"cut after {cut} of {whole} bytes"
            );
        }

        Assert.IsGreaterThan(Rounds / 4, resumed, "most cuts lie in the data, so most transfers go on where they were");
    }

    [TestMethod]
    public void ARequestThatArrivesDuringAnEraseIsLost()
    {
        using RunningBoard board = TestBoard.Start(BoardCpu.Pc, new VirtualBoardOptions { FlashTimeScale = 0.5 });
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
        using RunningBoard board = TestBoard.Start(
            BoardCpu.Pc,
            new VirtualBoardOptions
            {
                ReceiveBufferBytes = BoardDescription.NucleoF767Zi.ApplicationPort.ReceiveBufferDefaultBytes,
            }
        );
        using var client = BoardClient.Open(board.PortName);
        client.Push(TestBlob.Padded(10 * 1024));
        Assert.AreEqual(0, board.Serial.Overflowed, "the credit keeps within the buffer");
        Assert.IsTrue(client.Status().HasModel);
    }

    [TestMethod]
    public void WithoutCreditASmallBufferLosesBytes()
    {
        using RunningBoard board = TestBoard.Start(BoardCpu.Pc, new VirtualBoardOptions { ReceiveBufferBytes = 256 });
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

    private static long BytesOfAPush(RunningBoard board, byte[] blob)
    {
        var counting = new CutTransport(Transports.Open(board.PortName), long.MaxValue);
        using BoardClient client = BoardClient.Greet(counting);
        client.Push(blob);
        return counting.Written;
    }
}
