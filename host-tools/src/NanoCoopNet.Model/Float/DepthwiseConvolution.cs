// A float depthwise convolution of one image.
namespace NanoCoopNet.Model;

/// <summary>y[c] = bias[c] + Σ x[c]·w[c] over a window, zeros around the image; eq. (2), (3) without rounding. Every output is
/// summed in one fixed order.</summary>
/// <param name="weight">[C][kH][kW].</param>
/// <param name="bias">[C].</param>
internal sealed class DepthwiseConvolution(Shape input, Shape output, ConvWindow window, float[] weight, float[] bias)
{
    private readonly int _padH = window.Same ? window.KernelH / 2 : 0;
    private readonly int _padW = window.Same ? window.KernelW / 2 : 0;

    /// <param name="x">[H][W][C].</param>
    /// <param name="y">[H'][W'][C].</param>
    public void Run(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int oy = 0; oy < output.H; oy++)
        {
            for (int ox = 0; ox < output.W; ox++)
            {
                Pixel(
                    x,
                    (oy * window.Stride) - _padH,
                    (ox * window.Stride) - _padW,
                    y.Slice(((oy * output.W) + ox) * output.C, output.C)
                );
            }
        }
    }

    private void Pixel(ReadOnlySpan<float> x, int top, int left, Span<float> sums)
    {
        bias.CopyTo(sums);
        int taps = window.KernelH * window.KernelW;
        for (int tap = 0; tap < taps; tap++)
        {
            int iy = top + (tap / window.KernelW),
                ix = left + (tap % window.KernelW);
            if (iy < 0 || iy >= input.H || ix < 0 || ix >= input.W)
            {
                continue;
            }

            ReadOnlySpan<float> pixel = x.Slice(((iy * input.W) + ix) * input.C, input.C);
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] += pixel[c] * weight[(c * taps) + tap];
            }
        }
    }
}
