// Power lost at every single step of a push: afterwards there is the model that was in force or none or the new one, whole, never
// an older one, and the push can be finished.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class StorePowerLossTests
{
    private const int Sectors = 3;
    private const int SectorBytes = 4096;
    private const int SlotHeaderBytes = 1024;
    private const int CommitWords = 16;
    private const int TornErases = 12;
    private static readonly int[] Sizes = [1344, 2048, 3072, 3104, 5024, 7168, 9056, 11264];

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("1344", 1344, DisplayName = "one sector beside one")]
    [DataRow("1344 1344 1344", 2048, DisplayName = "one sector over the oldest of three")]
    [DataRow("5024", 5024, DisplayName = "two sectors over two")]
    [DataRow("9056", 1344, DisplayName = "one sector over three")]
    [DataRow("1344 5024", 9056, DisplayName = "three sectors over all")]
    [DataRow("1344 5024", 5024, DisplayName = "two sectors over the newest, an older model beside it")]
    [DataRow("1344 1344 1344 1344", 5024, DisplayName = "two sectors, where the newest lies before an older one")]
    public void PowerLostAtEveryStepLeavesAWholeModelOrNone(string before, int bytes)
    {
        using var flash = new FlashModel(Sectors, SectorBytes, TestSeed.New(nameof(PowerLostAtEveryStepLeavesAWholeModelOrNone)));
        int[] sizes = [.. before.Split(' ').Select(int.Parse)];
        byte[][] old = [.. sizes.Select((size, i) => TestBlobs.Make(size, (byte)i))];
        byte[] blob = TestBlobs.Make(bytes, 200);
        byte[] next = TestBlobs.Make(1344, 201);
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            foreach (byte[] model in old)
            {
                Assert.AreEqual(0, Push.Run(native, model).Status);
            }
        }

        byte[] start = flash.Bytes.ToArray();
        bool keepsOld = sizes.All(size => size + 1024 <= SectorBytes) && bytes + 1024 <= SectorBytes;
        for (int cut = 0, torn = 0; ; cut++)
        {
            start.CopyTo(flash.Bytes);
            if (PushUntil(flash, blob, cut) == 0)
            {
                Assert.IsGreaterThan(bytes / 4, cut, "the push took as many steps as it has words");
                return;
            }

            flash.Restore();
            using PcNative native = NativeUnderTest.Boot(flash);
            int? found = Push.OpenNewest(native);
            bool whole = found is null ? !keepsOld : found == Push.Crc(blob) || found == Push.Crc(old[^1]);
            Assert.IsTrue(
                whole && (!keepsOld || found == Push.Crc(old[^1]) || found == Push.Crc(blob)),
                $"power lost at step {cut}: found {found:x}"
            );
            Assert.AreEqual(0, Push.Run(native, blob).Status, $"power lost at step {cut}");
            Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(native));
            Assert.AreEqual(0, Push.Run(native, next).Status);
            Assert.AreEqual(Push.Crc(next), Push.OpenNewest(native), $"the model after one that lost power at step {cut}");
            if (flash.ErasesTorn > torn && torn % TornErases != TornErases - 1)
            {
                cut--; // an erase is torn in another way each time
            }

            torn = flash.ErasesTorn;
        }
    }

    [TestMethod]
    public void ACommitTornByPowerLossCanBeMadeAgainAfterOthersWereRemoved()
    {
        using var flash = new FlashModel(
            Sectors,
            SectorBytes,
            TestSeed.New(nameof(ACommitTornByPowerLossCanBeMadeAgainAfterOthersWereRemoved))
        );
        byte[] blob = TestBlobs.Make(1344, 1);
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            Push.Run(native, TestBlobs.Make(1344, 0));
        }

        byte[] start = flash.Bytes.ToArray();
        int before = flash.Steps;
        Assert.AreEqual(0, PushUntil(flash, blob, null));
        int steps = flash.Steps - before;
        for (int cut = steps - CommitWords; cut < steps; cut++)
        {
            start.CopyTo(flash.Bytes);
            PushUntil(flash, blob, cut);
            flash.Restore();
            using PcNative native = NativeUnderTest.Boot(flash);
            native.StoreRemove(-1);
            Assert.AreEqual(0, Push.Run(native, blob).Status, $"power lost at step {cut} of {steps}");
            Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(native));
        }
    }

    /// <summary>Every boundary between what a torn erase erased and what it left, in a slot whose model had been
    /// removed.</summary>
    [TestMethod]
    public void ATornEraseBringsNoRemovedModelBack()
    {
        using var flash = new FlashModel(Sectors, SectorBytes, TestSeed.New(nameof(ATornEraseBringsNoRemovedModelBack)));
        byte[] removed = TestBlobs.Make(1344, 1);
        byte[] other = TestBlobs.Make(1344, 2);
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            Push.Run(native, removed);
            native.StoreRemove(-1);
        }

        byte[] start = flash.Bytes.ToArray();
        for (int boundary = 0; boundary <= SlotHeaderBytes; boundary += 4)
        {
            start.CopyTo(flash.Bytes);
            flash.TearAt = boundary;
            int status = PushUntil(flash, other, 1);
            Assert.IsLessThan(0, status);
            flash.Restore();
            using PcNative native = NativeUnderTest.Boot(flash);
            Assert.IsNull(Push.OpenNewest(native), $"erased from {boundary}");
            Assert.AreEqual(0, Push.Run(native, removed).Status, $"erased from {boundary}");
        }
    }

    [TestMethod]
    public void AnyHistoryOfPushesChoicesRemovalsAndPowerFailuresLeavesWholeModels()
    {
        Random random = TestSeed.New(nameof(AnyHistoryOfPushesChoicesRemovalsAndPowerFailuresLeavesWholeModels));
        byte[][] blobs = [.. Enumerable.Range(0, 12).Select(i => TestBlobs.Make(Sizes[i % Sizes.Length], (byte)i))];
        HashSet<int> known = [.. blobs.Select(Push.Crc)];
        for (int history = 0; history < 30; history++)
        {
            using var flash = new FlashModel(Sectors, SectorBytes, random);
            for (int action = 0; action < 40; action++)
            {
                Act(flash, blobs[random.Next(blobs.Length)], random);
                using PcNative native = NativeUnderTest.Boot(flash);
                Assert.IsTrue(Push.OpenNewest(native) is not { } found || known.Contains(found));
            }
        }
    }

    private static void Act(FlashModel flash, byte[] blob, Random random)
    {
        int what = random.Next(10);
        if (what == 0)
        {
            using PcNative native = NativeUnderTest.Boot(flash);
            native.StoreRemove(random.Next(-1, Sectors));
            return;
        }

        if (what == 1)
        {
            flash.StepsLeft = random.Next(3);
            using (PcNative native = NativeUnderTest.Boot(flash))
            {
                native.StoreUse(random.Next(Sectors));
            }

            flash.Restore();
            return;
        }

        int status = PushUntil(flash, blob, what < 6 ? random.Next((blob.Length / 4) + 64) : null);
        flash.Restore();
        if (status == 0)
        {
            using PcNative native = NativeUnderTest.Boot(flash);
            Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(native));
        }
    }

    private static int PushUntil(FlashModel flash, byte[] blob, int? steps)
    {
        flash.StepsLeft = steps;
        using PcNative native = NativeUnderTest.Boot(flash);
        int status = Push.Run(native, blob, chunk: 1024).Status;
        Assert.IsTrue(status == 0 || flash.PowerLost, $"a push failed without a reason: status {status}");
        return status;
    }
}
