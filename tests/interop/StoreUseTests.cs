// Choosing one of the stored models: what is in force then, at once, after a restart, after a power loss and after the next push.
// nf-interop/native/NATIVE.md, StoreUse.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class StoreUseTests
{
    private const int SectorBytes = 4096;
    private const int OneSector = 1344;
    private const int TwoSectors = 5024;
    private const int BlobAt = 1024;

    [TestMethod]
    public void TheChosenModelIsInForceAfterARestartToo()
    {
        using FlashModel flash = Flash("restart");
        byte[][] blobs = Three(flash);
        foreach (int slot in new[] { 0, 2, 1, 1, 0 })
        {
            using (PcNative native = NativeUnderTest.Boot(flash))
            {
                Assert.AreEqual(0, native.StoreUse(slot));
                Assert.AreEqual(Push.Crc(blobs[slot]), Push.OpenNewest(native));
            }

            using PcNative after = NativeUnderTest.Boot(flash);
            Assert.AreEqual(Push.Crc(blobs[slot]), Push.OpenNewest(after), $"slot {slot} after a restart");
            int[] v = new int[StoreField.Ints];
            after.StoreInfo(-1, v);
            Assert.AreEqual(slot, v[StoreField.Newest]);
        }
    }

    [TestMethod]
    public void ChoosingTheModelInForceWritesNothing()
    {
        using FlashModel flash = Flash("same");
        Three(flash);
        using PcNative native = NativeUnderTest.Boot(flash);
        int steps = flash.Steps;
        Assert.AreEqual(0, native.StoreUse(2));
        Assert.AreEqual(steps, flash.Steps);
    }

    /// <summary>The chosen model counts as the newest: the next push takes the place of another one, and is then in
    /// force.</summary>
    [TestMethod]
    public void APushKeepsTheChosenModelAndIsThenInForce()
    {
        using FlashModel flash = Flash("push");
        byte[][] blobs = Three(flash);
        using PcNative native = NativeUnderTest.Boot(flash);
        native.StoreUse(0);
        byte[] next = TestBlobs.Make(OneSector, 9);
        PushResult push = Push.Run(native, next);
        Assert.AreEqual(1, push.Slot, "slot 0 is in force, slot 2 was pushed after slot 1");
        Assert.AreEqual(Push.Crc(next), Push.OpenNewest(native));
        native.StoreRemove(1);
        Assert.AreEqual(Push.Crc(blobs[0]), Push.OpenNewest(native));
    }

    /// <summary>A push that needs the chosen model's place withdraws every other model as well: none of them answers in its
    /// place.</summary>
    [TestMethod]
    public void WhereTheChosenModelHasToMakeRoomNoOtherAnswersInItsPlace()
    {
        using FlashModel flash = Flash("room");
        using PcNative native = NativeUnderTest.Boot(flash);
        Push.Run(native, TestBlobs.Make(TwoSectors, 0));
        Push.Run(native, TestBlobs.Make(OneSector, 1));
        Assert.AreEqual(0, native.StoreUse(0));
        byte[] large = TestBlobs.Make(2 * SectorBytes, 2);
        int[] v = new int[BeginField.Ints];
        native.StoreBegin(TestBlobs.Identity(large), large.Length, v);
        Assert.AreEqual(3, v[BeginField.Steps]);
        Assert.AreEqual(0, native.StoreErase(0));
        Assert.IsNull(Push.OpenNewest(native));
    }

    [TestMethod]
    public void WhatIsNoWholeModelIsRefusedAndChangesNothing()
    {
        using FlashModel flash = Flash("refused");
        byte[][] blobs = Three(flash);
        flash.Bytes[BlobAt + 700] ^= 4;
        using PcNative native = NativeUnderTest.Boot(flash);
        Assert.AreEqual(NativeStatus.StoreVerify, native.StoreUse(0), "damaged");
        native.StoreRemove(1);
        Assert.AreEqual(NativeStatus.NoModel, native.StoreUse(1));
        Assert.AreEqual(NativeStatus.Argument, native.StoreUse(3));
        Assert.AreEqual(NativeStatus.Argument, native.StoreUse(-1));
        Assert.AreEqual(Push.Crc(blobs[2]), Push.OpenNewest(native));
    }

    /// <summary>Two bits for each change: 384 choices of each slot. After that the model in force stays, and a push renews the
    /// slot.</summary>
    [TestMethod]
    public void ASlotCanBeChosen384Times()
    {
        using FlashModel flash = Flash("often");
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] a = TestBlobs.Make(OneSector, 0),
            b = TestBlobs.Make(OneSector, 1);
        Push.Run(native, a);
        Push.Run(native, b);
        for (int i = 0; i < 768; i++)
        {
            Assert.AreEqual(0, native.StoreUse(i % 2), $"change {i}");
        }

        Assert.AreEqual(NativeStatus.StoreSpace, native.StoreUse(0));
        Assert.AreEqual(Push.Crc(b), Push.OpenNewest(native));
        Assert.AreEqual(0, Push.Run(native, a).Status);
        Assert.AreEqual(Push.Crc(a), Push.OpenNewest(native));
        Assert.AreEqual(NativeStatus.StoreSpace, native.StoreUse(1));
    }

    /// <summary>Power lost at every programmed word and half of one: the model before or the chosen one, and choosing again
    /// works.</summary>
    [TestMethod]
    public void PowerLostWhileChoosingLeavesOneOfTheTwo()
    {
        using FlashModel flash = Flash("power");
        byte[][] blobs = Three(flash);
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            for (int i = 0; i < 28; i++)
            {
                native.StoreUse(i % 2 == 0 ? 0 : 2); // the next choice crosses from one word of the field to the next
            }
        }

        byte[] start = flash.Bytes.ToArray();
        for (int cut = 0; ; cut++)
        {
            start.CopyTo(flash.Bytes);
            flash.StepsLeft = cut;
            int status;
            using (PcNative native = NativeUnderTest.Boot(flash))
            {
                status = native.StoreUse(1);
            }

            bool lost = flash.PowerLost;
            flash.Restore();
            using PcNative after = NativeUnderTest.Boot(flash);
            int? found = Push.OpenNewest(after);
            Assert.IsTrue(found == Push.Crc(blobs[1]) || (lost && found == Push.Crc(blobs[2])), $"power lost at step {cut}");
            Assert.AreEqual(0, after.StoreUse(1));
            Assert.AreEqual(Push.Crc(blobs[1]), Push.OpenNewest(after));
            if (!lost)
            {
                Assert.AreEqual(0, status);
                Assert.IsGreaterThan(0, cut);
                return;
            }
        }
    }

    /// <summary>Three models of one sector, in slots 0, 1, 2.</summary>
    private static byte[][] Three(FlashModel flash)
    {
        byte[][] blobs = [.. Enumerable.Range(0, 3).Select(i => TestBlobs.Make(OneSector, (byte)i))];
        using PcNative native = NativeUnderTest.Boot(flash);
        foreach (byte[] blob in blobs)
        {
            Assert.AreEqual(0, Push.Run(native, blob).Status);
        }

        return blobs;
    }

    private static FlashModel Flash(string name) => new(3, SectorBytes, TestSeed.New(name));
}
