// A board with a key: what it takes, what it refuses by which name, and that no refusal and no loss of power costs the old model
// or lets an older version in. nf-interop/native/SECURITY.md.
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class SignedStoreTests
{
    private const int Sectors = 3;
    private const int SectorBytes = 4096;
    private static readonly SigningKey Owner = SigningKey.Make();
    private static readonly SigningKey Stranger = SigningKey.Make();

    [TestMethod]
    public void ASignedModelIsTakenAndItsSignerIsShown()
    {
        using FlashModel flash = Keyed(nameof(ASignedModelIsTakenAndItsSignerIsShown));
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(1344, 1);
        Assert.AreEqual(0, Push.Run(native, Owner.Sign(blob, 7)).Status);
        Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(native));
        int[] store = Info(native, -1),
            slot = Info(native, 0);
        Assert.AreEqual((1, 7), (store[StoreField.HasKey], store[StoreField.Version]));
        Assert.AreEqual(7, slot[SlotField.Version]);
        CollectionAssert.AreEqual(Owner.PublicKey, Key(store, StoreField.Key));
        CollectionAssert.AreEqual(Owner.PublicKey, Key(slot, SlotField.Signer));
    }

    [TestMethod]
    [DataRow(NativeStatus.StoreUnsigned, "unsigned")]
    [DataRow(NativeStatus.StoreSigner, "stranger")]
    [DataRow(NativeStatus.StoreSignature, "forged")]
    [DataRow(NativeStatus.StoreSignature, "version raised")]
    [DataRow(NativeStatus.StoreUnsigned, "signature of another model")]
    [DataRow(NativeStatus.StoreOlder, "replayed")]
    [DataRow(NativeStatus.StoreUnsigned, "truncated")]
    [DataRow(NativeStatus.StoreVerify, "tampered")]
    public void WhatIsNotTheOwnersIsRefusedByNameAndTheOldModelStays(int expected, string what)
    {
        using FlashModel flash = Keyed(nameof(WhatIsNotTheOwnersIsRefusedByNameAndTheOldModelStays));
        byte[] old = TestBlobs.Make(9056, 1); // takes the whole store, so that any erase would cost it
        byte[] small = TestBlobs.Make(1344, 2);
        bool isTampered = what == "tampered"; // is found out at the commit, when the old model has had to make room
        byte[] before = isTampered ? TestBlobs.Make(1344, 1) : old;
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            Assert.AreEqual(0, Push.Run(native, Owner.Sign(before, 5)).Status);
        }

        byte[] start = flash.Bytes.ToArray();
        int? cut = null;
        do
        {
            start.CopyTo(flash.Bytes);
            flash.StepsLeft = cut;
            using (PcNative native = NativeUnderTest.Boot(flash))
            {
                int status = Push.Run(native, Bad(what, small)).Status;
                Assert.IsTrue(status == expected || (flash.PowerLost && status < 0), $"{what}, power until {cut}: {status}");
                cut =
                    flash.PowerLost ? cut + 1
                    : cut is null ? 0
                    : int.MaxValue;
            }

            flash.Restore();
            using PcNative after = NativeUnderTest.Boot(flash);
            Assert.AreEqual(Push.Crc(before), Push.OpenNewest(after), $"{what}, power until {cut}");
            Assert.AreEqual(5, Info(after, -1)[StoreField.Version], $"{what}, power until {cut}");
        } while (cut != int.MaxValue);

        if (!isTampered)
        {
            Assert.IsTrue(flash.Bytes.SequenceEqual(start), "refused before anything was written");
        }
    }

    /// <summary>The counter never falls, wherever in a push that is allowed power is lost.</summary>
    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("1344", 1344, false, DisplayName = "one sector beside one")]
    [DataRow("1344", 1344, true, DisplayName = "one sector, the model before it removed")]
    [DataRow("1344 1344 1344 1344", 1344, true, DisplayName = "one sector, all before it removed")]
    [DataRow("9056", 1344, false, DisplayName = "one sector over three")]
    [DataRow("1344", 9056, false, DisplayName = "three sectors over one")]
    [DataRow("1344 1344 1344", 9056, false, DisplayName = "three sectors over three")]
    [DataRow("9056", 9056, false, DisplayName = "three sectors over themselves")]
    [DataRow("5024", 5024, true, DisplayName = "two sectors over two that were removed")]
    public void PowerLostAtEveryStepLetsNoOlderVersionIn(string before, int bytes, bool removes)
    {
        using FlashModel flash = Keyed(nameof(PowerLostAtEveryStepLetsNoOlderVersionIn));
        int[] sizes = [.. before.Split(' ').Select(int.Parse)];
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                Assert.AreEqual(0, Push.Run(native, Owner.Sign(TestBlobs.Make(sizes[i], (byte)i), 5)).Status);
            }

            if (removes)
            {
                Assert.AreEqual(0, native.StoreRemove(-1));
            }
        }

        byte[] next = Owner.Sign(TestBlobs.Make(bytes, 100), 6),
            older = Owner.Sign(TestBlobs.Make(1344, 101), 4);
        byte[] start = flash.Bytes.ToArray();
        for (int cut = 0; ; cut++)
        {
            start.CopyTo(flash.Bytes);
            flash.StepsLeft = cut;
            int status;
            using (PcNative native = NativeUnderTest.Boot(flash))
            {
                status = Push.Run(native, next).Status;
            }

            flash.Restore();
            using PcNative after = NativeUnderTest.Boot(flash);
            Assert.AreEqual(NativeStatus.StoreOlder, Push.Run(after, older).Status, $"power lost at step {cut}");
            Assert.IsGreaterThanOrEqualTo(5, Info(after, -1)[StoreField.Version], $"power lost at step {cut}");
            Assert.AreEqual(0, Push.Run(after, next).Status, $"power lost at step {cut}");
            Assert.AreEqual(6, Info(after, -1)[StoreField.Version]);
            if (status == 0)
            {
                Assert.IsGreaterThan(bytes / 4, cut, "the push took as many steps as it has words");
                return;
            }
        }
    }

    [TestMethod]
    public void AnyHistoryKeepsTheCounter()
    {
        Random random = TestSeed.New(nameof(AnyHistoryKeepsTheCounter));
        int[] sizes = [1344, 3072, 5024, 7168, 9056, 11264];
        for (int history = 0; history < 40; history++)
        {
            using FlashModel flash = Keyed(nameof(AnyHistoryKeepsTheCounter) + history);
            int had = 0;
            for (int action = 0; action < 40; action++)
            {
                int version = Math.Max(1, had + random.Next(-2, 3));
                byte[] blob = TestBlobs.Make(sizes[random.Next(sizes.Length)], (byte)random.Next(256));
                flash.StepsLeft = random.Next(3) == 0 ? null : random.Next((blob.Length / 4) + 64);
                using (PcNative native = NativeUnderTest.Boot(flash))
                {
                    switch (random.Next(8))
                    {
                        case 0:
                            native.StoreRemove(random.Next(-1, Sectors));
                            break;
                        case 1:
                            native.StoreUse(random.Next(Sectors));
                            break;
                        default:
                            int status = Push.Run(native, Owner.Sign(blob, version)).Status;
                            Assert.IsTrue(version >= had || status < 0, $"version {version} after {had}");
                            Assert.IsTrue(version < had || status == 0 || flash.PowerLost, $"status {status}");
                            break;
                    }
                }

                flash.Restore();
                using PcNative after = NativeUnderTest.Boot(flash);
                int now = Info(after, -1)[StoreField.Version];
                Assert.IsGreaterThanOrEqualTo(had, now);
                had = now;
                int newest = Info(after, -1)[StoreField.Newest];
                Assert.IsTrue(newest < 0 || Info(after, newest)[SlotField.Version] == had, "an older version is in force");
            }
        }
    }

    [TestMethod]
    public void ARemovedModelLeavesNoOlderOneInForce()
    {
        using FlashModel flash = Keyed(nameof(ARemovedModelLeavesNoOlderOneInForce));
        using PcNative native = NativeUnderTest.Boot(flash);
        Push.Run(native, Owner.Sign(TestBlobs.Make(1344, 1), 4));
        Push.Run(native, Owner.Sign(TestBlobs.Make(1344, 2), 5));
        Assert.AreEqual(NativeStatus.StoreOlder, native.StoreUse(0));
        Assert.AreEqual(0, native.StoreRemove(1));
        Assert.IsNull(Push.OpenNewest(native));
        Assert.AreEqual(NativeStatus.StoreOlder, Push.Run(native, Owner.Sign(TestBlobs.Make(1344, 1), 4)).Status);
    }

    [TestMethod]
    public void TheSameModelInALaterVersionRaisesTheCounter()
    {
        using FlashModel flash = Keyed(nameof(TheSameModelInALaterVersionRaisesTheCounter));
        using PcNative native = NativeUnderTest.Boot(flash);
        byte[] blob = TestBlobs.Make(1344, 1);
        Push.Run(native, Owner.Sign(blob, 4));
        Assert.AreEqual(BeginResult.HasIt, Push.Run(native, Owner.Sign(blob, 4)).Result);
        Assert.AreEqual(0, Push.Run(native, Owner.Sign(blob, 6)).Status);
        Assert.AreEqual(6, Info(native, -1)[StoreField.Version]);
        Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(native));
    }

    /// <summary>The way back when a key is lost: firmware with another one. What the lost key signed does not count.</summary>
    [TestMethod]
    public void AnotherKeyFindsNoModelAndBeginsAnew()
    {
        using FlashModel flash = Keyed(nameof(AnotherKeyFindsNoModelAndBeginsAnew));
        byte[] blob = TestBlobs.Make(1344, 1);
        using (PcNative native = NativeUnderTest.Boot(flash))
        {
            Push.Run(native, Owner.Sign(blob, 1000));
        }

        flash.Key = Stranger.PublicKey;
        using PcNative other = NativeUnderTest.Boot(flash);
        Assert.IsNull(Push.OpenNewest(other));
        Assert.AreEqual(SlotState.Foreign, Info(other, 0)[SlotField.State]);
        Assert.AreEqual(NativeStatus.StoreSigner, other.StoreUse(0));
        Assert.AreEqual(0, Push.Run(other, Stranger.Sign(blob, 1)).Status);
        Assert.AreEqual(Push.Crc(blob), Push.OpenNewest(other));
        Assert.AreEqual(1, Info(other, -1)[StoreField.Version]);
        Assert.AreEqual(0, other.StoreRemove(-1));
        flash.Key = Owner.PublicKey;
        using PcNative again = NativeUnderTest.Boot(flash);
        Assert.IsNull(Push.OpenNewest(again), "the other key's owner has removed it");
    }

    [TestMethod]
    public void WithoutAKeyNothingIsDifferent()
    {
        using var plain = new FlashModel(Sectors, SectorBytes, TestSeed.New(nameof(WithoutAKeyNothingIsDifferent)));
        byte[] blob = TestBlobs.Make(1344, 1);
        using PcNative native = NativeUnderTest.Boot(plain);
        Assert.AreEqual(NativeStatus.Port, native.StoreSignature(Owner.Sign(blob, 1)[blob.Length..]));
        Assert.AreEqual(0, Push.Run(native, blob).Status);
        Assert.AreEqual(0, Info(native, -1)[StoreField.HasKey]);
        Assert.IsTrue(plain.Bytes.Slice(832 + 8, 52).IndexOfAnyExcept((byte)0) < 0, "the commit record names no signer");
        Assert.IsTrue(plain.Bytes[900..928].IndexOfAnyExcept((byte)0xFF) < 0, "there is no counter");
    }

    /// <summary>Something that is not the owner's version 6 of a model.</summary>
    private static byte[] Bad(string what, byte[] blob)
    {
        byte[] file = Owner.Sign(blob, what == "replayed" ? 4 : 6);
        switch (what)
        {
            case "unsigned":
                return blob;
            case "stranger":
                return Stranger.Sign(blob, 6);
            case "forged":
                file[^1] ^= 1;
                return file;
            case "version raised":
                file = Owner.Sign(blob, 4);
                file[blob.Length + 4] = 6;
                return file;
            case "signature of another model":
                byte[] other = TestBlobs.Make(blob.Length, 77);
                return [.. other, .. file[blob.Length..]];
            case "truncated":
                return file[..^32];
            case "tampered":
                file[blob.Length - 1] ^= 1; // the identity in its header stays the signed one
                return file;
            default:
                return file;
        }
    }

    private static FlashModel Keyed(string name) => new(Sectors, SectorBytes, TestSeed.New(name)) { Key = Owner.PublicKey };

    private static int[] Info(INative native, int slot)
    {
        int[] v = new int[StoreField.Ints];
        Assert.AreEqual(0, native.StoreInfo(slot, v));
        return v;
    }

    private static byte[] Key(int[] v, int at) => [.. v[at..(at + 8)].SelectMany(BitConverter.GetBytes)];
}
