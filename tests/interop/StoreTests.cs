// The model store: order of calls, resuming, what is refused, what replaces what. nf-interop/native/NATIVE.md.
using NanoCoopNet.Bridge;
using NanoCoopNet.Tests;

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
        using HostNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(TwoSectors, 77);
        Assert.IsNull(Push.OpenNewest(native));
        PushResult push = Push.Run(native, blob);
        Assert.AreEqual(new PushResult(0, 0, 0, 0, 0), push);
        int[] info = new int[24];
        Assert.AreEqual(0, native.ModelOpen(1, -1, info));
        Assert.AreEqual(77, info[11]);
        Assert.AreEqual(TwoSectors, info[13]);
        Assert.AreEqual(0, info[17]);
        Assert.AreEqual(BitConverter.ToInt32(TestBlobs.Identity(blob)), info[22]);
    }

    [TestMethod]
    public void StoreInfoTellsWhatIsThere()
    {
        using FlashModel flash = Flash("info");
        using HostNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(TwoSectors, 1);
        int[] v = new int[24];
        Assert.AreEqual(0, native.StoreInfo(-1, v));
        CollectionAssert.AreEqual(new[] { 3, SectorBytes, 3, -1, 4, (3 * SectorBytes) - 1024, 0 }, v[..7]);
        Push.Run(native, blob, stopAt: SectorBytes);
        native.StoreInfo(-1, v);
        Assert.AreEqual(1, v[6], "a transfer is open");
        native.StoreInfo(0, v);
        CollectionAssert.AreEqual(new[] { 1, TwoSectors, SectorBytes, 0, Push.Crc(blob), 2 }, v[..6]);
        CollectionAssert.AreEqual(TestBlobs.Identity(blob), v[8..16].SelectMany(BitConverter.GetBytes).ToArray());
        Push.Run(native, blob);
        native.StoreInfo(0, v);
        CollectionAssert.AreEqual(new[] { 2, TwoSectors, TwoSectors, 1, Push.Crc(blob), 2 }, v[..6]);
        native.StoreInfo(1, v);
        Assert.IsTrue(v.All(x => x == 0), "slot 1 is inside the model of slot 0");
        flash.Bytes[2 * SectorBytes] = 0;
        native.StoreInfo(2, v);
        Assert.AreEqual(3, v[0], "neither erased nor a record");
    }

    [TestMethod]
    public void PushingTheNewestAgainDoesNothing()
    {
        using FlashModel flash = Flash("again");
        using HostNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(OneSector, 1);
        Push.Run(native, blob);
        int steps = flash.Steps;
        Assert.AreEqual(2, Push.Run(native, blob).Result);
        Assert.AreEqual(steps, flash.Steps);
    }

    [TestMethod]
    public void PushingAnOlderModelMakesItTheNewest()
    {
        using FlashModel flash = Flash("older");
        using HostNative native = NativeUnderTest.Boot(flash);
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
        using HostNative native = NativeUnderTest.Boot(flash);
        int[] slots = [.. Enumerable.Range(0, 8).Select(i => Push.Run(native, TestBlobs.Make(OneSector, (byte)i)).Slot)];
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 0, 1, 2, 0, 1 }, slots);
    }

    [TestMethod]
    public void RemovingLeavesTheOneBefore()
    {
        using FlashModel flash = Flash("remove");
        using HostNative native = NativeUnderTest.Boot(flash);
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
            using (HostNative before = NativeUnderTest.Boot(flash))
            {
                Push.Run(before, blob, chunk: 32, stopAt: stop);
            }

            using HostNative after = NativeUnderTest.Boot(flash);
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
        using HostNative native = NativeUnderTest.Boot(flash);
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
        using HostNative native = NativeUnderTest.Boot(flash);
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
        using HostNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(OneSector, 1);
        Assert.AreEqual(NativeStatus.StoreVerify, Push.Run(native, blob, identity: new byte[32]).Status);
        Assert.IsNull(Push.OpenNewest(native));
    }

    [TestMethod]
    public void AnArenaTooSmallIsRefusedAtCommit()
    {
        using FlashModel flash = Flash("arena");
        int needed;
        using (HostNative native = NativeUnderTest.Boot(flash))
        {
            Push.Run(native, TestBlobs.Example());
            int[] info = new int[24];
            native.ModelOpen(1, -1, info);
            needed = info[10];
            native.StoreRemove(-1);
        }

        using HostNative small = NativeUnderTest.Open(new HostOptions { Port = flash, ArenaBytes = needed - 32 });
        Assert.AreEqual(NativeStatus.Arena, Push.Run(small, TestBlobs.Example()).Status);
        using HostNative exact = NativeUnderTest.Open(new HostOptions { Port = flash, ArenaBytes = needed });
        Assert.AreEqual(0, Push.Run(exact, TestBlobs.Example()).Status);
    }

    [TestMethod]
    public void CallsOutOfOrderAreRefused()
    {
        using FlashModel flash = Flash("order");
        using HostNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(TwoSectors, 1);
        int[] v = new int[8];
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
        using HostNative native = NativeUnderTest.Boot(flash);
        int[] v = new int[8];
        int largest = (3 * SectorBytes) - 1024;
        Assert.AreEqual(0, native.StoreBegin(new byte[32], largest, v));
        Assert.AreEqual(3, v[3]);
        Assert.AreEqual(NativeStatus.StoreSpace, native.StoreBegin(new byte[32], largest + 32, v));
        Assert.IsLessThan(0, native.StoreBegin(new byte[32], 1000, v));
        Assert.IsLessThan(0, native.StoreBegin(new byte[31], 1024, v));
        Assert.IsLessThan(0, native.StoreBegin(new byte[32], int.MinValue, v));
        Assert.AreEqual(NativeTexts.AllStatuses.Single(s => s.Name == "E_PORT").Number, NativeUnderTest.Open().StoreBegin(new byte[32], 1024, v));
    }

    [TestMethod]
    public void ErasingClosesTheContextsThatRunFromThere()
    {
        using FlashModel flash = Flash("erase");
        using HostNative native = NativeUnderTest.Boot(flash);
        Push.Run(native, TestBlobs.Make(ThreeSectors, 1));
        Assert.AreEqual(0, native.ModelOpen(1, -1, new int[24]));
        byte[] next = TestBlobs.Make(OneSector, 2);
        int[] v = new int[8];
        native.StoreBegin(TestBlobs.Identity(next), next.Length, v);
        Assert.IsGreaterThan(0, native.ModelText(1, -1, new byte[64]), "still open before the erase");
        Assert.AreEqual(0, native.StoreErase(0));
        Assert.AreEqual(NativeStatus.Context, native.ModelText(1, -1, new byte[64]));
    }

    private static FlashModel Flash(string test) => new(3, SectorBytes, TestSeed.New(test));
}
