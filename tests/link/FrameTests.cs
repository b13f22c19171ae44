// Frames in C#, against their definition and against the C code of the board.
using System.Text;
using NanoCoopNet.Bridge;
using NanoCoopNet.Device;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Link.Tests;

[TestClass]
public sealed class FrameTests
{
    [TestMethod]
    public void CrcHasItsCheckValue() => Assert.AreEqual((ushort)0x29B1, Crc16.Compute(Encoding.ASCII.GetBytes("123456789")));

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(253)]
    [DataRow(254)]
    [DataRow(255)]
    [DataRow(508)]
    [DataRow(509)]
    [DataRow(1024)]
    public void CobsComesBackAtEveryBoundary(int length)
    {
        Random random = TestSeed.New(nameof(CobsComesBackAtEveryBoundary));
        byte[][] cases =
        [
            new byte[length],
            [.. Enumerable.Repeat((byte)7, length)],
            .. Enumerable.Range(0, 50).Select(_ => Bytes(random, length, random.Next(2) == 0 ? 3 : 256)),
        ];
        foreach (byte[] plain in cases)
        {
            byte[] stuffed = Cobs.Encode(plain);
            Assert.IsFalse(stuffed.Contains((byte)0));
            CollectionAssert.AreEqual(plain, Cobs.TryDecode(stuffed));
        }
    }

    [TestMethod]
    public void FramesSurviveAnySplit()
    {
        Random random = TestSeed.New(nameof(FramesSurviveAnySplit));
        for (int round = 0; round < 200; round++)
        {
            Frame sent = new(
                (byte)random.Next(1, 256),
                (byte)random.Next(256),
                Bytes(random, random.Next(Protocol.LargestPayload + 1), 256)
            );
            byte[] wire = FrameCodec.Encode(sent.Type, sent.Sequence, sent.Payload);
            Assert.AreEqual(2, wire.Count(b => b == Protocol.Delimiter), "the delimiter is at both ends only");
            LinkReader reader = new();
            reader.Feed(Encoding.ASCII.GetBytes("half a line"));
            for (int at = 0; at < wire.Length; )
            {
                int count = Math.Min(random.Next(1, 50), wire.Length - at);
                reader.Feed(wire.AsSpan(at, count));
                at += count;
            }

            Frame got = reader.Frames.Dequeue();
            Assert.AreEqual((sent.Type, sent.Sequence), (got.Type, got.Sequence));
            CollectionAssert.AreEqual(sent.Payload, got.Payload);
            Assert.AreEqual("half a line\n", reader.TakeText());
        }
    }

    [TestMethod]
    public void AFlippedBitIsNeverAFrame()
    {
        Random random = TestSeed.New(nameof(AFlippedBitIsNeverAFrame));
        for (int round = 0; round < 2000; round++)
        {
            byte[] wire = FrameCodec.Encode(0x21, (byte)random.Next(256), Bytes(random, random.Next(200), 256));
            wire[random.Next(2, wire.Length - 1)] ^= (byte)(1 << random.Next(8));
            LinkReader reader = new();
            reader.Feed(wire);
            Assert.IsEmpty(reader.Frames);
        }
    }

    [TestMethod]
    public void CAndCSharpAgree()
    {
        using PcNative native = Native();
        Random random = TestSeed.New(nameof(CAndCSharpAgree));
        byte[] tx = new byte[Protocol.LargestFrame],
            decoded = new byte[Protocol.LargestFrame];
        for (int round = 0; round < 500; round++)
        {
            byte[] payload = Bytes(random, random.Next(Protocol.LargestPayload + 1), random.Next(3) == 0 ? 2 : 256);
            byte type = (byte)random.Next(1, 256),
                sequence = (byte)random.Next(256);
            int length = native.FrameEncode(payload, payload.Length, type, sequence, tx);
            byte[] wire = FrameCodec.Encode(type, sequence, payload);
            CollectionAssert.AreEqual(wire, tx[..Math.Max(length, 0)]);

            int[] state = new int[FrameField.Ints];
            int found = native.FrameDecode(state, wire, 0, wire.Length, decoded);
            for (int taken = state[FrameField.Taken]; found == 0 && taken < wire.Length; taken += state[FrameField.Taken])
            {
                found = native.FrameDecode(state, wire, taken, wire.Length - taken, decoded);
            }

            (int, int, int) frame = (state[FrameField.Type], state[FrameField.Seq], state[FrameField.Length]);
            Assert.AreEqual((FrameResult.Frame, ((int)type, (int)sequence, payload.Length)), (found, frame));
            CollectionAssert.AreEqual(payload, decoded[..payload.Length]);
        }
    }

    private static PcNative Native()
    {
        try
        {
            NativeBuild.EnsurePc();
            return new PcNative(new PcNativeOptions());
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            throw new AssertInconclusiveException($"{e.Message} {e.Hint}");
        }
    }

    /// <summary>Random bytes; a small range makes many zeros and delimiters.</summary>
    private static byte[] Bytes(Random random, int length, int range) =>
        [.. Enumerable.Range(0, length).Select(_ => (byte)(random.Next(range) * (range == 2 ? Protocol.Delimiter : 1)))];
}
