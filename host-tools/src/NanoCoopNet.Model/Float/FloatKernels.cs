// Runs one float layer on one image; the meaning of every TENSORS.md operation in real numbers.
namespace NanoCoopNet.Model;

/// <summary>A layer made ready: reads its sources' maps and writes its own.</summary>
internal delegate void FloatKernel(float[][] sources, float[] output);

/// <summary>Makes layers ready to run.</summary>
internal static class FloatKernels
{
    /// <summary>The kernel of a layer.</summary>
    public static FloatKernel Prepare(FloatLayer layer)
    {
        switch (layer)
        {
            case FloatConv l:
                return Convolve(new FloatConvolution(l.Input, l.Output, l.Window, l.Weight, l.Bias));
            case FloatDepthwise l:
                DepthwiseConvolution depthwise = new(l.Input, l.Output, l.Window, l.Weight, l.Bias);
                return (x, y) => depthwise.Run(x[0], y);
            case FloatDense l:
                return Convolve(FloatConvolution.Dense(l.Input, l.Output.C, l.Weight, l.Bias));
            case FloatBinaryConv l:
                return BinaryConvolve(l);
            case FloatBatchNorm l:
                return Normalise(l);
            case FloatRelu { Radix: { } radix }:
                return (x, y) => Map(x[0], y, v => (float)RadixChooser.Round(Math.Max(0, v), radix, NumericLimits.MinActivation));
            case FloatRelu:
                return (x, y) => Map(x[0], y, v => Math.Max(0, v));
            case FloatSign:
                return (x, y) => Map(x[0], y, v => v >= 0 ? 1 : -1);
            case FloatPool l:
                return (x, y) => Pool(x[0], y, l.Input, l.Output, l.Window, l.IsMax);
            case FloatAdd:
                return (x, y) => Add(x[0], x[1], y);
            case FloatConcat:
                return (x, y) => x[0].CopyTo(y, 0);
            default:
                throw new ArgumentOutOfRangeException(nameof(layer), layer.OpName);
        }
    }

    /// <summary>Pools one map, eq. (3); the average is that of the taps inside the image.</summary>
    public static void Pool(ReadOnlySpan<float> x, Span<float> y, Shape input, Shape output, PoolWindow window, bool max)
    {
        for (int oy = 0; oy < output.H; oy++)
        {
            int y0 = oy * window.Stride,
                y1 = Math.Min(y0 + window.H, input.H);
            for (int ox = 0; ox < output.W; ox++)
            {
                int x0 = ox * window.Stride,
                    x1 = Math.Min(x0 + window.W, input.W);
                for (int c = 0; c < input.C; c++)
                {
                    float most = float.NegativeInfinity;
                    double sum = 0;
                    for (int iy = y0; iy < y1; iy++)
                    {
                        for (int ix = x0; ix < x1; ix++)
                        {
                            float v = x[(((iy * input.W) + ix) * input.C) + c];
                            most = Math.Max(most, v);
                            sum += v;
                        }
                    }

                    y[(((oy * output.W) + ox) * output.C) + c] = max ? most : (float)(sum / ((y1 - y0) * (x1 - x0)));
                }
            }
        }
    }

    private static FloatKernel Convolve(FloatConvolution convolution) => (x, y) => convolution.Run(x[0], y);

    private static FloatKernel BinaryConvolve(FloatBinaryConv layer)
    {
        FloatConvolution signs = new(layer.Input, layer.Output, layer.Window, layer.Signs, new float[layer.Output.C]);
        return (x, y) =>
        {
            signs.Run(x[0], y);
            for (int i = 0; i < y.Length; i++)
            {
                y[i] *= layer.Alpha[i % layer.Output.C];
            }
        };
    }

    private static FloatKernel Normalise(FloatBatchNorm layer)
    {
        (double Scale, double Offset)[] affine = Enumerable.Range(0, layer.Input.C).Select(layer.Affine).ToArray();
        return (x, y) =>
        {
            for (int i = 0; i < y.Length; i++)
            {
                (double scale, double offset) = affine[i % affine.Length];
                y[i] = (float)((scale * x[0][i]) + offset);
            }
        };
    }

    private static void Map(float[] x, float[] y, Func<float, float> f)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = f(x[i]);
        }
    }

    private static void Add(float[] a, float[] b, float[] y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = a[i] + b[i];
        }
    }
}
