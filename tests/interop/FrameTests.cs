// Frames and text on one line: what is sent arrives in any pieces, and damage costs no more than the frames it touches.
// firmware/PROTOCOL.md.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class FrameTests
{
    private const int LargestPayload = 1024;

    [TestMethod]
    public void EncodingEqualsTheSpecification()
    {
        Random random = TestSeed.New(nameof(EncodingEqualsTheSpecification));
        using PcNative native = NativeUnderTest.Open();
        int[] lengths =
        [
            0,
            1,
            246,
            247,
            248,
            249,
            253,
            254,
            255,
            501,
            508,
            1024,
            .. Enumerable.Range(0, 300).Select(_ => random.Next(LargestPayload + 1)),
        ];
        foreach (int length in lengths)
        {
            TestFrame frame = TestFrame.Random(random, length);
            CollectionAssert.AreEqual(FrameReference.Encode(frame), FrameStream.Encode(native, frame), $"{length} bytes");
        }
    }

    [TestMethod]
    public void TheExampleOfTheCrc()
    {
        Assert.AreEqual(0x29B1, FrameReference.Crc16("123456789"u8));
    }

    [TestMethod]
    public void FramesAndTextArriveInAnyPieces()
    {
        Random random = TestSeed.New(nameof(FramesAndTextArriveInAnyPieces));
        using PcNative native = NativeUnderTest.Open();
        for (int round = 0; round < 300; round++)
        {
            var sent = new List<object>();
            var line = new List<byte>();
            for (int i = 0; i < 10; i++)
            {
                if (random.Next(3) == 0)
                {
                    string text = $"ct 0.{random.Next(1000)}" + (random.Next(2) == 0 ? "\n" : "\r\n");
                    sent.Add(text);
                    line.AddRange(System.Text.Encoding.ASCII.GetBytes(text));
                }
                else
                {
                    TestFrame frame = TestFrame.Random(
                        random,
                        random.Next(3) == 0 ? random.Next(LargestPayload + 1) : random.Next(20)
                    );
                    sent.Add(frame);
                    byte[] bytes = FrameReference.Encode(frame);
                    bool shared = line.Count > 0 && random.Next(2) == 0;
                    line.AddRange(shared ? bytes[1..] : bytes);
                }
            }

            var stream = new FrameStream(native);
            stream.Receive([.. line], random);
            CollectionAssert.AreEqual(FrameStream.Joined(sent), FrameStream.Joined(stream.Received));
            Assert.IsEmpty(stream.Bad);
        }
    }

    [TestMethod]
    public void DamageCostsOnlyTheFramesItTouches()
    {
        Random random = TestSeed.New(nameof(DamageCostsOnlyTheFramesItTouches));
        using PcNative native = NativeUnderTest.Open();
        int slipped = 0;
        for (int round = 0; round < 3000; round++)
        {
            TestFrame[] sent = [.. Enumerable.Range(0, 5).Select(_ => TestFrame.Random(random, random.Next(40)))];
            byte[][] bytes = [.. sent.Select(FrameReference.Encode)];
            const int Hit = 2;
            bytes[Hit] = Damage(bytes[Hit], random);
            var stream = new FrameStream(native);
            stream.Receive([.. bytes.SelectMany(b => b)], random);
            TestFrame[] arrived = [.. stream.Received.OfType<TestFrame>()];
            foreach (int i in new[] { 0, 1, 3, 4 })
            {
                Assert.IsTrue(arrived.Any(f => f.Equals(sent[i])), $"round {round}: frame {i} lost");
            }

            slipped += arrived.Count(f => !sent.Contains(f));
        }

        Assert.IsLessThanOrEqualTo(2, slipped, "damaged frames that a CRC of 16 bits let pass");
    }

    [TestMethod]
    public void BadFramesSayWhy()
    {
        using PcNative native = NativeUnderTest.Open();
        byte[] good = FrameReference.Encode(new TestFrame(1, 2, [3, 4, 5]));
        Assert.AreEqual(1, ReasonOf(native, FrameReference.Wrap([1, 1, 2, 1, 0, 9, 0, 0])), "CRC");
        Assert.AreEqual(2, ReasonOf(native, FrameReference.Wrap([1, 1, 2, 9, 0, 9, 0, 0])), "length");
        Assert.AreEqual(2, ReasonOf(native, [0x0A, 0xF5, 0x0A]), "nothing");
        Assert.AreEqual(
            3,
            ReasonOf(native, FrameReference.Encode(new TestFrame(1, 2, new byte[LargestPayload + 1]))),
            "too long"
        );
        Assert.AreEqual(4, ReasonOf(native, [.. good[..^3], 0x0A]), "COBS block cut");
        Assert.AreEqual(5, ReasonOf(native, FrameReference.Wrap([2, 1, 2, 0, 0, 0, 0])), "version");
    }

    [TestMethod]
    public void AnAbandonedFrameReturnsToText()
    {
        using PcNative native = NativeUnderTest.Open();
        var stream = new FrameStream(native);
        stream.Receive([0x0A, 0xF5, 3, 4]);
        Assert.AreNotEqual(0, stream.State[FrameField.Open], "open");
        stream.State[FrameField.Open] = 0;
        stream.Receive([.. "help\r"u8, .. FrameReference.Encode(new TestFrame(1, 0, []))]);
        CollectionAssert.AreEqual(FrameStream.Joined(["help\r\n", new TestFrame(1, 0, [])]), FrameStream.Joined(stream.Received));
    }

    private static int ReasonOf(PcNative native, byte[] bytes)
    {
        var stream = new FrameStream(native);
        stream.Receive(bytes);
        return stream.Bad.Single();
    }

    private static byte[] Damage(byte[] frame, Random random)
    {
        var bytes = new List<byte>(frame);
        int at = random.Next(frame.Length);
        switch (random.Next(5))
        {
            case 0:
                bytes.RemoveAt(at);
                break;
            case 1:
                bytes.Insert(at, bytes[at]);
                break;
            case 2:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                bytes.RemoveRange(at, frame.Length - at);
                break;
            default:
                bytes.Insert(at, (byte)random.Next(256));
                break;
        }

        return [.. bytes];
    }
}
