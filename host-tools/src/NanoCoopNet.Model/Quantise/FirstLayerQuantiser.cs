// First layer of a binary network, int8 → bits: its accumulator is only compared, so each channel has a gain of its own;
// NUMERICS.md eq. (10).
namespace NanoCoopNet.Model;

/// <summary>Integer weights of the first layer; the accumulator of channel c is Gain[c]·2^(f_in + f_w) times its real
/// value.</summary>
/// <param name="Weight">[O][kH][kW][I].</param>
/// <param name="Bias">[O].</param>
/// <param name="Gain">[O], > 0.</param>
internal sealed record FirstLayer(int[] Weight, int[] Bias, double[] Gain, double WeightSqnrDb)
{
    /// <summary>f_w: the largest weight of a channel times its gain is near 127·2^−7.</summary>
    public const int RadixWeight = 7;

    /// <summary>Real value of one unit of channel c's accumulator.</summary>
    public double Unit(int channel) => Math.ScaleB(1, -BlobLayout.InputRadix - RadixWeight) / Gain[channel];

    /// <summary>Chooses gains and rounds; the mean of the rounding's error goes into the bias.</summary>
    public static FirstLayer Of(FloatConv conv, PatchStatistics patches)
    {
        const double MaxBias = 1 << 30;
        int channels = conv.Output.C,
            filter = conv.Weight.Length / channels;
        int[] weight = new int[conv.Weight.Length],
            bias = new int[channels];
        double[] gains = new double[channels];
        double signal = 0,
            noise = 0;
        Parallel.For(
            0,
            channels,
            o =>
            {
                double[] real = Array.ConvertAll(conv.Weight[(o * filter)..((o + 1) * filter)], w => (double)w);
                double perInput = 1 << BlobLayout.InputRadix;
                double gain = Math.Min(ChannelGain.Choose(real), MaxBias / perInput / Math.Max(1e-300, Math.Abs(conv.Bias[o])));
                double[] scaled = Array.ConvertAll(real, w => w * gain);
                int[] rounded = FilterRounding.Round(scaled, patches);
                double meanError = 0;
                for (int i = 0; i < filter; i++)
                {
                    meanError += (rounded[i] - scaled[i]) * patches.Mean[i];
                }

                rounded.CopyTo(weight, o * filter);
                bias[o] = (int)Math.Floor((((gain * conv.Bias[o]) - meanError) * perInput) + 0.5);
                gains[o] = Math.ScaleB(gain, -RadixWeight);
            }
        );
        for (int i = 0; i < weight.Length; i++)
        {
            double exact = conv.Weight[i],
                error = exact - Math.ScaleB(weight[i] / gains[i / filter], -RadixWeight);
            signal += exact * exact;
            noise += error * error;
        }

        return new FirstLayer(weight, bias, gains, LinearQuantiser.Decibel(signal, noise));
    }
}
