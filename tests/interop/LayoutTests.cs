// The packer's way into the kernels' weight layouts: there and back, and why a layer is turned away.
using System.Buffers.Binary;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class LayoutTests
{
    private const byte Conv = 1;
    private const byte Paired = 1;

    [TestMethod]
    public void WeightsComeBackFromAPackedTensor()
    {
        Random random = TestSeed.New(nameof(WeightsComeBackFromAPackedTensor));
        for (int trial = 0; trial < 200; trial++)
        {
            int outC = random.Next(1, 20),
                inC = 4 * random.Next(1, 9),
                k = random.Next(1, 6);
            byte[] record = Record(Paired, outC, inC, k);
            byte[] weights = new byte[outC * k * k * inC];
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = (byte)(sbyte)random.Next(-60, 61);
            }

            Assert.IsNull(LayoutPacker.Pack(record, weights, out byte[] tensor));
            Assert.HasCount((outC + 3) / 4 * 4 * k * k * inC, tensor);
            CollectionAssert.AreEqual(weights, LayoutPacker.Unpack(record, tensor, weights.Length));
        }
    }

    [TestMethod]
    public void ALayerThatCannotHaveTheLayoutIsToldWhy()
    {
        Assert.AreEqual("LAYOUT", LayoutPacker.Pack(Record(Paired, 4, 3, 3), new byte[4 * 27], out _)?.Name);
        Assert.AreEqual("LAYOUT", LayoutPacker.Pack(Record(99, 4, 4, 3), new byte[4 * 36], out _)?.Name);
        Assert.AreEqual("WEIGHT_VALUE", LayoutPacker.Pack(Record(Paired, 1, 4, 1), [0, 128, 0, 0], out _)?.Name);
        byte[] heavy = Enumerable.Repeat((byte)127, 25 * 32).ToArray();
        Assert.AreEqual("LAYOUT_SUM", LayoutPacker.Pack(Record(Paired, 1, 32, 5), heavy, out _)?.Name);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LayoutPacker.Pack(Record(Paired, 1, 4, 1), new byte[3], out _));
    }

    // As far as layouts look at a record: MODEL-FORMAT.md, "Layer record".
    private static byte[] Record(byte kernel, int outC, int inC, int k)
    {
        byte[] record = new byte[96];
        (record[0], record[1]) = (Conv, kernel);
        (int At, int Value)[] shapes = [(8, 9), (10, 9), (12, inC), (14, 9), (16, 9), (18, outC)];
        foreach ((int at, int value) in shapes)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(at), (ushort)value);
        }

        (record[20], record[21], record[22]) = ((byte)k, (byte)k, 1);
        return record;
    }
}
