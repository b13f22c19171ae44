// Log-mel images against the example of LOGMEL.md.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class LogMelTests
{
    [TestMethod]
    public void TheExamplesImageComesOut()
    {
        using JsonDocument json = JsonDocument.Parse(
            File.ReadAllBytes(SourceTree.PathOf("host-tools", "training", "logmel-example.json"))
        );
        short[] signal = Signal();
        CollectionAssert.AreEqual(
            json.RootElement.GetProperty("first").EnumerateArray().Select(v => v.GetInt16()).ToArray(),
            signal[..16],
            "the first samples"
        );
        Assert.AreEqual(
            json.RootElement.GetProperty("sha256").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(signal.AsSpan()))),
            "the signal"
        );
        byte[] expected = json
            .RootElement.GetProperty("image")
            .EnumerateArray()
            .SelectMany(row => row.EnumerateArray().Select(v => v.GetByte()))
            .ToArray();
        byte[] image = new byte[LogMel.Frames * LogMel.Bands];
        LogMel.Image(signal, image);
        int[] steps = image.Zip(expected, (a, b) => Math.Abs(a - b)).ToArray();
        Assert.HasCount(expected.Length, image);
        Assert.IsLessThanOrEqualTo(expected.Length / 1000, steps.Count(s => s > 1), "values more than one step apart");
        Assert.IsLessThanOrEqualTo(expected.Length / 100, steps.Count(s => s > 0), "values that differ at all");
    }

    [TestMethod]
    public void AShortClipGoesOnWithZerosAndALongOneIsCut()
    {
        short[] signal = Signal();
        byte[] whole = new byte[1024],
            cut = new byte[1024],
            longer = new byte[1024];
        LogMel.Image(signal, whole);
        LogMel.Image(signal.AsSpan(0, 14000), cut);
        LogMel.Image([.. signal, .. signal], longer);
        CollectionAssert.AreEqual(whole, cut, "the example ends in zeros");
        CollectionAssert.AreEqual(whole, longer);
        LogMel.Image([], cut);
        Assert.IsTrue(cut.All(b => b == 0), "silence is 0");
    }

    [TestMethod]
    public void ATransformOfOneToneHasOneLine()
    {
        Fourier fourier = new(64);
        double[] re = Enumerable.Range(0, 64).Select(n => Math.Cos(2 * Math.PI * 5 * n / 64)).ToArray(),
            im = new double[64];
        fourier.Run(re, im);
        for (int k = 0; k < 64; k++)
        {
            Assert.AreEqual(k is 5 or 59 ? 32 : 0, Math.Sqrt((re[k] * re[k]) + (im[k] * im[k])), 1e-9, $"bin {k}");
        }
    }

    private static short[] Signal()
    {
        short[] signal = new short[16000];
        long r = 1;
        for (long n = 0; n < 14000; n++)
        {
            long u = ((200 * n) + (n * n / 16)) % 16000,
                a = u * (n % 4000) / 4000;
            signal[n] = (short)(a - 4000 + (r / 65536 % 512) - 256);
            r = ((r * 1103515245) + 12345) % (1L << 31);
        }

        return signal;
    }
}
