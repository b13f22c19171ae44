// Rounded weights and activations shift a channel's mean; the bias takes that back (Nagel et al., "Data-free quantization through
// weight equalization and bias correction", ICCV 2019, section 4.2, with means measured on calibration data).
namespace NanoCoopNet.Model;

/// <summary>Corrects biases by the mean error on calibration data.</summary>
internal static class BiasCorrection
{
    /// <summary>The bias that makes each channel's mean that of the float network.</summary>
    /// <param name="bias">[O] of the float network, batch norm folded in.</param>
    /// <param name="sums">Σ x·w of the integer network without bias, in real numbers.</param>
    /// <param name="reference">The float network's output before ReLU, bias included.</param>
    public static double[] Correct(double[] bias, Batch sums, Batch reference)
    {
        int channels = bias.Length;
        double[] error = new double[channels];
        for (int k = 0; k < sums.Values.Length; k++)
        {
            error[k % channels] += (double)reference.Values[k] - sums.Values[k] - bias[k % channels];
        }

        double count = (double)sums.Values.Length / channels;
        return bias.Select((b, o) => b + (error[o] / count)).ToArray();
    }
}
