// Statistics count decisions and add the cost of the mode taken, whatever else was run.
namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class StatisticsTests
{
    [TestMethod]
    public void SumsGoBeyond32Bits()
    {
        var statistics = new Statistics();
        for (int i = 0; i < 5; i++)
        {
            statistics.Add(
                new ClassifierResult
                {
                    ModeTaken = CoopMode.Light,
                    CountsBnn = int.MaxValue,
                    CountsConfidence = int.MaxValue,
                }
            );
        }

        byte[] payload = new byte[Statistics.PayloadBytes];
        Assert.AreEqual(payload.Length, statistics.Write(payload, 0));
        long sum = BitConverter.ToInt64(payload, 16);
        Assert.AreEqual(10L * int.MaxValue, sum);
        Assert.AreEqual(5, Payload.GetI32(payload, 4));
    }

    [TestMethod]
    public void ALightDecisionDoesNotPayForWhatRanBesideIt()
    {
        var statistics = new Statistics();
        statistics.Add(
            new ClassifierResult
            {
                ModeTaken = CoopMode.Light,
                CountsBnn = 10,
                CountsConfidence = 1,
                CountsInt8 = 1000,
            }
        );
        statistics.Add(
            new ClassifierResult
            {
                ModeTaken = CoopMode.Full,
                CountsBnn = 10,
                CountsConfidence = 1,
                CountsInt8 = 1000,
                CountsGlue = 7,
            }
        );
        statistics.Add(new ClassifierResult { ModeTaken = CoopMode.Int8, CountsInt8 = 1000 });

        Assert.AreEqual(3, statistics.Inferences);
        Assert.AreEqual(11, statistics.CountsLight);
        Assert.AreEqual(1018, statistics.CountsFull);
        Assert.AreEqual(1, statistics.Int8);
    }

    [TestMethod]
    public void RequestAndReset()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        device.Ask(RequestType.Infer, 0, 0, 0, 0);
        device.Ask(RequestType.Infer, 0, 1, 0, 0);

        byte[] before = device.Ask(RequestType.Statistics).Payload;
        Assert.HasCount(32, before);
        Assert.AreEqual(2, Payload.GetI32(before, 0));
        Assert.AreEqual(2, Payload.GetI32(before, 4), "CS 100 reaches CT 77");
        Assert.AreEqual(760, BitConverter.ToInt64(before, 16));
        CollectionAssert.AreEqual(before, device.Ask(RequestType.Statistics, 1).Payload, "the values before the reset");
        CollectionAssert.AreEqual(new byte[32], device.Ask(RequestType.Statistics).Payload);
        device.AskFails(ErrorCode.BadPayload, RequestType.Statistics, 2);
    }
}
