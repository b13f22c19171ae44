// One port for frames and text: frames split anywhere, text between them, damage, frames left open, repeats, the baud rate.
using System.Text;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class PortTests
{
    [TestMethod]
    public void FramesMayBeSplitAnywhere()
    {
        byte[] wire = FrameCodec.Encode(RequestType.Echo, 9, [1, 0, 0x0A, 0xF5, 0]);
        for (int cut = 0; cut <= wire.Length; cut++)
        {
            var device = new DeviceUnderTest();
            device.Link.ToolWrite(wire.AsSpan(0, cut));
            device.Run();
            device.Link.ToolWrite(wire.AsSpan(cut));
            device.Run();
            List<DeviceFrame> frames = device.ReadFrames();
            Assert.HasCount(1, frames, $"cut at {cut}");
            CollectionAssert.AreEqual(new byte[] { 1, 0, 0x0A, 0xF5, 0 }, frames[0].Payload);
        }
    }

    [TestMethod]
    public void TextAndFramesMixInAnyPortions()
    {
        Random random = TestSeed.New(nameof(TextAndFramesMixInAnyPortions));
        for (int round = 0; round < 50; round++)
        {
            var device = new DeviceUnderTest(new FakeModel(), new FakeLink { ReadPortion = () => random.Next(1, 40) });
            int echoes = 0;
            int lines = 0;
            var wire = new List<byte>();
            for (int i = 0; i < 30; i++)
            {
                if (random.Next(2) == 0)
                {
                    byte[] payload = new byte[random.Next(80)];
                    random.NextBytes(payload);
                    wire.AddRange(FrameCodec.Encode(RequestType.Echo, echoes, payload));
                    echoes++;
                }
                else
                {
                    wire.AddRange("ct\r"u8.ToArray());
                    lines++;
                }
            }

            device.Link.ToolWrite([.. wire]);
            device.Run();
            List<DeviceFrame> frames = device.ReadFrames();
            CollectionAssert.AreEqual(Enumerable.Range(0, echoes).ToArray(), frames.Select(f => f.Seq).ToArray());
            string answers = device.ReadText();
            Assert.HasCount(lines + 1, answers.Split("ct 77/256 (0.301)\r\n"), answers);
        }
    }

    [TestMethod]
    public void FramesMayShareADelimiter()
    {
        var device = new DeviceUnderTest();
        byte[] one = FrameCodec.Encode(RequestType.Echo, 1, [1]);
        byte[] two = FrameCodec.Encode(RequestType.Echo, 2, [2]);
        device.Link.ToolWrite([.. one, .. two[1..]]);
        device.Run();
        Assert.HasCount(2, device.ReadFrames());
    }

    [TestMethod]
    public void ADamagedFrameIsReportedAndTheNextOneIsHeard()
    {
        byte[] good = FrameCodec.Encode(RequestType.Echo, 1, [7, 8, 9]);
        for (int at = 2; at < good.Length - 1; at++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[at] ^= (byte)(bad[at] == 0x0B ? 0x02 : 0x01);
            var device = new DeviceUnderTest();
            device.Link.ToolWrite(bad);
            device.Link.ToolWrite(good);
            device.Run();
            List<DeviceFrame> frames = device.ReadFrames();
            Assert.HasCount(2, frames);
            Assert.AreEqual(ErrorCode.BadFrame, frames[0].Error);
            Assert.AreEqual(0, frames[0].Seq);
            Assert.IsGreaterThan(0, frames[0].Detail(0), "the reason");
            Assert.AreEqual(RequestType.Echo | RequestType.ReplyBit, frames[1].Type);
        }
    }

    [TestMethod]
    public void AFrameLeftOpenIsAbandonedAfter200Ms()
    {
        byte[] frame = FrameCodec.Encode(RequestType.Echo, 1, [7, 8, 9]);
        var device = new DeviceUnderTest(new FakeModel());
        device.Link.ToolWrite(frame.AsSpan(0, 6));
        device.Run();
        device.Board.UptimeMs += 199;
        device.Run();
        device.Link.ToolWrite(frame.AsSpan(6));
        device.Run();
        Assert.HasCount(1, device.ReadFrames(), "199 ms: still open");

        device.Link.ToolWrite(frame.AsSpan(0, 6));
        device.Run();
        device.Board.UptimeMs += 200;
        device.Run();
        Assert.AreEqual("ct 77/256 (0.301)", device.Type("ct")[0]);
    }

    [TestMethod]
    public void TheClockMayWrap()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Board.UptimeMs = int.MaxValue - 50;
        device.Link.ToolWrite(FrameCodec.Encode(RequestType.Echo, 1, [7]).AsSpan(0, 6));
        device.Run();
        device.Board.Wait(200);
        device.Run();
        Assert.AreEqual("ct 77/256 (0.301)", device.Type("ct")[0]);
    }

    [TestMethod]
    public void RandomBytesStopNothing()
    {
        Random random = TestSeed.New(nameof(RandomBytesStopNothing));
        var device = new DeviceUnderTest(new FakeModel());
        byte[] noise = new byte[3000];
        for (int i = 0; i < 30; i++)
        {
            random.NextBytes(noise);
            device.Link.ToolWrite(noise);
            device.Run();
            device.Board.UptimeMs += 300;
            device.Run();
        }

        device.Link.ToolWrite("\r"u8);
        device.Run();
        device.ReadText();
        Assert.HasCount(1, device.Ask(RequestType.Threshold).Payload);
    }

    [TestMethod]
    public void ARepeatedRequestGetsTheSameReplyAndIsDoneOnce()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        byte[] first = device.AskAs(40, RequestType.Infer, 0, 1, 1, 0).Payload;
        int calls = device.Native.Log.Count;
        CollectionAssert.AreEqual(first, device.AskAs(40, RequestType.Infer, 0, 1, 1, 0).Payload);
        Assert.HasCount(calls, device.Native.Log, "nothing ran again");

        device.AskAs(41, RequestType.Statistics, 1);
        Assert.AreEqual(
            1,
            Payload.GetI32(device.AskAs(41, RequestType.Statistics, 1).Payload, 0),
            "the values before the reset, again"
        );
    }

    /// <summary>Sequences wrap: the answer to an old request must not come back for a new one that looks the same.</summary>
    [TestMethod]
    public void ARequestLikeAnOldOneIsDoneWhenOthersPassedBetween()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        byte[] infer = [0, Protocol.InferAsMode, 0, 0];
        device.AskAs(7, RequestType.Infer, infer);
        for (int seq = 8; seq < 7 + 256; seq++)
        {
            device.AskAs(seq & 0xFF, RequestType.Sample, [0, 0, 0, 1, 2, 3, 4, 5, 6]);
        }

        device.AskAs(7, RequestType.Infer, infer);

        Assert.AreEqual(2, Payload.GetI32(device.Ask(RequestType.Statistics).Payload, 0));
    }

    [TestMethod]
    public void DamageBetweenARequestAndItsRepeatChangesNothing()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        byte[] infer = [0, Protocol.InferAsMode, 0, 0];
        device.AskAs(7, RequestType.Infer, infer);
        byte[] bad = FrameCodec.Encode(RequestType.Infer, 8, infer);
        bad[^3] ^= 0x10;
        device.Link.ToolWrite(bad);
        device.Run();
        device.ReadFrames();

        device.AskAs(7, RequestType.Infer, infer);

        Assert.AreEqual(1, Payload.GetI32(device.Ask(RequestType.Statistics).Payload, 0));
    }

    [TestMethod]
    public void ARepeatHasTheSameSeqTypeAndPayload()
    {
        var device = new DeviceUnderTest(new FakeModel());
        Assert.AreEqual(10, device.AskAs(5, RequestType.Threshold, 10).Payload[0]);
        Assert.AreEqual(11, device.AskAs(5, RequestType.Threshold, 11).Payload[0], "another value is another request");
        device.Type("ct 0.5");
        Assert.AreEqual(11, device.AskAs(5, RequestType.Threshold, 11).Payload[0], "a repeat: not done again");
        Assert.AreEqual(128, device.AskAs(6, RequestType.Threshold).Payload[0]);
    }

    [TestMethod]
    public void ARefusedRequestIsRefusedAgainWithoutBeingTried()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Native.FailSettings = true;
        Assert.AreEqual(ErrorCode.FlashFailed, device.AskAs(5, RequestType.Threshold, 10).Error);
        device.Native.FailSettings = false;
        Assert.AreEqual(ErrorCode.FlashFailed, device.AskAs(5, RequestType.Threshold, 10).Error);
    }

    [TestMethod]
    public void HelloForgetsTheReply()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.AskAs(5, RequestType.Threshold, 10);
        device.Type("ct 0.5");
        device.AskAs(4, RequestType.Hello, 1);
        Assert.AreEqual(10, device.AskAs(5, RequestType.Threshold, 10).Payload[0]);
        Assert.AreEqual(10, device.AskAs(6, RequestType.Threshold).Payload[0], "done");
    }

    [TestMethod]
    public void ANewBaudRateNeedsAnEcho()
    {
        var device = new DeviceUnderTest();
        byte[] fast = BitConverter.GetBytes(921600);
        CollectionAssert.AreEqual(fast, device.Ask(RequestType.Baud, fast).Payload, "at the old rate");
        Assert.AreEqual(921600, device.Link.Baud);
        device.Link.ToolBaud = 921600;
        device.Board.UptimeMs += 1999;
        device.Run();
        device.Ask(RequestType.Echo, 1, 2, 3);
        device.Board.UptimeMs += 10000;
        device.Run();
        Assert.AreEqual(921600, device.Link.Baud);
    }

    [TestMethod]
    public void WithoutAnEchoTheOldRateComesBack()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Ask(RequestType.Baud, BitConverter.GetBytes(921600));
        device.Link.ToolWrite(FrameCodec.Encode(RequestType.Echo, 1, [1]));
        device.Run();
        device.Link.ToolRead();
        device.Board.UptimeMs += 2000;
        device.Run();
        Assert.AreEqual(Protocol.StartBaud, device.Link.Baud);

        device.Link.ToolWrite("\r"u8);
        device.Run();
        device.ReadText();
        CollectionAssert.AreEqual(
            BitConverter.GetBytes(921600),
            device.AskAs(77, RequestType.Baud, BitConverter.GetBytes(921600)).Payload
        );
        Assert.AreEqual(921600, device.Link.Baud, "a repeat of a baud request is done again");
    }

    [TestMethod]
    public void ARateThePortCannotDoChangesNothing()
    {
        var device = new DeviceUnderTest();
        device.AskFails(ErrorCode.BadPayload, RequestType.Baud, BitConverter.GetBytes(9599));
        device.AskFails(ErrorCode.BadPayload, RequestType.Baud, BitConverter.GetBytes(-1));
        device.Link.RefusesBaud = true;
        device.Ask(RequestType.Baud, BitConverter.GetBytes(3000000));
        Assert.HasCount(2, device.Ask(RequestType.Echo, 1, 2).Payload);
        Assert.AreEqual(Protocol.StartBaud, device.Link.Baud);
    }

    [TestMethod]
    public void TypedTextBeforeAFrameEndsItsLine()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Link.ToolWrite(Encoding.ASCII.GetBytes("ct"));
        device.Link.ToolWrite(FrameCodec.Encode(RequestType.Echo, 1, [1]));
        device.Run();
        Assert.HasCount(1, device.ReadFrames());
        Assert.AreEqual("ct\r\nct 77/256 (0.301)\r\n", device.ReadText());
    }
}
