// The push over lines that damage bytes, lose power of speech, or end: it arrives, resumes, or says why not; never half a model.
using NanoCoopNet.Device;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Link.Tests;

[TestClass]
public sealed class PushTests
{
    [TestMethod]
    public void APushIsThereAndIsSkippedTheSecondTime()
    {
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        byte[] blob = Boards.GoldenModel();
        Assert.IsFalse(client.Status().HasModel);

        PushResult first = client.Push(blob);
        Assert.IsFalse(first.Skipped);
        Assert.AreEqual(Convert.ToHexStringLower(blob.AsSpan(16, 32)), client.Status().Identity);
        Assert.IsTrue(client.Push(blob).Skipped);
        Assert.AreEqual(
            0L,
            board.Serial.Overflowed + board.Serial.DroppedInStall,
            "nothing overflowed the receive buffer, nothing came during erase"
        );
    }

    [TestMethod]
    [DataRow(0.0005, 0.0, 0.0, DisplayName = "dropped bytes")]
    [DataRow(0.0, 0.0005, 0.0, DisplayName = "doubled bytes")]
    [DataRow(0.0, 0.0, 0.0005, DisplayName = "flipped bits")]
    [DataRow(0.0002, 0.0002, 0.0002, DisplayName = "all of them")]
    public void APushGetsThroughADamagingLine(double drop, double twice, double flip)
    {
        Random random = TestSeed.New(nameof(APushGetsThroughADamagingLine));
        using RunningBoard board = Boards.Start();
        FaultyTransport line = new(Transports.Open(board.PortName), new Faults(drop, twice, flip), random);
        using BoardClient client = BoardClient.Greet(line);
        byte[] blob = Boards.GoldenModel("bcnet-logits");
        client.Push(blob);
        line.Active = false;
        Assert.AreEqual(Convert.ToHexStringLower(blob.AsSpan(16, 32)), client.Status().Identity);
    }

    /// <summary>
    /// error badFrame carries sequence 0 whatever frame broke. Once the counter has wrapped, a frame of that number may be under
    /// way as well.
    /// </summary>
    [TestMethod]
    [TestCategory("Slow")]
    public void ABrokenFrameIsNoAnswerToAnotherWhateverTheSequenceBeginsWith()
    {
        using RunningBoard board = Boards.Start(new VirtualBoardOptions { FlashTimeScale = 0 });
        byte[] blob = Boards.GoldenModel();
        string identity = Convert.ToHexStringLower(blob.AsSpan(16, 32));
        for (int first = 0; first <= byte.MaxValue; first++)
        {
            BreakingTransport line = new(Transports.Open(board.PortName), f => f.Type == RequestType.StoreData);
            using BoardClient client = BoardClient.Greet(line, (byte)first);
            client.Channel.Request("remove", RequestType.StoreRemove, [unchecked((byte)-1)]);
            PushResult result = client.Push(blob);
            Assert.IsTrue(line.HasBroken && !result.Skipped, $"first sequence {first}");
            Assert.AreEqual(identity, client.Status().Identity, $"first sequence {first}");
        }
    }

    [TestMethod]
    public void AnInterruptedPushResumesAndTheOldModelStaysUntilThen()
    {
        Random random = TestSeed.New(nameof(AnInterruptedPushResumesAndTheOldModelStaysUntilThen));
        using RunningBoard board = Boards.Start();
        byte[] old = Boards.GoldenModel(),
            blob = Boards.GoldenModel("bcnet-features");
        string oldIdentity = Convert.ToHexStringLower(old.AsSpan(16, 32)),
            newIdentity = Convert.ToHexStringLower(blob.AsSpan(16, 32));
        using (BoardClient client = BoardClient.Open(board.PortName))
        {
            client.Push(old);
        }

        for (int round = 0; round < 6; round++)
        {
            int after = random.Next(60, blob.Length + 60);
            FaultyTransport line = new(Transports.Open(board.PortName), new Faults(VanishAfter: after), random);
            LinkException? failure = null;
            try
            {
                using BoardClient client = BoardClient.Greet(line);
                client.Push(blob);
            }
            catch (LinkException e)
            {
                failure = e;
            }

            using BoardClient again = BoardClient.Open(board.PortName);
            Assert.AreEqual(
                failure is null ? newIdentity : oldIdentity,
                again.Status().Identity,
                $"interrupted after {after} bytes"
            );
            if (failure is null)
            {
                break;
            }

            Assert.AreEqual(ExitCode.PortVanished, failure.Code);
        }

        using BoardClient last = BoardClient.Open(board.PortName);
        last.Push(blob);
        Assert.AreEqual(newIdentity, last.Status().Identity);
    }

    [TestMethod]
    public void ABlobThatBreaksARuleIsRefusedAndNamesTheRule()
    {
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(Boards.GoldenModel());
        string before = client.Status().Identity;
        byte[] broken = Boards.GoldenModel("bcnet-logits");
        broken[BlobLayout.AtInputRadix] ^= 1;
        BlobWriter.Seal(broken);
        BoardErrorException refused = Assert.ThrowsExactly<BoardErrorException>(() => client.Push(broken));
        Assert.AreEqual(ExitCode.ModelRefused, refused.Code);
        StringAssert.StartsWith(refused.Hint, "rule ");
        Assert.AreEqual(before, client.Status().Identity);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void ABoardThatLosesPowerMidPushComesBackWithTheOldModel()
    {
        string flash = Path.Combine(Directory.CreateTempSubdirectory("nanocoop-link").FullName, "flash.bin");
        byte[] old = Boards.GoldenModel(),
            blob = Boards.GoldenModel("bcnet-features");
        using (RunningBoard board = Boards.Start(new VirtualBoardOptions { FlashFile = flash }))
        using (BoardClient client = BoardClient.Open(board.PortName))
        {
            client.Push(old);
        }

        using (RunningBoard board = Boards.Start(new VirtualBoardOptions { FlashFile = flash, PowerLossAfterSteps = 300 }))
        using (BoardClient client = BoardClient.Open(board.PortName))
        {
            Assert.ThrowsExactly<LinkException>(() => client.Push(blob));
        }

        using (RunningBoard board = Boards.Start(new VirtualBoardOptions { FlashFile = flash }))
        using (BoardClient client = BoardClient.Open(board.PortName))
        {
            Assert.AreEqual(Convert.ToHexStringLower(old.AsSpan(16, 32)), client.Status().Identity);
            client.Push(blob);
            Assert.AreEqual(Convert.ToHexStringLower(blob.AsSpan(16, 32)), client.Status().Identity);
        }
    }
}
