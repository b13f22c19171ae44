// Pushing a model: credit, staging, erase steps, resume, commit, and what is said when something is in the way.
using System.Security.Cryptography;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class PushTests
{
    [TestMethod]
    [DataRow(32)]
    [DataRow(3040)]
    [DataRow(3072)]
    [DataRow(12000)]
    [DataRow(FakeStore.LargestBlob)]
    public void APushedBlobIsStoredOpenedAndFoundAgain(int bytes)
    {
        var device = new DeviceUnderTest();
        byte[] blob = Blob(bytes, 1);

        Assert.AreEqual(new PushOutcome(true, ErrorCode.None, "pushed"), new PushTool(device).Push(blob));
        CollectionAssert.AreEqual(blob, device.Native.Store.Blob(device.Native.Store.NewestSlot));
        StringAssert.Contains(device.Type("status")[0], "model fake-model");
        Assert.AreEqual("already there", new PushTool(device).Push(blob).What);
        Assert.AreEqual(1, device.Native.Store.Commits);
        Assert.AreEqual(0, device.Link.Overflowed);
    }

    [TestMethod]
    public void ASmallerReceiveBufferGivesASmallerCredit()
    {
        var link = new FakeLink { ReceiveBufferBytes = 256 };
        var device = new DeviceUnderTest(link: link);
        byte[] blob = Blob(640, 1);
        byte[] begun = device.Ask(RequestType.StoreBegin, [.. BitConverter.GetBytes(640), .. SHA256.HashData(blob)]).Payload;
        Assert.AreEqual(160, Payload.GetU16(begun, 7));
        device.Ask(RequestType.StoreErase, 0);
        for (int at = 0; at < 640; at += 160)
        {
            link.ToolWrite(FrameCodec.Encode(RequestType.StoreData, 1, [.. BitConverter.GetBytes(at), .. blob.AsSpan(at, 100)]));
            link.ToolWrite(
                FrameCodec.Encode(RequestType.StoreData, 2, [.. BitConverter.GetBytes(at + 100), .. blob.AsSpan(at + 100, 60)])
            );
            device.Run();
            DeviceFrame reply = device.ReadFrames().Single();
            Assert.AreEqual(2, reply.Seq, "the frame that filled the window");
            Assert.AreEqual(at + 160, Payload.GetI32(reply.Payload, 0));
        }

        Assert.AreEqual(0, link.Overflowed);
        device.Ask(RequestType.StoreCommit);
    }

    [TestMethod]
    public void AFrameOutOfOrderIsAnsweredWithTheOffsetWanted()
    {
        DeviceUnderTest device = Begun(Blob(6400, 1));
        SendSilent(device, 0, 1000);
        byte[] reply = device.Ask(RequestType.StoreData, [.. BitConverter.GetBytes(2000), 1, 2, 3]).Payload;
        Assert.AreEqual(1000, Payload.GetI32(reply, 0));
        Assert.AreEqual(2040, Payload.GetU16(reply, 4), "what is left of the window");
        reply = device.Ask(RequestType.StoreData, [.. BitConverter.GetBytes(0), 1, 2, 3]).Payload;
        Assert.AreEqual(1000, Payload.GetI32(reply, 0), "a repeat");
        reply = device.Ask(RequestType.StoreData, BitConverter.GetBytes(1000)).Payload;
        Assert.AreEqual(1000, Payload.GetI32(reply, 0), "no bytes: a question");
    }

    [TestMethod]
    public void BytesBeyondCreditOrBlobAreRefusedWhole()
    {
        DeviceUnderTest device = Begun(Blob(4000, 1));
        SendSilent(device, 0, 1000);
        SendSilent(device, 1000, 1000);
        SendSilent(device, 2000, 1000);
        DeviceFrame beyond = device.AskFails(
            ErrorCode.BadPayload,
            RequestType.StoreData,
            [.. BitConverter.GetBytes(3000), .. new byte[41]]
        );
        Assert.AreEqual(3000, beyond.Detail(0));
        device.Ask(RequestType.StoreData, [.. BitConverter.GetBytes(3000), .. new byte[40]]);
        device.AskFails(ErrorCode.BadPayload, RequestType.StoreData, [.. BitConverter.GetBytes(3040), .. new byte[961]]);
        device.Ask(RequestType.StoreData, [.. BitConverter.GetBytes(3040), .. new byte[960]]);
    }

    [TestMethod]
    public void StepsOutOfOrderAreRefused()
    {
        var device = new DeviceUnderTest();
        device.AskFails(ErrorCode.NotReady, RequestType.StoreErase, 0);
        device.AskFails(ErrorCode.NotReady, RequestType.StoreData, 0, 0, 0, 0, 1);
        device.AskFails(ErrorCode.NotReady, RequestType.StoreCommit);

        byte[] blob = Blob(20000, 1);
        byte[] begun = device
            .Ask(RequestType.StoreBegin, [.. BitConverter.GetBytes(blob.Length), .. SHA256.HashData(blob)])
            .Payload;
        Assert.AreEqual(2, begun[6]);
        Assert.AreEqual(0, device.AskFails(ErrorCode.WrongOffset, RequestType.StoreErase, 1).Detail(0));
        device.Ask(RequestType.StoreErase, 0);
        device.AskFails(ErrorCode.NotReady, RequestType.StoreData, 0, 0, 0, 0, 1);
        device.Ask(RequestType.StoreErase, 1);
        Assert.AreEqual(2, device.AskFails(ErrorCode.WrongOffset, RequestType.StoreErase, 2).Detail(0));
        device.AskFails(ErrorCode.NotReady, RequestType.StoreCommit);
        SendSilent(device, 0, 3);
        Assert.AreEqual(3, device.AskFails(ErrorCode.NotReady, RequestType.StoreCommit).Detail(0));
    }

    [TestMethod]
    public void ARepeatedEraseIsDoneOnce()
    {
        var device = new DeviceUnderTest();
        byte[] blob = Blob(64, 1);
        device.Ask(RequestType.StoreBegin, [.. BitConverter.GetBytes(64), .. SHA256.HashData(blob)]);
        device.AskAs(90, RequestType.StoreErase, 0);
        device.AskAs(90, RequestType.StoreErase, 0);
        Assert.AreEqual(1, device.Native.Store.Erases);
        device.AskFails(ErrorCode.WrongOffset, RequestType.StoreErase, 0);
    }

    [TestMethod]
    public void TooLargeOrEmptyBlobsAreRefusedBeforeAnythingIsErased()
    {
        var device = new DeviceUnderTest(new FakeModel());
        int erases = device.Native.Store.Erases;
        byte[] identity = new byte[32];
        DeviceFrame reply = device.AskFails(
            ErrorCode.StoreFull,
            RequestType.StoreBegin,
            [.. BitConverter.GetBytes(FakeStore.LargestBlob + 32), .. identity]
        );
        Assert.AreEqual(FakeStore.LargestBlob, reply.Detail(0));
        device.AskFails(ErrorCode.BadPayload, RequestType.StoreBegin, [.. BitConverter.GetBytes(0), .. identity]);
        device.AskFails(ErrorCode.BadPayload, RequestType.StoreBegin, [.. BitConverter.GetBytes(-32), .. identity]);
        Assert.AreEqual(erases, device.Native.Store.Erases);
        Assert.AreEqual(1, device.Ask(RequestType.Threshold).Payload.Length);
    }

    [TestMethod]
    public void TheOldModelWorksUntilTheNewOneIsCommitted()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        byte[] blob = Blob(6000, 1);
        device.Native.Store.RefuseBlob = NativeStatus.Model;
        Assert.AreEqual(new PushOutcome(false, ErrorCode.BlobRefused, "storeCommit"), new PushTool(device).Push(blob));
        Assert.HasCount(ResultLayout.Bytes, device.Ask(RequestType.Infer, 0, 0, 0, 0).Payload);

        device.Native.Store.RefuseBlob = 0;
        Assert.IsTrue(new PushTool(device).Push(blob).Done);
        device.AskFails(ErrorCode.NotReady, RequestType.Infer, 0, 0, 0, 0);
        CollectionAssert.AreEqual(DeviceUnderTest.SomeBlob, device.Native.Store.Blob(0), "the old one is still there");
    }

    [TestMethod]
    public void ARefusedCommitNamesRuleNetAndLayer()
    {
        DeviceUnderTest device = Begun(new byte[32]);
        device.Ask(RequestType.StoreData, [0, 0, 0, 0, .. new byte[32]]);
        device.Native.Store.RefuseBlob = NativeStatus.Arena;
        DeviceFrame reply = device.AskFails(ErrorCode.BlobRefused, RequestType.StoreCommit);
        Assert.AreEqual(NativeStatus.Arena, reply.Status);
        Assert.AreEqual(41, reply.Detail(0));
        Assert.AreEqual(1, reply.Detail(1));
        Assert.AreEqual(2, reply.Detail(2));
    }

    [TestMethod]
    public void AModelThatMakesRoomIsClosedWhenItIsErased()
    {
        var device = new DeviceUnderTest(new FakeModel());
        byte[] blob = Blob(FakeStore.LargestBlob, 1);
        device.Ask(RequestType.StoreBegin, [.. BitConverter.GetBytes(blob.Length), .. SHA256.HashData(blob)]);
        Assert.HasCount(1, device.Ask(RequestType.Threshold).Payload, "still open");
        device.Ask(RequestType.StoreErase, 0);
        device.AskFails(ErrorCode.NoModel, RequestType.Threshold);
        Assert.Contains("close", device.Native.Log);
    }

    [TestMethod]
    public void FlashFaultsAreReportedAndTheNextPushSucceeds()
    {
        var device = new DeviceUnderTest();
        byte[] blob = Blob(9000, 1);
        device.Native.Store.FailErase = true;
        Assert.AreEqual(new PushOutcome(false, ErrorCode.FlashFailed, "storeErase"), new PushTool(device).Push(blob));
        device.AskFails(ErrorCode.NotReady, RequestType.StoreData, 0, 0, 0, 0, 1);
        device.Ask(RequestType.Hello, 1);

        device.Native.Store.FailWriteAt = 5000;
        Assert.AreEqual(new PushOutcome(false, ErrorCode.FlashFailed, "storeData"), new PushTool(device).Push(blob));
        device.Ask(RequestType.Hello, 1);
        Assert.AreEqual("pushed", new PushTool(device).Push(blob).What);
    }

    [TestMethod]
    public void RemoveOpensTheNewestOfWhatIsLeft()
    {
        var device = new DeviceUnderTest(new FakeModel());
        Assert.IsTrue(new PushTool(device).Push(Blob(64, 1)).Done);
        Assert.AreEqual(1, device.Native.Store.NewestSlot);
        device.Ask(RequestType.StoreRemove, 1);
        Assert.AreEqual(0, device.Ask(RequestType.Status).Payload[2]);
        Assert.HasCount(1, device.Ask(RequestType.Threshold).Payload);
        device.Ask(RequestType.StoreRemove, 0xFF);
        device.AskFails(ErrorCode.NoModel, RequestType.Threshold);
    }

    /// <summary>The chosen model is opened, with the CT that was set for it, and answers after a restart too.</summary>
    [TestMethod]
    public void UseOpensTheModelOfASlot()
    {
        var device = new DeviceUnderTest(new FakeModel());
        int own = device.Ask(RequestType.Threshold).Payload[0];
        device.Ask(RequestType.Threshold, 33);
        Assert.IsTrue(new PushTool(device).Push(Blob(64, 1)).Done);
        Assert.AreEqual(own, device.Ask(RequestType.Threshold).Payload[0]);
        Assert.AreEqual(0, device.Ask(RequestType.StoreUse, 0).Payload[0]);
        Assert.AreEqual(0, device.Ask(RequestType.Status).Payload[2]);
        Assert.AreEqual(33, device.Ask(RequestType.Threshold).Payload[0], "set for this model");
        device.AskFails(ErrorCode.NoModel, RequestType.StoreUse, 2);
        Assert.AreEqual(0, device.Ask(RequestType.Status).Payload[2], "a refusal changes nothing");
        Assert.AreEqual(0, device.AfterReset().Ask(RequestType.Status).Payload[2]);
    }

    [TestMethod]
    public void ASignatureIsHandedOnAndItsRefusalHasAName()
    {
        var device = new DeviceUnderTest();
        byte[] block = Blob(Protocol.SignatureBytes, 7);
        DeviceFrame keyless = device.AskFails(ErrorCode.Native, RequestType.StoreSignature, block);
        Assert.AreEqual(NativeStatus.Port, Payload.GetI32(keyless.Payload, 1));
        device.Native.Store.SignatureStatus = 12;
        Assert.AreEqual(12, Payload.GetI32(device.Ask(RequestType.StoreSignature, block).Payload, 0));
        CollectionAssert.AreEqual(block, device.Native.Store.Signature);
        device.AskFails(ErrorCode.BadPayload, RequestType.StoreSignature, block[1..]);
        int[] refusals =
        [
            NativeStatus.StoreUnsigned,
            NativeStatus.StoreSigner,
            NativeStatus.StoreSignature,
            NativeStatus.StoreOlder,
        ];
        foreach (int status in refusals)
        {
            device.Native.Store.SignatureStatus = status;
            DeviceFrame refused = device.AskFails(ErrorCode.BlobRefused, RequestType.StoreSignature, block);
            Assert.AreEqual(status, Payload.GetI32(refused.Payload, 1));
        }
    }

    [TestMethod]
    public void StoreInfoIsReported()
    {
        var device = new DeviceUnderTest(new FakeModel());
        byte[] all = device.Ask(RequestType.StoreInfo, 0xFF).Payload;
        Assert.HasCount(96, all);
        Assert.AreEqual(FakeStore.LargestBlob, Payload.GetI32(all, 20));
        byte[] slot = device.Ask(RequestType.StoreInfo, 0).Payload;
        CollectionAssert.AreEqual(SHA256.HashData(DeviceUnderTest.SomeBlob), slot[32..64]);
    }

    [TestMethod]
    public void AToolThatVanishesAnywhereIsResumed()
    {
        byte[] blob = Blob(20000, 1);
        for (int stopAt = 0; stopAt < 26; stopAt++)
        {
            var device = new DeviceUnderTest(new FakeModel());
            int sent = 0;
            var first = new PushTool(device)
            {
                BeforeSend = () =>
                {
                    if (sent++ == stopAt)
                    {
                        throw new IOException("unplugged");
                    }
                },
            };
            try
            {
                first.Push(blob);
            }
            catch (IOException)
            {
                device.Run();
                device.Link.ToolRead();
            }

            DeviceUnderTest after = stopAt % 2 == 0 ? device : device.AfterReset();
            after.Ask(RequestType.Hello, 1);
            var second = new PushTool(after);
            Assert.IsTrue(second.Push(blob).Done, $"stopped before frame {stopAt}");
            CollectionAssert.AreEqual(blob, after.Native.Store.Blob(after.Native.Store.NewestSlot));
            Assert.IsTrue(stopAt < 15 || second.DataFrames < 15, "it goes on, it does not start again");
        }
    }

    [TestMethod]
    public void ADamagingLineEndsInTheRightBlobOrAClearError()
    {
        Random random = TestSeed.New(nameof(ADamagingLineEndsInTheRightBlobOrAClearError));
        int done = 0;
        const int rounds = 60;
        for (int round = 0; round < rounds; round++)
        {
            double rate = Math.Pow(10, -2.2 - random.NextDouble() * 2.5);
            byte[] Fault(byte b)
            {
                if (random.NextDouble() >= rate)
                {
                    return [b];
                }

                return random.Next(3) switch
                {
                    0 => [],
                    1 => [b, b],
                    _ => [(byte)(b ^ (1 << random.Next(8)))],
                };
            }

            var link = new FakeLink { ReadPortion = () => random.Next(1, 600) };
            var device = new DeviceUnderTest(link: link);
            link.FaultToDevice = Fault;
            link.FaultToTool = Fault;
            byte[] blob = Blob(32 * random.Next(1, 700), random.Next());
            PushOutcome outcome = new PushTool(device).Push(blob);
            int newest = device.Native.Store.NewestSlot;
            if (outcome.Done)
            {
                done++;
                CollectionAssert.AreEqual(blob, device.Native.Store.Blob(newest), $"round {round}");
            }
            else
            {
                Assert.AreEqual(-1, newest, $"round {round}: {outcome}: nothing half done");
            }
        }

        Console.WriteLine($"{done} of {rounds} pushed");
        Assert.IsGreaterThan(rounds / 2, done);
    }

    private static byte[] Blob(int bytes, int seed)
    {
        byte[] blob = new byte[bytes];
        new Random(seed).NextBytes(blob);
        return blob;
    }

    private static DeviceUnderTest Begun(byte[] blob)
    {
        var device = new DeviceUnderTest();
        device.Ask(RequestType.StoreBegin, [.. BitConverter.GetBytes(blob.Length), .. SHA256.HashData(blob)]);
        device.Ask(RequestType.StoreErase, 0);
        return device;
    }

    private static void SendSilent(DeviceUnderTest device, int at, int count)
    {
        device.Link.ToolWrite(FrameCodec.Encode(RequestType.StoreData, 0, [.. BitConverter.GetBytes(at), .. new byte[count]]));
        device.Run();
        Assert.IsEmpty(device.ReadFrames(), "inside the window nothing is answered");
    }
}
