// Weights and bias of an 8 bit convolution or dense layer as integers: NUMERICS.md eq. (1), (2), (10).
namespace NanoCoopNet.Model;

/// <summary>Integer weights and bias of a layer.</summary>
/// <param name="Weight">[O][…], −127 … 127 at RadixWeight.</param>
/// <param name="Bias">[O] at f_in + f_w.</param>
/// <param name="SqnrDb">Signal to noise of the weights.</param>
internal sealed record LinearIntegers(int RadixWeight, int[] Weight, int[] Bias, double SqnrDb, int SaturatedWeights)
{
    /// <summary>The weights as real numbers again.</summary>
    public float[] RealWeight() => Array.ConvertAll(Weight, w => (float)Math.ScaleB(w, -RadixWeight));
}

/// <summary>Quantises linear layers.</summary>
internal static class LinearQuantiser
{
    // Biases stay below this, so that the bound of eq. (2) has room for the sum of products.
    private const double MaxBias = 1 << 30;
    private const int MinWeight = -127;

    /// <summary>Chooses f_w of least squared error (within what bias and <paramref name="maxAccumulatorRadix"/> allow) and
    /// rounds.</summary>
    public static LinearIntegers Quantise(double[] weight, double[] bias, int radixIn, int maxAccumulatorRadix)
    {
        double largestBias = bias.Max(Math.Abs);
        int biasLimit = largestBias == 0 ? int.MaxValue : (int)Math.Floor(Math.Log2(MaxBias / largestBias));
        int max = Math.Clamp(Math.Min(maxAccumulatorRadix, biasLimit) - radixIn, BlobLayout.MinRadix, BlobLayout.MaxRadix);
        RadixChoice choice = RadixChooser.Choose(Array.ConvertAll(weight, w => (float)w), MinWeight, BlobLayout.MinRadix, max);
        int[] integers = Array.ConvertAll(
            weight,
            w => (int)Math.Clamp(Math.Floor(Math.ScaleB(w, choice.Radix) + 0.5), MinWeight, 127)
        );
        return new LinearIntegers(
            choice.Radix,
            integers,
            RoundBias(bias, radixIn + choice.Radix),
            Decibel(weight.Sum(w => w * w), choice.SquaredError),
            choice.Clipped
        );
    }

    /// <summary>Bias at the accumulator's radix, saturated to int32.</summary>
    public static int[] RoundBias(double[] bias, int radix) =>
        Array.ConvertAll(bias, b => (int)Math.Clamp(Math.Floor(Math.ScaleB(b, radix) + 0.5), int.MinValue, int.MaxValue));

    /// <summary>How many biases lie beyond int32 at that radix.</summary>
    public static int SaturatedBiases(double[] bias, int radix) =>
        bias.Count(b => Math.Abs(Math.ScaleB(b, radix)) > int.MaxValue);

    /// <summary>Refuses a layer whose accumulator could overflow: |bias| + 128·Σ|w| + 2^(s−1) ≥ 2³¹, eq. (2).</summary>
    public static void CheckBound(string where, int[] weight, int[] bias, int shift)
    {
        int filter = weight.Length / bias.Length;
        for (int o = 0; o < bias.Length; o++)
        {
            long sum = 0;
            foreach (int w in weight.AsSpan(o * filter, filter))
            {
                sum += Math.Abs(w);
            }

            if (Math.Abs((long)bias[o]) + (128 * sum) + (shift > 0 ? 1L << (shift - 1) : 0) >= 1L << 31)
            {
                throw new QuantiseException(
                    "accumulator",
                    $"{where}: the accumulator of channel {o} could overflow int32 (bias {bias[o]}, sum of weights {sum})",
                    "train with weight decay, or check the batch norm of that channel"
                );
            }
        }
    }

    /// <summary>10·log₁₀(signal/noise); 200 where there is no noise.</summary>
    public static double Decibel(double signal, double noise) =>
        noise <= 0 ? 200 : Math.Min(200, 10 * Math.Log10(Math.Max(signal, 1e-300) / noise));
}
