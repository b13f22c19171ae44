// A float convolution or dense layer of one image, fast enough for calibration: vectors run over output channels.
using System.Numerics;

namespace NanoCoopNet.Model;

/// <summary>y[o] = bias[o] + Σ x·w, zeros around the image; eq. (2), (3) without rounding. Every output is summed in one fixed
/// order with separate multiplication and addition, so that results do not depend on the machine's vector length.</summary>
internal sealed class FloatConvolution
{
    private const int MaxStackLanes = 4096;
    private readonly Shape _input;
    private readonly Shape _output;
    private readonly ConvWindow _window;
    private readonly float[] _weight;
    private readonly float[] _bias;
    private readonly int _lanes;

    /// <param name="weight">[O][kH][kW][I].</param>
    /// <param name="bias">[O].</param>
    public FloatConvolution(Shape input, Shape output, ConvWindow window, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        (_input, _output, _window) = (input, output, window);
        _lanes = (output.C + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        int taps = window.KernelH * window.KernelW * input.C;
        _weight = new float[taps * _lanes];
        for (int o = 0; o < output.C; o++)
        {
            for (int t = 0; t < taps; t++)
            {
                _weight[(t * _lanes) + o] = weight[(o * taps) + t];
            }
        }

        _bias = new float[_lanes];
        bias.CopyTo(_bias);
    }

    /// <summary>A dense layer: a window as large as the input.</summary>
    public static FloatConvolution Dense(Shape input, int outputs, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) =>
        new(new Shape(1, 1, input.Count), new Shape(1, 1, outputs), new ConvWindow(1, 1, 1, false), weight, bias);

    /// <param name="x">[H][W][I].</param>
    /// <param name="y">[H'][W'][O].</param>
    public void Run(ReadOnlySpan<float> x, Span<float> y)
    {
        Span<float> sums = _lanes <= MaxStackLanes ? stackalloc float[_lanes] : new float[_lanes];
        int padH = _window.Same ? _window.KernelH / 2 : 0,
            padW = _window.Same ? _window.KernelW / 2 : 0;
        for (int oy = 0; oy < _output.H; oy++)
        {
            for (int ox = 0; ox < _output.W; ox++)
            {
                _bias.CopyTo(sums);
                for (int ky = 0; ky < _window.KernelH; ky++)
                {
                    int iy = (oy * _window.Stride) + ky - padH;
                    for (int kx = 0; kx < _window.KernelW && iy >= 0 && iy < _input.H; kx++)
                    {
                        int ix = (ox * _window.Stride) + kx - padW;
                        if (ix >= 0 && ix < _input.W)
                        {
                            Accumulate(
                                x.Slice(((iy * _input.W) + ix) * _input.C, _input.C),
                                ((ky * _window.KernelW) + kx) * _input.C,
                                sums
                            );
                        }
                    }
                }

                sums[.._output.C].CopyTo(y[(((oy * _output.W) + ox) * _output.C)..]);
            }
        }
    }

    private void Accumulate(ReadOnlySpan<float> pixel, int tap, Span<float> sums)
    {
        for (int c = 0; c < pixel.Length; c++)
        {
            float value = pixel[c];
            if (value == 0)
            {
                continue;
            }

            Vector<float> x = new(value);
            ReadOnlySpan<float> row = _weight.AsSpan((tap + c) * _lanes, _lanes);
            for (int o = 0; o < _lanes; o += Vector<float>.Count)
            {
                Vector<float> sum = new Vector<float>(sums[o..]) + (x * new Vector<float>(row[o..]));
                sum.CopyTo(sums[o..]);
            }
        }
    }
}
