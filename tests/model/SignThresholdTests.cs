// Sign thresholds, eq. (8) and (10): against float batch norm and sign for every possible sum, and against the integer model's
// cases.
using System.Text.Json;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class SignThresholdTests
{
    [TestMethod]
    public void EveryPossibleSumGivesTheBitOfBatchNormAndSign()
    {
        Random random = TestSeed.New(nameof(EveryPossibleSumGivesTheBitOfBatchNormAndSign));
        for (int trial = 0; trial < 3000; trial++)
        {
            int taps = random.Next(1, 300);
            double gamma = Pick(random, 0, Normal(random), 1e-12, -1e-12),
                beta = Pick(random, 0, Normal(random), 1e9, -1e9);
            double alpha = random.Next(20) == 0 ? 0 : Math.Exp(Normal(random)),
                mean = Normal(random) * alpha * taps / 2,
                variance = Math.Exp(2 * Normal(random));
            bool relu = random.Next(2) == 0;
            SignThreshold threshold = SignThreshold.Derive(gamma, beta, mean, variance, 1e-5, alpha, relu);
            for (int s = -taps; s <= taps; s++)
            {
                double x = relu ? Math.Max(0, alpha * s) : alpha * s,
                    y = (gamma * (x - mean) / Math.Sqrt(variance + 1e-5)) + beta;
                if (Math.Abs(y) > 1e-9 * (Math.Abs(beta) + Math.Abs(gamma * mean) + 1e-9) || gamma == 0)
                {
                    bool bit = (s >= threshold.Threshold) ^ threshold.Flip;
                    Assert.AreEqual(
                        y >= 0,
                        bit,
                        $"γ={gamma} β={beta} μ={mean} σ²={variance} α={alpha} relu={relu} s={s}: {threshold}"
                    );
                }
            }
        }
    }

    [TestMethod]
    public void TheIntegerModelsCasesComeOut()
    {
        using JsonDocument json = JsonDocument.Parse(
            File.ReadAllBytes(SourceTree.PathOf("tests", "kernels", "golden", "thresholds.json"))
        );
        foreach (string kind in new[] { "hidden", "first" })
        {
            foreach (JsonElement e in json.RootElement.GetProperty(kind).EnumerateArray())
            {
                double Get(string name) => e.GetProperty(name).GetDouble();
                bool first = kind == "first";
                double unit = first ? Math.ScaleB(1, -e.GetProperty("radix").GetInt32()) : Get("alpha");
                SignThreshold threshold = SignThreshold.Derive(
                    Get("gamma"),
                    Get("beta"),
                    Get("mean"),
                    Get("variance"),
                    Get("epsilon"),
                    unit,
                    first && e.GetProperty("relu").GetBoolean()
                );
                Assert.AreEqual(
                    new SignThreshold(e.GetProperty("threshold").GetInt32(), e.GetProperty("flip").GetBoolean()),
                    threshold,
                    $"{kind}: {e}"
                );
            }
        }
    }

    [TestMethod]
    public void AGainChangesNoBit()
    {
        Random random = TestSeed.New(nameof(AGainChangesNoBit));
        for (int trial = 0; trial < 200; trial++)
        {
            double[] weight = Enumerable.Range(0, 27).Select(_ => Normal(random)).ToArray();
            double gain = ChannelGain.Choose(weight);
            double largest = weight.Max(w => Math.Abs(w * gain));
            Assert.IsTrue(gain > 0 && largest is >= 63 and <= 127.0001, $"largest weight {largest}");
        }

        Assert.AreEqual(1, ChannelGain.Choose(new double[5]));
    }

    [TestMethod]
    public void FiltersAreRoundedToNeighboursAndTheirOutputErrsLess()
    {
        Random random = TestSeed.New(nameof(FiltersAreRoundedToNeighboursAndTheirOutputErrsLess));
        ConvWindow window = new(3, 3, 1, true);
        Batch images = Batch.Empty(new Shape(9, 9, 2), 70);
        for (int i = 0; i < images.Values.Length; i++)
        {
            // neighbours resemble each other, as in pictures
            images.Values[i] = (i == 0 ? 0 : 0.9f * images.Values[i - 1]) + (float)Normal(random);
        }

        PatchStatistics patches = PatchStatistics.Of(images, window, new Shape(9, 9, 1));
        double Variance(double[] error) =>
            error.Select((e, i) => error.Select((f, j) => e * f * patches.Covariance[i][j]).Sum()).Sum();
        double nearest = 0,
            chosen = 0;
        for (int trial = 0; trial < 20; trial++)
        {
            double[] weight = Enumerable.Range(0, 18).Select(_ => Math.Clamp(50 * Normal(random), -127, 127)).ToArray();
            int[] rounded = FilterRounding.Round(weight, patches);
            double[] error = rounded.Zip(weight, (q, w) => q - w).ToArray();
            Assert.IsTrue(error.All(e => Math.Abs(e) <= 1) && rounded.All(q => Math.Abs(q) <= 127));
            double own = Variance(Array.ConvertAll(weight, w => Math.Floor(w + 0.5) - w));
            Assert.IsLessThanOrEqualTo(own * (1 + 1e-9), Variance(error));
            nearest += own;
            chosen += Variance(error);
        }

        Assert.IsLessThan(0.8 * nearest, chosen, "on the whole it is clearly better than rounding to the nearest");
    }

    internal static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Pick(Random random, double rare, double usual, double tiny, double huge) =>
        random.Next(12) switch
        {
            0 => rare,
            1 => tiny,
            2 => huge,
            _ => usual,
        };
}
