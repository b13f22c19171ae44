// Every request of PROTOCOL.md: its reply, and what it refuses.
using System.Text;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class RequestTests
{
    [TestMethod]
    public void Hello()
    {
        byte[] p = new DeviceUnderTest(new FakeModel()).Ask(RequestType.Hello, 1).Payload;

        Assert.AreEqual(
            "01"
                + "06"
                + "0010"
                + "800C"
                + "E00B"
                + "05000000"
                + "01000000"
                + "01000000"
                + "78563412"
                + "00800100"
                + "00E6DF0C"
                + "01"
                + "0C"
                + "0102030405060708090A0B0C"
                + "0A"
                + Hex("TEST-BOARD")
                + "05"
                + Hex("0.1.0"),
            Convert.ToHexString(p)
        );
        Assert.AreEqual(4, new DeviceUnderTest().Ask(RequestType.Hello, 1).Payload[1], "no model open");
    }

    [TestMethod]
    public void HelloSaysDebugForManagedAndForNativeCode()
    {
        foreach ((bool managed, bool native) in new[] { (true, false), (false, true), (true, true), (false, false) })
        {
            var device = new DeviceUnderTest(native: new FakeNative { IsDebugBuild = native });
            device.Board.IsDebugBuild = managed;
            Assert.AreEqual(managed || native, (device.Ask(RequestType.Hello, 1).Payload[1] & Protocol.FlagDebugBuild) != 0);
        }
    }

    [TestMethod]
    public void Runtime()
    {
        byte[] p = new DeviceUnderTest().Ask(RequestType.Runtime).Payload;

        Assert.AreEqual(NativeInterface.Checksum, Payload.GetI32(p, 0));
        Assert.AreEqual(123456, Payload.GetI32(p, 4));
        Assert.AreEqual("19" + Hex("nanoCLR 1.15.0.0 for TEST"), Convert.ToHexString(p[8..]));
    }

    [TestMethod]
    public void StatusWithAModel()
    {
        byte[] p = new DeviceUnderTest(new FakeModel()).Ask(RequestType.Status).Payload;
        string identity = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(DeviceUnderTest.SomeBlob));

        Assert.AreEqual(
            "00"
                + "4D"
                + "00"
                + "01"
                + "01"
                + "04"
                + "0600"
                + "0200"
                + "0300"
                + "0100"
                + "030400"
                + "88130000"
                + "FEFFFFFF"
                + "00010000"
                + identity
                + "0A"
                + Hex("fake-model")
                + new string('0', 32),
            Convert.ToHexString(p)
        );
    }

    [TestMethod]
    public void StatusWithoutAModelSaysWhy()
    {
        byte[] none = new DeviceUnderTest().Ask(RequestType.Status).Payload;
        Assert.AreEqual("0000FF" + new string('0', 2 * 58) + "00" + "F7FFFFFF" + new string('0', 24), Convert.ToHexString(none));

        var native = new FakeNative { RefuseOpen = NativeStatus.Arena };
        native.Store.Put(DeviceUnderTest.SomeBlob);
        byte[] refused = new DeviceUnderTest(native: native).Ask(RequestType.Status).Payload;
        Assert.AreEqual("FCFFFFFF" + "29000000" + "01000000" + "02000000", Convert.ToHexString(refused[^16..]));
    }

    [TestMethod]
    public void RequestsThatNeedAModelSayThatThereIsNone()
    {
        var device = new DeviceUnderTest();
        DeviceFrame reply = device.AskFails(ErrorCode.NoModel, RequestType.Infer, 0, 0, 0, 0);
        Assert.AreEqual(NativeStatus.NoModel, reply.Status);
        Assert.AreEqual("no model is open; push one", reply.ErrorText);
        device.AskFails(ErrorCode.NoModel, RequestType.Sample, 0, 0, 0, 1);
        device.AskFails(ErrorCode.NoModel, RequestType.Layers, 0, 0);
        device.AskFails(ErrorCode.NoModel, RequestType.ClassName, 0);
        device.AskFails(ErrorCode.NoModel, RequestType.Threshold);
        device.AskFails(ErrorCode.NoModel, RequestType.Threshold, 1);
        Assert.AreEqual(0, device.Ask(RequestType.Mode).Payload[0]);
    }

    [TestMethod]
    public void LayersInPages()
    {
        var model = new FakeModel { Costs = [Enumerable.Repeat(1, 64).ToArray(), [1], []] };
        var device = new DeviceUnderTest(model);

        byte[] first = device.Ask(RequestType.Layers, 0, 0).Payload;
        Assert.AreEqual(34, first[0]);
        Assert.HasCount(1 + 34 * 30, first);
        byte[] second = device.Ask(RequestType.Layers, 0, 34).Payload;
        Assert.AreEqual(30, second[0]);
        Assert.AreEqual((34 * 100) & 0xFF, second[1], "op of layer 34");
        Assert.AreEqual(34 * 100 + 2, Payload.GetU16(second, 3), "its input height");
        Assert.AreEqual(34 * 100 + 11, Payload.GetI32(second, 27), "its scratch bytes");
        Assert.AreEqual(0, device.Ask(RequestType.Layers, 0, 200).Payload[0]);
        Assert.AreEqual(0, device.Ask(RequestType.Layers, 2, 0).Payload[0]);
        device.AskFails(ErrorCode.BadPayload, RequestType.Layers, 3, 0);
    }

    [TestMethod]
    public void ClassNames()
    {
        var device = new DeviceUnderTest(new FakeModel());
        Assert.AreEqual("fake-model", Encoding.UTF8.GetString(device.Ask(RequestType.ClassName, 0xFF).Payload));
        Assert.AreEqual("class3", Encoding.UTF8.GetString(device.Ask(RequestType.ClassName, 3).Payload));
        device.AskFails(ErrorCode.BadPayload, RequestType.ClassName, 4);
    }

    [TestMethod]
    public void EchoReturnsEveryByteValueAndTheLargestPayload()
    {
        var device = new DeviceUnderTest();
        byte[] all = [.. Enumerable.Range(0, 1024).Select(i => (byte)i)];
        CollectionAssert.AreEqual(all, device.Ask(RequestType.Echo, all).Payload);
        CollectionAssert.AreEqual(Array.Empty<byte>(), device.Ask(RequestType.Echo).Payload);
    }

    [TestMethod]
    public void APayloadLargerThanASmallReceiveBufferAllowsIsRefused()
    {
        var link = new FakeLink { ReceiveBufferBytes = 512 };
        var device = new DeviceUnderTest(link: link);
        int most = Payload.GetU16(device.Ask(RequestType.Hello, 1).Payload, 4);
        Assert.AreEqual(436, most);
        Assert.HasCount(most, device.Ask(RequestType.Echo, new byte[most]).Payload);
        Assert.AreEqual(most, device.AskFails(ErrorCode.BadPayload, RequestType.Echo, new byte[most + 1]).Detail(0));
    }

    [TestMethod]
    public void UnknownRequestsAreNamed()
    {
        var device = new DeviceUnderTest();
        foreach (int type in new[] { 0x00, 0x06, 0x40, 0x7F, 0x81, 0xFE })
        {
            Assert.AreEqual(type, device.AskFails(ErrorCode.UnknownRequest, type, 1, 2, 3).Detail(0));
        }
    }

    [TestMethod]
    public void PayloadsOfAWrongLengthAreRefusedAndChangeNothing()
    {
        var wrong = new (int Type, int[] Lengths)[]
        {
            (RequestType.Hello, [0, 2]),
            (RequestType.Status, [1]),
            (RequestType.Layers, [0, 1, 3]),
            (RequestType.ClassName, [0, 2]),
            (RequestType.Runtime, [1]),
            (RequestType.Baud, [0, 3, 5]),
            (RequestType.StoreInfo, [0, 2]),
            (RequestType.StoreBegin, [0, 35, 37]),
            (RequestType.StoreErase, [0, 2]),
            (RequestType.StoreData, [0, 3]),
            (RequestType.StoreCommit, [1]),
            (RequestType.StoreRemove, [0, 2]),
            (RequestType.StoreUse, [0, 2]),
            (RequestType.Sample, [0, 1, 2, 3]),
            (RequestType.Infer, [0, 3, 5, 6]),
            (RequestType.LayerCounts, [0, 2]),
            (RequestType.Logits, [0, 2]),
            (RequestType.Threshold, [2]),
            (RequestType.Mode, [2]),
            (RequestType.Statistics, [2]),
            (RequestType.Quiet, [0, 2]),
            (RequestType.Reset, [1]),
        };
        var device = new DeviceUnderTest(new FakeModel());
        foreach ((int type, int[] lengths) in wrong)
        {
            foreach (int length in lengths)
            {
                device.AskFails(ErrorCode.BadPayload, type, new byte[length]);
            }
        }

        Assert.AreEqual(0, device.Board.Restarts);
        Assert.AreEqual(77, device.Ask(RequestType.Threshold).Payload[0]);
    }

    [TestMethod]
    public void ValuesOutOfRangeAreRefused()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        device.AskFails(ErrorCode.BadPayload, RequestType.Mode, 4);
        device.AskFails(ErrorCode.BadPayload, RequestType.Quiet, 2);
        device.AskFails(ErrorCode.BadPayload, RequestType.Infer, 2, 0, 0, 0);
        device.AskFails(ErrorCode.BadPayload, RequestType.Infer, 0, 2, 0, 0);
        device.AskFails(ErrorCode.BadPayload, RequestType.Infer, 0, 0x86, 0, 0);
        device.AskFails(ErrorCode.BadPayload, RequestType.Infer, 0, 0x82, 0, 0, 77, 0);
        device.AskFails(ErrorCode.BadPayload, RequestType.LayerCounts, 3);
        device.AskFails(ErrorCode.BadPayload, RequestType.Logits, 3);
        device.AskFails(ErrorCode.BadPayload, RequestType.Sample, 2, 0, 0, 1);
        device.AskFails(ErrorCode.BadPayload, RequestType.StoreInfo, 99);
        device.AskFails(ErrorCode.BadPayload, RequestType.StoreRemove, 3);
        device.AskFails(ErrorCode.BadPayload, RequestType.StoreUse, 3);
    }

    [TestMethod]
    public void SampleGoesUpInPiecesInOrder()
    {
        var device = new DeviceUnderTest(new FakeModel());
        Assert.AreEqual(2, Payload.GetU16(device.Ask(RequestType.Sample, 1, 0, 0, 10, 11).Payload, 0));
        DeviceFrame gap = device.AskFails(ErrorCode.WrongOffset, RequestType.Sample, 1, 3, 0, 9);
        Assert.AreEqual(2, gap.Detail(0));
        Assert.AreEqual(
            6,
            device.AskFails(ErrorCode.BadPayload, RequestType.Sample, 1, 2, 0, 1, 2, 3, 4, 5).Detail(0),
            "beyond the sample"
        );

        DeviceFrame early = device.AskFails(ErrorCode.NotReady, RequestType.Infer, 1, 0, 0, 0);
        Assert.AreEqual(2, early.Detail(0));
        Assert.AreEqual(6, early.Detail(1));

        Assert.AreEqual(
            4,
            Payload.GetU16(device.Ask(RequestType.Sample, 1, 1, 0, 11, 12, 13).Payload, 0),
            "a repeat of byte 1 is taken"
        );
        Assert.AreEqual(6, Payload.GetU16(device.Ask(RequestType.Sample, 1, 4, 0, 14, 15).Payload, 0));
        CollectionAssert.AreEqual(new byte[] { 10, 11, 12, 13, 14, 15 }, device.Native.Bank(1));
        Assert.HasCount(ResultLayout.Bytes, device.Ask(RequestType.Infer, 1, 0, 0, 0).Payload);
        device.AskFails(ErrorCode.NotReady, RequestType.Infer, 0, 0, 0, 0);

        Assert.AreEqual(
            1,
            Payload.GetU16(device.Ask(RequestType.Sample, 1, 0, 0, 20).Payload, 0),
            "offset 0 starts a new sample"
        );
        device.AskFails(ErrorCode.NotReady, RequestType.Infer, 1, 0, 0, 0);
    }

    [TestMethod]
    public void InferAndLayerCounts()
    {
        var device = new DeviceUnderTest(FakeModel.WithGlue());
        device.Upload(0);
        Assert.AreEqual(0, device.Ask(RequestType.LayerCounts, 0).Payload[0], "nothing was run");

        byte[] p = device.Ask(RequestType.Infer, 0, 1, 0x34, 0x12).Payload;
        Assert.AreEqual(0x1234, Payload.GetU16(p, ResultLayout.Tag));
        Assert.AreEqual((byte)CoopMode.Light, p[ResultLayout.ModeTaken]);
        Assert.AreEqual(3, p[ResultLayout.GlueTop1]);
        Assert.AreEqual("02" + "05000000" + "28000000", Convert.ToHexString(device.Ask(RequestType.LayerCounts, 2).Payload));

        device.Ask(RequestType.Infer, 0, 0, 0, 0);
        Assert.AreEqual("00", Convert.ToHexString(device.Ask(RequestType.LayerCounts, 2).Payload), "light ran no glue");
        Assert.AreEqual(3, device.Ask(RequestType.LayerCounts, 0).Payload[0]);
    }

    [TestMethod]
    public void LayerCountsOfAllNetworksComeAtOnce()
    {
        var device = new DeviceUnderTest(FakeModel.WithGlue());
        device.Upload(0);
        device.Ask(RequestType.Infer, 0, 1, 0, 0);
        string Counts(int net) => Convert.ToHexString(device.Ask(RequestType.LayerCounts, (byte)net).Payload);
        Assert.AreEqual(Counts(0) + Counts(1) + Counts(2), Counts(Protocol.AllNetworks));

        device.Ask(RequestType.Infer, 0, 0x83, 0, 0);
        StringAssert.EndsWith(Counts(Protocol.AllNetworks), "0000", "light ran the BNN only");
    }

    [TestMethod]
    public void AMeasurementBringsItsOwnModeAndThresholdAndLeavesTheBoards()
    {
        var device = new DeviceUnderTest(FakeModel.WithGlue());
        device.Upload(0);
        device.Ask(RequestType.Auto, 1, 0, 0x80, 0, 0, 1, 0, 1, 0);
        device.Ask(RequestType.Mode, (byte)CoopMode.Full);
        string auto = Convert.ToHexString(device.Ask(RequestType.Auto).Payload);
        byte ct = device.Ask(RequestType.Threshold).Payload[0];
        device.Ask(RequestType.Infer, 0, 0, 0, 0);
        Assert.AreEqual("-F", device.Board.Leds);

        (byte What, byte[] Ct, CoopMode Taken)[] cases =
        [
            (0x80, [], CoopMode.Full),
            (0x82, [100], CoopMode.Light),
            (0x82, [101], CoopMode.Full),
            (0x83, [255], CoopMode.Light),
            (0x84, [0], CoopMode.Full),
            (0x85, [], CoopMode.Int8),
        ];
        foreach ((byte what, byte[] own, CoopMode taken) in cases)
        {
            byte[] p = device.Ask(RequestType.Infer, [0, what, 0, 0, .. own]).Payload;
            Assert.AreEqual((byte)taken, p[ResultLayout.ModeTaken], $"what {what:x2}");
            Assert.AreEqual("--", device.Board.Leds, "light of LEDs would be measured as well");
        }

        Assert.AreEqual((byte)CoopMode.Full, device.Ask(RequestType.Mode).Payload[0]);
        Assert.AreEqual(ct, device.Ask(RequestType.Threshold).Payload[0]);
        Assert.AreEqual(auto, Convert.ToHexString(device.Ask(RequestType.Auto).Payload), "the automatic CT learned nothing");
    }

    [TestMethod]
    public void AMeasurementInModeInt8NeedsAnAnswerOfThatNetwork()
    {
        var device = new DeviceUnderTest(FakeModel.WithoutInt8Answer());
        device.Upload(0);
        device.AskFails(ErrorCode.WrongMode, RequestType.Infer, 0, 0x85, 0, 0);
    }

    [TestMethod]
    public void ASampleOf3072BytesFitsOneFrame()
    {
        var device = new DeviceUnderTest(new FakeModel { Input = [32, 32, 3] });
        byte[] sample = [.. Enumerable.Range(0, 3072).Select(i => (byte)i)];
        Assert.AreEqual(3072, Payload.GetU16(device.Ask(RequestType.Sample, [0, 0, 0, .. sample]).Payload, 0));
        CollectionAssert.AreEqual(sample, device.Native.Bank(0));
        device.AskFails(ErrorCode.BadPayload, RequestType.Echo, new byte[Protocol.LargestRequest - 100]);
    }

    [TestMethod]
    public void LogitsAreThoseOfTheNetworksThatRan()
    {
        var device = new DeviceUnderTest(FakeModel.WithGlue());
        device.Upload(0);
        Assert.AreEqual("00", Convert.ToHexString(device.Ask(RequestType.Logits, 0).Payload), "nothing was run");
        device.Ask(RequestType.Infer, 0, 1, 0, 0);
        Assert.AreEqual(
            "04" + "05000000" + "09000000" + "FFFFFFFF" + "00000000",
            Convert.ToHexString(device.Ask(RequestType.Logits, 0).Payload)
        );
        Assert.AreEqual(
            "04" + "01000000" + "02000000" + "03000000" + "04000000",
            Convert.ToHexString(device.Ask(RequestType.Logits, 2).Payload)
        );
        device.Ask(RequestType.Infer, 0, 0, 0, 0);
        Assert.AreEqual("00", Convert.ToHexString(device.Ask(RequestType.Logits, 2).Payload), "light ran no glue");
        var features = new DeviceUnderTest(FakeModel.WithoutInt8Answer());
        features.Upload(0);
        features.Ask(RequestType.Infer, 0, 1, 0, 0);
        Assert.AreEqual("00", Convert.ToHexString(features.Ask(RequestType.Logits, 1).Payload), "no logits of its own");
    }

    [TestMethod]
    public void NoByteIsReadOrSentWithinAnInference()
    {
        var device = new DeviceUnderTest(FakeModel.WithGlue());
        device.Upload(0);
        var calls = new List<int>();
        device.Native.InTimedRegion = () => calls.Add(device.Link.Calls);
        device.Ask(RequestType.Infer, 0, 1, 0, 0);
        Assert.HasCount(2 + 7, calls, "the counter twice, seven layers");
        Assert.HasCount(1, calls.Distinct());

        calls.Clear();
        device.Type("run");
        Assert.HasCount(1, calls.Distinct());
    }

    [TestMethod]
    public void InferReportsANativeFailure()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        device.Native.FailLayerOfBnn = 2;
        Assert.AreEqual(-50, device.AskFails(ErrorCode.Native, RequestType.Infer, 0, 0, 0, 0).Status);
    }

    [TestMethod]
    public void QuietAndReset()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        Assert.AreEqual(1, device.Ask(RequestType.Quiet, 1).Payload[0]);
        device.Ask(RequestType.Infer, 0, 0, 0, 0);
        Assert.AreEqual("--", device.Board.Leds);
        Assert.AreEqual(0, device.Ask(RequestType.Quiet, 0).Payload[0]);
        device.Ask(RequestType.Infer, 0, 0, 0, 0);
        Assert.AreEqual("L-", device.Board.Leds);

        Assert.IsEmpty(device.Ask(RequestType.Reset).Payload);
        Assert.AreEqual(1, device.Board.Restarts);
    }

    [TestMethod]
    public void StartBindsTheMarkersTheBoardHas()
    {
        var native = new FakeNative();
        var board = new FakeBoard { MarkerPins = [33, -1, 5] };
        new DeviceApp(native, new FakeLink(), board).Start();
        CollectionAssert.AreEqual(new[] { "bind 0 33", "bind 2 5" }, native.Log);
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
