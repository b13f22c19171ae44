// Radices and scalings: optimal by brute force, and within the bounds of the contract.

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class RadixTests
{
    [TestMethod]
    public void TheChosenRadixHasTheLeastErrorOfAll()
    {
        Random random = TestSeed.New(nameof(TheChosenRadixHasTheLeastErrorOfAll));
        for (int trial = 0; trial < 60; trial++)
        {
            double spread = Math.Pow(2, random.Next(-20, 10));
            bool outlier = random.Next(3) == 0;
            float[] values = Enumerable
                .Range(0, random.Next(1, 3000))
                .Select(_ => (float)(spread * SignThresholdTests.Normal(random)))
                .ToArray();
            values[0] *= outlier ? 40 : 1;
            int lowest = random.Next(2) == 0 ? -127 : -128,
                max = random.Next(4) == 0 ? random.Next(-5, 10) : 31;
            RadixChoice choice = RadixChooser.Choose(values, lowest, -32, max);
            double least = Enumerable.Range(-32, max + 33).Min(radix => Error(values, lowest, radix));
            Assert.IsTrue(choice.Radix >= -32 && choice.Radix <= max);
            Assert.AreEqual(least, Error(values, lowest, choice.Radix), 1e-9 * least, $"radix {choice.Radix}");
            Assert.AreEqual(least, choice.SquaredError, 1e-6 * least);
        }
    }

    [TestMethod]
    public void ATensorOfZerosHasARadix() => Assert.AreEqual(0, RadixChooser.Choose(new float[10], -127, -32, 31).SquaredError);

    [TestMethod]
    public void SumScalingIsAsFineAsItsBoundsAllow()
    {
        Random random = TestSeed.New(nameof(SumScalingIsAsFineAsItsBoundsAllow));
        for (int trial = 0; trial < 300; trial++)
        {
            int taps = random.Next(1, 3000),
                radix = random.Next(-4, 8),
                channels = random.Next(1, 20);
            double[] scale = Enumerable
                .Range(0, channels)
                .Select(_ => Math.Pow(2, random.Next(-12, 3)) * SignThresholdTests.Normal(random))
                .ToArray();
            double[] offset = Enumerable
                .Range(0, channels)
                .Select(_ => Math.Pow(2, random.Next(-4, 6)) * SignThresholdTests.Normal(random))
                .ToArray();
            SumScaling scaling = SumScaling.Choose(scale, offset, radix, taps, "test");
            Assert.IsTrue(
                Fits(scaling.Scale.Select(m => (double)m), scaling.Offset.Select(o => (double)o), taps, scaling.Shift),
                "within the bounds"
            );
            double unit = Math.Pow(2, scaling.RadixOut + scaling.Shift);
            for (int c = 0; c < channels; c++)
            {
                Assert.AreEqual(scale[c] * unit, scaling.Scale[c], 0.5);
                Assert.AreEqual(offset[c] * unit, scaling.Offset[c], 0.5);
            }

            bool finer =
                scaling.Shift < 31
                && scaling.RadixOut == radix
                && Fits(
                    scale.Select(s => Math.Floor((s * unit * 2) + 0.5)),
                    offset.Select(o => Math.Floor((o * unit * 2) + 0.5)),
                    taps,
                    scaling.Shift + 1
                );
            Assert.IsFalse(finer, "one more bit would have fitted");
        }
    }

    [TestMethod]
    public void AScalingThatFitsNowhereIsRefusedByName()
    {
        QuantiseException e = Assert.ThrowsExactly<QuantiseException>(() =>
            SumScaling.Choose([1e18], [0], 0, 9, "network bnn, binaryConv 4")
        );
        Assert.AreEqual("scaling", e.Name);
        StringAssert.Contains(e.Message, "network bnn, binaryConv 4");
    }

    [TestMethod]
    public void AnAccumulatorThatCouldOverflowIsRefusedByName()
    {
        int[] weight = Enumerable.Repeat(127, 1000).ToArray();
        LinearQuantiser.CheckBound("fine", weight, [int.MaxValue - (128 * 127 * 1000)], 0);
        QuantiseException e = Assert.ThrowsExactly<QuantiseException>(() =>
            LinearQuantiser.CheckBound("network int8, conv 3", weight, [int.MaxValue - (128 * 127 * 1000) + 1], 0)
        );
        Assert.AreEqual("accumulator", e.Name);
        StringAssert.Contains(e.Message, "network int8, conv 3");
    }

    private static bool Fits(IEnumerable<double> m, IEnumerable<double> o, int taps, int shift) =>
        m.Zip(o)
            .All(p =>
                Math.Abs(p.First) <= 32767
                && (Math.Abs(p.First) * taps) + Math.Abs(p.Second) + (shift > 0 ? Math.Pow(2, shift - 1) : 0) < 2147483648.0
            );

    private static double Error(float[] values, int lowest, int radix) =>
        values.Sum(v =>
        {
            double d = v - RadixChooser.Round(v, radix, lowest);
            return d * d;
        });
}
