// Signed models over the wire, on a board with a key: nf-interop/native/SECURITY.md.
using NanoCoopNet.Interop;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public sealed class SignedPushTests
{
    private static readonly SigningKey Owner = SigningKey.Make();
    private static readonly SigningKey Stranger = SigningKey.Make();

    [TestMethod]
    [DataRow(BoardCpu.Pc)]
    [DataRow(BoardCpu.M7)]
    public void ABoardWithAKeyRunsWhatItsOwnerSignedAndNothingElse(BoardCpu cpu)
    {
        using var folder = new TestFolder();
        byte[] old = TestBlob.CoopNet.Blob,
            next = TestBlob.Padded(30 * 1024);
        using (RunningBoard plain = TestBoard.Start(cpu, Options(folder, default)))
        {
            using var client = BoardClient.Open(plain.PortName);
            client.Push(next);
            Push(client, old, Stranger, 1);
            Assert.AreEqual("", client.Store().Key, "it takes any, signed or not");
            Assert.AreEqual(Hex(old), client.Status().Identity);
        }

        using (RunningBoard board = TestBoard.Start(cpu, Options(folder, Owner.PublicKey)))
        {
            using var client = BoardClient.Open(board.PortName);
            Assert.IsFalse(client.Status().HasModel, "what an owner did not sign does not count");
            Assert.IsTrue(client.StoredModels().Any(s => s.State == SlotState.Foreign));
            Assert.AreEqual(NativeStatus.StoreUnsigned, Refused(() => client.Push(old)));
            Assert.AreEqual(NativeStatus.StoreSigner, Refused(() => Push(client, old, Stranger, 9)));
            Push(client, old, Owner, 5);
            Assert.AreEqual(NativeStatus.StoreOlder, Refused(() => Push(client, next, Owner, 4)));
            Assert.AreEqual(Hex(old), client.Status().Identity);
            Assert.AreEqual((Convert.ToHexStringLower(Owner.PublicKey), 5), (client.Store().Key, client.Store().Version));
            StoredModel slot = client.StoredModels()[client.Status().Slot];
            Assert.AreEqual((Convert.ToHexStringLower(Owner.PublicKey), 5), (slot.Signer, slot.Version));
            Push(client, next, Owner, 6);
            Assert.AreEqual(Hex(next), client.Status().Identity);
        }

        using RunningBoard other = TestBoard.Start(cpu, Options(folder, Stranger.PublicKey));
        using var recovered = BoardClient.Open(other.PortName);
        Assert.IsFalse(recovered.Status().HasModel, "a lost key's models are gone");
        Push(recovered, old, Stranger, 1);
        Assert.AreEqual(Hex(old), recovered.Status().Identity);
    }

    /// <summary>As the tests of the store, but through firmware, port and tool.</summary>
    [TestMethod]
    public void PowerLostInAPushKeepsTheOldModelAndLetsNoOlderVersionIn()
    {
        Random random = TestSeed.New(nameof(PowerLostInAPushKeepsTheOldModelAndLetsNoOlderVersionIn));
        using var folder = new TestFolder();
        byte[] old = TestBlob.CoopNet.Blob,
            next = TestBlob.Padded(30 * 1024);
        using (RunningBoard board = TestBoard.Start(BoardCpu.Pc, Options(folder, Owner.PublicKey)))
        {
            using var client = BoardClient.Open(board.PortName);
            Push(client, old, Owner, 5);
        }

        File.Copy(folder["flash"], folder["start"]);
        for (int round = 0; round < 6; round++)
        {
            File.Copy(folder["start"], folder["flash"], overwrite: true);
            VirtualBoardOptions options = Options(folder, Owner.PublicKey) with
            {
                PowerLossAfterSteps = random.NextInt64(next.Length / 4),
                DamageSeed = random.Next(),
            };
            using (RunningBoard board = TestBoard.Start(BoardCpu.Pc, options))
            {
                using var client = BoardClient.Open(board.PortName);
                Assert.IsInstanceOfType<LinkException>(Try(() => Push(client, next, Owner, 6)));
                Assert.IsTrue(board.AwaitEnd(20_000), "the board went down");
            }

            using RunningBoard again = TestBoard.Start(BoardCpu.Pc, Options(folder, Owner.PublicKey));
            using var later = BoardClient.Open(again.PortName);
            Assert.AreEqual(Hex(old), later.Status().Identity, $"{options.PowerLossAfterSteps} steps");
            Assert.AreEqual(NativeStatus.StoreOlder, Refused(() => Push(later, next, Owner, 4)));
            Push(later, next, Owner, 6);
            Assert.AreEqual(NativeStatus.StoreOlder, Refused(() => Push(later, old, Owner, 5)));
            Assert.AreEqual(Hex(next), later.Status().Identity);
        }
    }

    private static VirtualBoardOptions Options(TestFolder folder, ReadOnlyMemory<byte> key) =>
        new()
        {
            Key = key,
            FlashFile = folder["flash"],
            FlashTimeScale = 0,
        };

    private static void Push(BoardClient client, byte[] blob, SigningKey key, int version) =>
        client.Push(blob, signature: key.Sign(blob, version).AsMemory(blob.Length));

    private static int Refused(Action push) => Assert.ThrowsExactly<BoardErrorException>(push).Status;

    private static Exception? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static string Hex(byte[] blob) => Convert.ToHexStringLower(TestBlob.Identity(blob));
}
