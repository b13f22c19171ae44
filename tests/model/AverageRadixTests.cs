// The radix before average pooling against every other radix, by the error of the averages that the engine would give.

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class AverageRadixTests
{
    private const int Side = 8,
        Channels = 4,
        Images = 16;

    [TestMethod]
    public void MapsWithFewLargeValuesAreClippedForFinerAverages()
    {
        Random random = TestSeed.New(nameof(MapsWithFewLargeValuesAreClippedForFinerAverages));
        int finer = 0;
        for (int trial = 0; trial < 10; trial++)
        {
            Shape map = new(Side, Side, Channels);
            Batch values = Batch.Empty(map, Images);
            double rare = 0.01 + (0.04 * random.NextDouble()),
                size = Math.Pow(2, 6 * random.NextDouble());
            for (int i = 0; i < values.Values.Length; i++)
            {
                values.Values[i] = (float)(size * random.NextDouble() * (random.NextDouble() < rare ? 1 : 0.02));
            }

            FusedLayer pool = new(
                "averagePool",
                LayerOp.AveragePool,
                [0],
                map,
                new Shape(1, 1, Channels),
                default,
                new(Side, Side, 1, false),
                [],
                [],
                false,
                0
            );
            RadixChoice plain = RadixChooser.Choose(values.Values, NumericLimits.MinActivation, -8, 20);
            RadixChoice chosen = AverageRadix.Refine(plain, pool, values, 20);
            Assert.IsGreaterThanOrEqualTo(plain.Radix, chosen.Radix);
            Assert.IsTrue(
                Error(values, chosen.Radix) <= Error(values, plain.Radix),
                $"radix {chosen.Radix} instead of {plain.Radix}"
            );
            Assert.IsTrue(Error(values, chosen.Radix) <= Error(values, chosen.Radix + 1), $"radix {chosen.Radix} or one finer");
            Assert.AreEqual(chosen, AverageRadix.Refine(plain, pool, values, chosen.Radix), "no finer than allowed");
            finer += chosen.Radix > plain.Radix ? 1 : 0;
        }

        Assert.IsGreaterThan(0, finer, "some of the maps gain");
    }

    // Squared error of the averages as eq. (3) gives them, in integers: floor((sum + n/2) / n) of values rounded to the radix.
    private static double Error(Batch values, int radix)
    {
        double error = 0;
        for (int n = 0; n < Images; n++)
        {
            for (int c = 0; c < Channels; c++)
            {
                int sum = 0;
                double exact = 0;
                for (int p = 0; p < Side * Side; p++)
                {
                    float v = values.Image(n)[(p * Channels) + c];
                    sum += (int)Math.Clamp(Math.Floor(Math.ScaleB(v, radix) + 0.5), -128, 127);
                    exact += v;
                }

                double average = Math.ScaleB(Math.Floor((sum + (Side * Side / 2)) / (double)(Side * Side)), -radix);
                error += Math.Pow(average - (exact / (Side * Side)), 2);
            }
        }

        return error;
    }
}
