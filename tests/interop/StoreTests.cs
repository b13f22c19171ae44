// The model store: order of calls, resuming, what is refused, what replaces what. nf-interop/native/NATIVE.md.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class StoreTests
{
    private const int SectorBytes = 4096;
    private const int OneSector = 1344;
    private const int TwoSectors = 5024;
    private const int ThreeSectors = 9056;

    [TestMethod]
    public void APushedModelIsTheNewestAndOpens()
    {
        using FlashModel flash = Flash("push");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(TwoSectors, 77);
        Assert.IsNull(Push.OpenNewest(native));
        PushResult push = Push.Run(native, blob);
        Assert.AreEqual(new PushResult(0, 0, 0, 0, 0), push);
        int[] info = new int[ModelField.Ints];
        Assert.AreEqual(0, native.ModelOpen(1, -1, info));
        Assert.AreEqual(77, info[ModelField.DefaultThreshold]);
        Assert.AreEqual(TwoSectors, info[ModelField.BlobBytes]);
        Assert.AreEqual(0, info[ModelField.Slot]);
        Assert.AreEqual(BitConverter.ToInt32(TestBlobs.Identity(blob)), info[ModelField.Identity]);
    }

    [TestMethod]
    public void StoreInfoTellsWhatIsThere()
    {
        using FlashModel flash = Flash("info");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(TwoSectors, 1);
        int[] v = new int[StoreField.Ints];
        Assert.AreEqual(0, native.StoreInfo(-1, v));
        CollectionAssert.AreEqual(new[] { 3, SectorBytes, 3, -1, 4, (3 * SectorBytes) - 1024, 0 }, v[..7]);
        Push.Run(native, blob, stopAt: SectorBytes);
        native.StoreInfo(-1, v);
        Assert.AreEqual(1, v[StoreField.TransferOpen], "a transfer is open");
        native.StoreInfo(0, v);
        CollectionAssert.AreEqual(new[] { 1, TwoSectors, SectorBytes, 0, Push.Crc(blob), 2 }, v[..6]);
        CollectionAssert.AreEqual(
            TestBlobs.Identity(blob),
            v[SlotField.Identity..(SlotField.Identity + 8)].SelectMany(BitConverter.GetBytes).ToArray()
        );
        Push.Run(native, blob);
        native.StoreInfo(0, v);
        CollectionAssert.AreEqual(new[] { 2, TwoSectors, TwoSectors, 1, Push.Crc(blob), 2 }, v[..6]);
        native.StoreInfo(1, v);
        Assert.IsTrue(v.All(x => x == 0), "slot 1 is inside the model of slot 0");
        flash.Bytes[2 * SectorBytes] = 0;
        native.StoreInfo(2, v);
        Assert.AreEqual(SlotState.Damaged, v[SlotField.State], "neither erased nor a record");
    }

    [TestMethod]
    public void PushingTheNewestAgainDoesNothing()
    {
        using FlashModel flash = Flash("again");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(OneSector, 1);
        Push.Run(native, blob);
        int steps = flash.Steps;
        Assert.AreEqual(2, Push.Run(native, blob).Result);
        Assert.AreEqual(steps, flash.Steps);
    }

    /// <summary>Any bit of a stored model, header of its slot included: the next push leaves the model whole, and older ones are
    /// kept.</summary>
    [TestMethod]
    public void APushRepairsAModelThatFlashHasDamaged()
    {
        using FlashModel flash = Flash("damage");
        byte[] before = TestBlobs.Make(OneSector, 1),
            blob = TestBlobs.Make(OneSector, 2);
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            Push.Run(native, before);
            Push.Run(native, blob);
        }

        byte[] whole = flash.Bytes.ToArray();
        Random random = TestSeed.New("damage");
        int slot = SectorBytes;
        for (int at = 0; at < 1024 + OneSector; at += 1 + random.Next(6))
        {
            whole.CopyTo(flash.Bytes);
            flash.Bytes[slot + at] ^= (byte)(1 << random.Next(8));
            using PcNative native = NativeUnderTest.Boot(flash);
            PushResult push = Push.Run(native, blob);
            Assert.AreEqual(0, push.Status, $"bit of byte {at}");
            Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(native), $"bit of byte {at}");
            if (at >= 1024)
            {
                Assert.AreEqual(BeginResult.New, push.Result, $"byte {at} of the slot is the blob's");
                Assert.AreNotEqual(0, push.Slot, "the older model stays where it is");
            }
        }
    }

    /// <summary>Work is a property of the model: just enough is enough, one less is refused, at the commit and at the
    /// opening.</summary>
    [TestMethod]
    public void AModelThatCostsMoreThanTheBoardAllowsIsRefused()
    {
        using FlashModel flash = Flash("work");
        int least = Least(allowed =>
        {
            flash.Bytes.Fill(0xFF);
            using PcNative native = NativeUnderTest.Open(new PcNativeOptions { Port = flash, MostWork = allowed });
            PushResult push = Push.Run(native, TestBlobs.Example());
            Assert.IsTrue(push.Status is 0 or NativeStatus.Work, $"status {push.Status}");
            Assert.AreEqual(push.Status == 0, Push.OpenNewest(native) is not null, "a refused blob is not the model");
            return push.Status == 0;
        });
        flash.Bytes.Fill(0xFF);
        int[] info = new int[ModelField.Ints],
            layer = new int[LayerField.Ints];
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            Assert.AreEqual(0, Push.Run(native, TestBlobs.Example()).Status, "0: any number");
            native.ModelOpen(1, -1, info);
            long macs = 0;
            for (int net = 0; net < 3; net++)
            {
                for (int i = 0; i < info[ModelField.Layers + net]; i++)
                {
                    native.LayerInfo(1, net, i, layer);
                    macs += (uint)layer[LayerField.Macs];
                }
            }

            Assert.IsTrue(least > macs && least < 4 * macs, $"{least} for {macs} multiplications");
        }

        using PcNative small = NativeUnderTest.Open(new PcNativeOptions { Port = flash, MostWork = least - 1 });
        Assert.AreEqual(NativeStatus.Work, small.ModelOpen(1, -1, info), "stored when it was allowed");
        Assert.AreEqual(NativeStatus.Context, small.InputSelect(1, 0), "and not open");
        Assert.AreEqual(
            0,
            small.ModelOpen(1, small.LoadBlob(0, TestBlobs.Example()), info),
            "evaluation in memory has no such bound"
        );
    }

    [TestMethod]
    public void PushingAnOlderModelMakesItTheNewest()
    {
        using FlashModel flash = Flash("older");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] a = TestBlobs.Make(OneSector, 1);
        byte[] b = TestBlobs.Make(OneSector, 2);
        Push.Run(native, a);
        Push.Run(native, b);
        Assert.AreEqual(0, Push.Run(native, a).Status);
        Assert.AreEqual(Push.Crc(a), Push.OpenNewest(native));
    }

    [TestMethod]
    public void OneSectorModelsReplaceTheOldest()
    {
        using FlashModel flash = Flash("oldest");
        using PcNative native = NativeUnderTest.Boot(flash);
        int[] slots = [.. Enumerable.Range(0, 8).Select(i => Push.Run(native, TestBlobs.Make(OneSector, (byte)i)).Slot)];
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 0, 1, 2, 0, 1 }, slots);
    }

    [TestMethod]
    public void RemovingLeavesTheOneBefore()
    {
        using FlashModel flash = Flash("remove");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] a = TestBlobs.Make(OneSector, 1);
        byte[] b = TestBlobs.Make(TwoSectors, 2);
        Push.Run(native, a);
        int slot = Push.Run(native, b).Slot;
        Assert.AreEqual(0, native.StoreRemove(slot));
        Assert.AreEqual(Push.Crc(a), Push.OpenNewest(native));
        Assert.AreEqual(NativeStatus.NoModel, native.StoreRemove(slot));
        Assert.AreEqual(0, native.StoreRemove(-1));
        Assert.IsNull(Push.OpenNewest(native));
        Assert.AreEqual(0, Push.Run(native, b).Status);
        Assert.AreEqual(Push.Crc(b), Push.OpenNewest(native));
    }

    [TestMethod]
    public void ATransferResumesAtTheLastWholePiece()
    {
        using FlashModel flash = Flash("resume");
        byte[] blob = TestBlobs.Make(ThreeSectors, 5);
        for (int stop = 0; stop <= blob.Length; stop += 32)
        {
            flash.Bytes.Fill(0xFF);
            using (PcNative before = NativeUnderTest.Boot(flash))
            {
                Push.Run(before, blob, chunk: 32, stopAt: stop);
            }

            using PcNative after = NativeUnderTest.Boot(flash);
            PushResult push = Push.Run(after, blob);
            int expected = stop == blob.Length ? stop : stop / 4096 * 4096;
            Assert.AreEqual((0, 1, expected), (push.Status, push.Result, push.From), $"stopped at {stop}");
            Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(after));
        }
    }

    [TestMethod]
    public void OtherBytesAfterResumingFailAndTheNextPushErases()
    {
        using FlashModel flash = Flash("other");
        byte[] blob = TestBlobs.Make(TwoSectors, 5);
        byte[] wrong = [.. blob.Select((b, i) => i == 64 ? (byte)(b ^ 0xFF) : b)];
        using PcNative native = NativeUnderTest.Boot(flash);
        Push.Run(native, blob, chunk: 32, stopAt: 96);
        Assert.AreEqual(NativeStatus.StoreProgram, Push.Run(native, wrong, identity: TestBlobs.Identity(blob)).Status);
        PushResult push = Push.Run(native, blob);
        Assert.AreEqual((0, 0), (push.Status, push.Result));
        Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(native));
    }

    [TestMethod]
    [DataRow(60, true, NativeStatus.StoreVerify, DisplayName = "damaged on the way")]
    [DataRow(60, false, NativeStatus.Model, DisplayName = "against a rule, checksums right")]
    public void ABlobThatCannotRunIsNotCommitted(int at, bool damaged, int expected)
    {
        using FlashModel flash = Flash("refused");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] good = TestBlobs.Make(OneSector, 1);
        byte[] bad = TestBlobs.Make(OneSector, 2);
        bad[at] ^= 0x01;
        if (!damaged)
        {
            TestBlobs.Seal(bad);
        }

        Push.Run(native, good);
        PushResult push = Push.Run(native, bad);
        Assert.AreEqual(expected, push.Status);
        Assert.AreNotEqual(0, push.Rule);
        Assert.AreEqual(Push.Crc(good), Push.OpenNewest(native));
        Assert.AreEqual(0, Push.Run(native, bad).Result, "a refused blob is erased before it is tried again");
    }

    [TestMethod]
    public void AnIdentityThatIsNotTheBlobsIsNotCommitted()
    {
        using FlashModel flash = Flash("identity");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(OneSector, 1);
        Assert.AreEqual(NativeStatus.StoreVerify, Push.Run(native, blob, identity: new byte[32]).Status);
        Assert.IsNull(Push.OpenNewest(native));
    }

    [TestMethod]
    public void AnArenaTooSmallIsRefusedAtCommit()
    {
        using FlashModel flash = Flash("arena");
        int needed;
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            Push.Run(native, TestBlobs.Example());
            int[] info = new int[ModelField.Ints];
            native.ModelOpen(1, -1, info);
            needed = info[ModelField.ArenaBytes];
            native.StoreRemove(-1);
        }

        using PcNative small = NativeUnderTest.Open(new PcNativeOptions { Port = flash, ArenaBytes = needed - 32 });
        Assert.AreEqual(NativeStatus.Arena, Push.Run(small, TestBlobs.Example()).Status);
        using PcNative exact = NativeUnderTest.Open(new PcNativeOptions { Port = flash, ArenaBytes = needed });
        Assert.AreEqual(0, Push.Run(exact, TestBlobs.Example()).Status);
    }

    [TestMethod]
    public void CallsOutOfOrderAreRefused()
    {
        using FlashModel flash = Flash("order");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(TwoSectors, 1);
        int[] v = new int[BeginField.Ints];
        Assert.AreEqual(NativeStatus.StoreState, native.StoreErase(0));
        Assert.AreEqual(NativeStatus.StoreState, native.StoreWrite(0, blob, 0, 32));
        Assert.AreEqual(NativeStatus.StoreState, native.StoreCommit(v));
        Assert.AreEqual(0, native.StoreBegin(TestBlobs.Identity(blob), blob.Length, v));
        Assert.AreEqual(NativeStatus.StoreState, native.StoreWrite(0, blob, 0, 32), "not erased yet");
        Assert.AreEqual(NativeStatus.StoreOffset, native.StoreErase(1));
        Assert.AreEqual(0, native.StoreErase(0));
        Assert.AreEqual(0, native.StoreErase(1));
        Assert.AreEqual(NativeStatus.StoreState, native.StoreErase(2));
        Assert.AreEqual(NativeStatus.StoreOffset, native.StoreWrite(32, blob, 32, 32));
        Assert.AreEqual(NativeStatus.StoreOffset, native.StoreWrite(0, blob, 0, 33));
        Assert.AreEqual(64, native.StoreWrite(0, blob, 0, 64));
        Assert.AreEqual(NativeStatus.StoreState, native.StoreCommit(v));
    }

    [TestMethod]
    public void SizesOutsideTheStoreAreRefused()
    {
        using FlashModel flash = Flash("sizes");
        using PcNative native = NativeUnderTest.Boot(flash);
        int[] v = new int[BeginField.Ints];
        int largest = (3 * SectorBytes) - 1024;
        Assert.AreEqual(0, native.StoreBegin(new byte[32], largest, v));
        Assert.AreEqual(3, v[BeginField.Steps]);
        Assert.AreEqual(NativeStatus.StoreSpace, native.StoreBegin(new byte[32], largest + 32, v));
        Assert.IsLessThan(0, native.StoreBegin(new byte[32], 1000, v));
        Assert.IsLessThan(0, native.StoreBegin(new byte[31], 1024, v));
        Assert.IsLessThan(0, native.StoreBegin(new byte[32], int.MinValue, v));
        Assert.AreEqual(
            NativeTexts.AllStatuses.Single(s => s.Name == "E_PORT").Number,
            NativeUnderTest.Open().StoreBegin(new byte[32], 1024, v)
        );
    }

    [TestMethod]
    public void ErasingClosesTheContextsThatRunFromThere()
    {
        using FlashModel flash = Flash("erase");
        using PcNative native = NativeUnderTest.Boot(flash);
        Push.Run(native, TestBlobs.Make(ThreeSectors, 1));
        Assert.AreEqual(0, native.ModelOpen(1, -1, new int[ModelField.Ints]));
        byte[] next = TestBlobs.Make(OneSector, 2);
        int[] v = new int[BeginField.Ints];
        native.StoreBegin(TestBlobs.Identity(next), next.Length, v);
        Assert.IsGreaterThan(0, native.ModelText(1, -1, new byte[64]), "still open before the erase");
        Assert.AreEqual(0, native.StoreErase(0));
        Assert.AreEqual(NativeStatus.Context, native.ModelText(1, -1, new byte[64]));
    }

    /// <summary>The smallest number from 1 on that is good, where all larger ones are.</summary>
    private static int Least(Func<int, bool> isGood)
    {
        int bad = 0,
            good = 1;
        while (!isGood(good))
        {
            bad = good;
            good *= 2;
        }

        while (good - bad > 1)
        {
            int middle = bad + ((good - bad) / 2);
            (bad, good) = isGood(middle) ? (bad, middle) : (middle, good);
        }

        return good;
    }

    private static FlashModel Flash(string test) => new(3, SectorBytes, TestSeed.New(test));
}
