// A long inference is ended between two layers by Ctrl+C or Ctrl+U, and by nothing else; a short one never looks at the port.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class CancellationTests
{
    private const int Second = 216_000_000;

    [TestMethod]
    [DataRow(Protocol.Interrupt, Protocol.InferAsMode)]
    [DataRow(Protocol.KillLine, Protocol.InferAsMode)]
    [DataRow(Protocol.Interrupt, Protocol.InferMeasures)]
    public void ALongInferenceIsEndedAndTheBoardServesTheNextProgram(byte key, int what)
    {
        DeviceUnderTest device = Slow();
        device.Native.InTimedRegion = Once(() => device.Link.ToolWrite([key, .. FrameCodec.Encode(RequestType.Hello, 9, [1])]));

        device.Link.ToolWrite(FrameCodec.Encode(RequestType.Infer, 5, [0, (byte)what, 1, 0]));
        device.Run();

        List<DeviceFrame> frames = device.ReadFrames();
        Assert.HasCount(2, frames, "what came meanwhile is not lost");
        Assert.AreEqual((RequestType.Error, 5, NativeStatus.Cancelled), (frames[0].Type, frames[0].Seq, frames[0].Status));
        Assert.AreEqual((RequestType.Hello | RequestType.ReplyBit, 9), (frames[1].Type, frames[1].Seq));
        Assert.Contains("markers 983040", device.Native.Log.Last(), "every marker is lowered");
        Assert.AreEqual(0, Payload.GetI32(device.Ask(RequestType.Statistics).Payload, 0), "not finished, not counted");
    }

    [TestMethod]
    public void ARequestSaidAgainEndsNothing()
    {
        DeviceUnderTest device = Slow();
        byte[] payload = [0, Protocol.InferAsMode, Protocol.KillLine, Protocol.Interrupt];
        byte[] infer = FrameCodec.Encode(RequestType.Infer, Protocol.KillLine, payload);
        device.Native.InTimedRegion = Once(() => device.Link.ToolWrite(infer));

        device.Link.ToolWrite(infer);
        device.Run();

        List<DeviceFrame> frames = device.ReadFrames();
        Assert.HasCount(2, frames, "the reply, and the same for the repeat");
        Assert.IsTrue(frames.All(f => f.Type == (RequestType.Infer | RequestType.ReplyBit)));
        Assert.AreEqual(1, Payload.GetI32(device.Ask(RequestType.Statistics).Payload, 0), "done once");
    }

    [TestMethod]
    public void AShortInferenceDoesNotLookAtThePort()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        device.Ask(RequestType.Mode, (byte)CoopMode.Full);
        int before = 0,
            inside = 0;
        device.Native.InTimedRegion = () =>
        {
            before = before == 0 ? device.Link.Calls : before;
            inside = device.Link.Calls;
        };

        device.Ask(RequestType.Infer, 0, Protocol.InferAsMode, 0, 0);

        Assert.AreEqual(before, inside);
    }

    private static DeviceUnderTest Slow()
    {
        var device = new DeviceUnderTest(
            new FakeModel
            {
                Costs =
                [
                    [Second / 2, Second / 2, Second / 2],
                    [Second, Second],
                    [],
                ],
            }
        );
        device.Upload(0);
        device.Ask(RequestType.Mode, (byte)CoopMode.Full);
        device.Native.Log.Clear();
        return device;
    }

    private static Action Once(Action action)
    {
        bool done = false;
        return () =>
        {
            if (!done)
            {
                done = true;
                action();
            }
        };
    }
}
