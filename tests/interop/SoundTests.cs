// Sound as it comes: rows, images, noise and refusals of the native functions that hear; NATIVE.md, "Sound". That the rows are
// right is tested in tests/kernels/test_logmel.py.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class SoundTests
{
    private const int HopBytes = 320;
    private const int SecondBytes = 32000;
    private const int ImageBytes = 1024;

    [TestMethod]
    public void SoundInPiecesOfAnyLengthGivesTheSameRows()
    {
        using PcNative native = NativeUnderTest.Open();
        Random random = TestSeed.New(nameof(SoundTests));
        byte[] pcm = new byte[3 * SecondBytes];
        random.NextBytes(pcm);
        int[] whole = new int[SoundField.Ints];
        int[] pieces = new int[SoundField.Ints];
        Assert.AreEqual(((pcm.Length / 2) - 48 - 1024) / 160 + 1, native.SoundWrite(whole, pcm, 0, pcm.Length));

        int rows = 0;
        for (int at = 0; at < pcm.Length; )
        {
            int count = Math.Min(pcm.Length - at, 2 * random.Next(700));
            rows += native.SoundWrite(pieces, pcm, at, count);
            at += count;
        }

        Assert.AreEqual(whole[SoundField.Frames], rows);
        CollectionAssert.AreEqual(Image(native, whole), Image(native, pieces));
    }

    [TestMethod]
    public void TheImageSlides()
    {
        using PcNative native = NativeUnderTest.Open();
        byte[] pcm = new byte[2 * SecondBytes];
        TestSeed.New(nameof(SoundTests)).NextBytes(pcm);
        int[] stream = new int[SoundField.Ints];
        native.SoundWrite(stream, pcm, 0, SecondBytes);
        for (int hop = 0; hop < 100; hop++)
        {
            int[] clip = new int[SoundField.Ints];
            native.SoundWrite(clip, pcm, hop * HopBytes, SecondBytes);
            CollectionAssert.AreEqual(Image(native, clip), Image(native, stream), $"10 ms hop {hop}");
            Assert.AreEqual(1, native.SoundWrite(stream, pcm, SecondBytes + (hop * HopBytes), HopBytes));
        }
    }

    [TestMethod]
    public void BeforeTheFirstSecondThereIsSilence()
    {
        using PcNative native = NativeUnderTest.Open();
        byte[] pcm = new byte[SecondBytes];
        TestSeed.New(nameof(SoundTests)).NextBytes(pcm);
        int[] state = new int[SoundField.Ints];
        byte[] image = Image(native, state);
        Assert.IsTrue(Array.TrueForAll(image, b => b == 0));

        native.SoundWrite(state, pcm, 0, 2 * (48 + 1024));
        image = Image(native, state);
        Assert.AreEqual(1, state[SoundField.Frames]);
        Assert.IsTrue(Array.TrueForAll(image[..^32], b => b == 0));
        Assert.IsTrue(Array.TrueForAll(image[^32..], b => b > 100), "white noise is loud in every band");
    }

    [TestMethod]
    public void NoiseIsEvenAndRepeatable()
    {
        using PcNative native = NativeUnderTest.Open();
        byte[] silence = new byte[SecondBytes];
        int[] state = new int[SoundField.Ints];
        int[] again = new int[SoundField.Ints];
        state[SoundField.Noise] = 180;
        again[SoundField.Noise] = 180;
        native.SoundWrite(state, silence, 0, silence.Length);
        native.SoundWrite(again, silence, 0, silence.Length);
        CollectionAssert.AreEqual(state[SoundField.Samples..SoundField.Rows], again[SoundField.Samples..SoundField.Rows]);

        short[] held = new short[state[SoundField.Held]];
        Buffer.BlockCopy(state, SoundField.Samples * sizeof(int), held, 0, held.Length * sizeof(short));
        Assert.IsTrue(Array.TrueForAll(held, s => Math.Abs(s) <= 180));
        Assert.IsLessThan(20, Math.Abs(held.Average(s => (double)s)));
        double variance = held.Average(s => (double)s * s);
        Assert.IsTrue(variance is > 9000 and < 13000, $"{variance}: of an even noise it is 180^2 / 3");
    }

    [TestMethod]
    public void WhatIsOutOfOrderIsRefused()
    {
        using PcNative native = NativeUnderTest.Open();
        byte[] pcm = new byte[100];
        int[] state = new int[SoundField.Ints];
        Assert.AreEqual(NativeStatus.Argument, native.SoundWrite(state, pcm, 0, 3));
        Assert.AreEqual(NativeStatus.Argument, native.SoundWrite(state, pcm, 2, 100));
        Assert.AreEqual(NativeStatus.Argument, native.SoundWrite(state, pcm, -2, 2));
        Assert.AreEqual(NativeStatus.Buffer, native.SoundWrite(new int[SoundField.Ints - 1], pcm, 0, 2));
        Assert.AreEqual(NativeStatus.Buffer, native.SoundImage(state, new byte[ImageBytes - 1]));
        foreach (
            (int field, int value) in new[]
            {
                (SoundField.Held, 1024),
                (SoundField.Held, -1),
                (SoundField.Skipped, 49),
                (SoundField.Frames, -1),
                (SoundField.Frames, int.MaxValue),
                (SoundField.Noise, 4096),
                (SoundField.Noise, -1),
            }
        )
        {
            int[] spoilt = new int[SoundField.Ints];
            spoilt[field] = value;
            Assert.AreEqual(NativeStatus.Argument, native.SoundWrite(spoilt, pcm, 0, 2), $"{field}: {value}");
            Assert.AreEqual(NativeStatus.Argument, native.SoundImage(spoilt, new byte[ImageBytes]), $"{field}: {value}");
        }
    }

    private static byte[] Image(PcNative native, int[] state)
    {
        byte[] image = new byte[ImageBytes];
        Assert.AreEqual(0, native.SoundImage(state, image));
        return image;
    }
}
