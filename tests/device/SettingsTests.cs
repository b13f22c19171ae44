// CT and mode: kept over a reset, CT together with the model it was set for.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class SettingsTests
{
    [TestMethod]
    public void AFreshBoardTakesTheModelsThresholdAndAuto()
    {
        var device = new DeviceUnderTest(new FakeModel { DefaultThreshold = 123 });

        Assert.AreEqual(123, device.Ask(RequestType.Threshold).Payload[0]);
        Assert.AreEqual((byte)CoopMode.Auto, device.Ask(RequestType.Mode).Payload[0]);
    }

    [TestMethod]
    public void ThresholdAndModeSurviveAReset()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Ask(RequestType.Threshold, 200);
        device.Type("mode light");

        DeviceUnderTest after = device.AfterReset();

        Assert.AreEqual(200, after.Ask(RequestType.Threshold).Payload[0]);
        Assert.AreEqual((byte)CoopMode.Light, after.Ask(RequestType.Mode).Payload[0]);
    }

    [TestMethod]
    public void EveryThresholdSurvives()
    {
        for (int ct = 0; ct <= 255; ct++)
        {
            var device = new DeviceUnderTest(new FakeModel());
            Assert.AreEqual(ct, device.Ask(RequestType.Threshold, (byte)ct).Payload[0]);
            Assert.AreEqual(ct, device.AfterReset().Ask(RequestType.Threshold).Payload[0]);
        }
    }

    [TestMethod]
    public void AnotherModelStartsWithItsOwnThreshold()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Ask(RequestType.Threshold, 200);

        byte[] other = (byte[])DeviceUnderTest.SomeBlob.Clone();
        other[7] ^= 1;
        device.Native.Store.Put(other);

        Assert.AreEqual(77, device.AfterReset().Ask(RequestType.Threshold).Payload[0]);
    }

    [TestMethod]
    public void APushedModelStartsWithItsOwnThresholdWhateverWasSetForItBefore()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Ask(RequestType.Threshold, 200);
        byte[] other = (byte[])DeviceUnderTest.SomeBlob.Clone();
        other[7] ^= 1;
        new PushTool(device).Push(other);

        new PushTool(device).Push(DeviceUnderTest.SomeBlob);

        Assert.AreEqual(77, device.Ask(RequestType.Threshold).Payload[0]);
        Assert.AreEqual(77, device.AfterReset().Ask(RequestType.Threshold).Payload[0], "after a reset too");
    }

    [TestMethod]
    public void StatisticsAndLayerCountsAreThoseOfTheOpenModel()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        device.Ask(RequestType.Infer, 0, Protocol.InferAsMode, 0, 0);
        byte[] other = (byte[])DeviceUnderTest.SomeBlob.Clone();
        other[7] ^= 1;

        new PushTool(device).Push(other);

        Assert.AreEqual(0, Payload.GetI32(device.Ask(RequestType.Statistics).Payload, 0));
        Assert.AreEqual(0, device.Ask(RequestType.LayerCounts, 0).Payload[0]);
    }

    [TestMethod]
    public void Int8IsRefusedWhereTheModelHasNoSuchAnswer()
    {
        var device = new DeviceUnderTest(FakeModel.WithoutInt8Answer());

        device.AskFails(ErrorCode.WrongMode, RequestType.Mode, (byte)CoopMode.Int8);
        Assert.AreEqual((byte)CoopMode.Auto, device.Ask(RequestType.Mode).Payload[0]);
        StringAssert.StartsWith(device.Type("mode int8")[0], "error: this model's INT8 network has no answer of its own");
    }

    [TestMethod]
    public void AKeptInt8ActsAsAutoOnSuchAModelAndComesBackOnAnother()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Ask(RequestType.Mode, (byte)CoopMode.Int8);

        device.Native.Model = FakeModel.WithoutInt8Answer();
        Assert.AreEqual((byte)CoopMode.Auto, device.AfterReset().Ask(RequestType.Mode).Payload[0]);
        device.Native.Model = new FakeModel();
        Assert.AreEqual((byte)CoopMode.Int8, device.AfterReset().Ask(RequestType.Mode).Payload[0]);
    }

    [TestMethod]
    public void AValueThatCannotBeStoredIsNotChanged()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Native.FailSettings = true;

        Assert.AreEqual(NativeStatus.StoreProgram, device.AskFails(ErrorCode.FlashFailed, RequestType.Threshold, 3).Status);
        device.AskFails(ErrorCode.FlashFailed, RequestType.Mode, 1);
        Assert.AreEqual(77, device.Ask(RequestType.Threshold).Payload[0]);
        Assert.AreEqual(
            "error: the value could not be stored and was not changed (status -24); try again",
            device.Type("ct 0.5")[0]
        );
    }

    [TestMethod]
    public void GarbageInTheBackupMemoryIsIgnored()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Native.Settings[1] = 99;
        device.Native.Settings[0] = 0x7FFFFFFF;
        DeviceUnderTest after = device.AfterReset();

        Assert.AreEqual((byte)CoopMode.Auto, after.Ask(RequestType.Mode).Payload[0]);
        Assert.AreEqual(77, after.Ask(RequestType.Threshold).Payload[0]);
    }
}
