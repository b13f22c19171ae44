// The binary blocks of a network as integer layers: NUMERICS.md eq. (7) to (12).
namespace NanoCoopNet.Model;

/// <summary>Quantises the blocks of a binary network.</summary>
/// <param name="assembly">Where the layers go.</param>
/// <param name="start">Calibration images, or what a shared stem, which the assembly holds, makes of them.</param>
internal sealed class BinaryNetQuantiser(NetAssembly assembly, QuantisedBatch start)
{
    /// <summary>Adds the layers of all blocks.</summary>
    /// <param name="features">What the float network has behind the last block on the calibration images.</param>
    /// <returns>The same, rounded to the radix chosen.</returns>
    public QuantisedBatch Run(IReadOnlyList<BinaryBlock> blocks, Batch features)
    {
        foreach (BinaryBlock block in blocks.Where(b => b.EndsInSign))
        {
            switch (block.Convolution)
            {
                case null:
                    Signs(block);
                    break;
                case FloatConv conv:
                    First(block, conv);
                    break;
                default:
                    Hidden(block, (FloatBinaryConv)block.Convolution);
                    break;
            }
        }

        return Last(blocks[^1], (FloatBinaryConv)blocks[^1].Convolution!, features);
    }

    private int Previous => assembly.Layers.Count - 1;

    // Eq. (24): the stem's int8 output is compared with one integer.
    private void Signs(BinaryBlock block)
    {
        string name = block.Name(assembly.Net);
        double unit = Math.ScaleB(1, -start.Radix);
        SignThreshold[] thresholds = Thresholds(block, _ => unit);
        Shape shape = block.Norm.Input;
        BlobLayer record = NetAssembly.Record(LayerOp.Int8ToBits, Previous, shape, shape) with { RadixIn0 = start.Radix };
        byte[] bias = IntegerTensors.Int32(Array.ConvertAll(thresholds, t => t.Threshold));
        AddBits(
            block,
            name,
            thresholds,
            record,
            [],
            bias,
            [],
            NetAssembly.Report(name) with
            {
                ConstantChannels = thresholds.Count(t => t.Threshold is <= sbyte.MinValue or > sbyte.MaxValue),
            }
        );
    }

    // Eq. (10): the int32 accumulator is compared directly.
    private void First(BinaryBlock block, FloatConv conv)
    {
        string name = block.Name(assembly.Net);
        FirstLayer first = FirstLayer.Of(conv, PatchStatistics.Of(start.Values, conv.Window, conv.Output));
        LinearQuantiser.CheckBound(assembly.Where(name), first.Weight, first.Bias, 0);
        SignThreshold[] thresholds = Thresholds(block, first.Unit);
        BlobLayer record = NetAssembly.Record(LayerOp.ConvInt8ToBits, Previous, conv.Input, conv.Output, conv.Window) with
        {
            RadixIn0 = BlobLayout.InputRadix,
            RadixWeight = FirstLayer.RadixWeight,
        };
        byte[] aux = IntegerTensors.Int32(Array.ConvertAll(thresholds, t => t.Threshold));
        AddBits(
            block,
            name,
            thresholds,
            record,
            IntegerTensors.Int8(first.Weight),
            IntegerTensors.Int32(first.Bias),
            aux,
            NetAssembly.Report(name, FirstLayer.RadixWeight) with
            {
                WeightSqnrDb = first.WeightSqnrDb,
                ConstantChannels = thresholds.Count(t => t.Threshold is int.MinValue or int.MaxValue),
            }
        );
    }

    // Eq. (8): s is compared with one integer.
    private void Hidden(BinaryBlock block, FloatBinaryConv conv)
    {
        string name = block.Name(assembly.Net);
        SignThreshold[] thresholds = Thresholds(block, c => conv.Alpha[c]);
        int most = Taps(conv);
        BlobLayer record = NetAssembly.Record(LayerOp.ConvBitsToBits, Previous, conv.Input, conv.Output, conv.Window);
        byte[] bias = IntegerTensors.Int32(Array.ConvertAll(thresholds, t => t.Threshold));
        AddBits(
            block,
            name,
            thresholds,
            record,
            IntegerTensors.Bits(conv.Signs, conv.Input.C),
            bias,
            [],
            NetAssembly.Report(name) with
            {
                ConstantChannels = thresholds.Count(t => t.Threshold <= -most || t.Threshold > most),
            }
        );
    }

    // Eq. (9): before a pooling layer the convolution stores u and the pooling applies the flip.
    private void AddBits(
        BinaryBlock block,
        string name,
        SignThreshold[] thresholds,
        BlobLayer record,
        byte[] weight,
        byte[] bias,
        byte[] aux,
        LayerReport report
    )
    {
        bool[] flips = Array.ConvertAll(thresholds, t => t.Flip);
        byte[] flip = IntegerTensors.Flips(flips);
        assembly.Add(
            record,
            weight,
            bias,
            aux,
            block.Pool is null ? flip : [],
            report with
            {
                FlippedChannels = flips.Count(f => f),
            }
        );
        if (block.Pool is { } pool)
        {
            ConvWindow window = new(pool.Window.H, pool.Window.W, pool.Window.Stride, false);
            BlobLayer poolRecord = NetAssembly.Record(
                LayerOp.PoolBits,
                Previous,
                pool.Input,
                pool.Output,
                window,
                pool.Window.RoundUp ? LayerFlags.RoundUp : 0
            );
            assembly.Add(
                poolRecord,
                [],
                [],
                [],
                flip,
                NetAssembly.Report(FormattableString.Invariant($"maxPool {pool.Index} of {name}"))
            );
        }
    }

    // Eq. (11): back to int8, pooling inside the layer.
    private QuantisedBatch Last(BinaryBlock block, FloatBinaryConv conv, Batch features)
    {
        string name = block.Name(assembly.Net);
        RadixChoice choice = block.RadixOut is { } radix
            ? RadixChooser.Evaluate(features.Values, NumericLimits.MinActivation, radix, out _)
            : RadixChooser.Choose(features.Values, NumericLimits.MinActivation, BlobLayout.MinRadix, BlobLayout.MaxRadix);
        (double Scale, double Offset)[] affine = Enumerable.Range(0, conv.Output.C).Select(block.Norm.Affine).ToArray();
        double[] scale = affine.Select((a, c) => a.Scale * conv.Alpha[c]).ToArray(),
            offset = affine.Select(a => a.Offset).ToArray();
        SumScaling scaling = SumScaling.Choose(scale, offset, choice.Radix, Taps(conv), assembly.Where(name));
        FloatPool? pool = block.Pool;
        LayerFlags flags = (block.Relu ? LayerFlags.Relu : 0) | (pool is { Window.RoundUp: true } ? LayerFlags.RoundUp : 0);
        BlobLayer record = NetAssembly.Record(
            LayerOp.ConvBitsToInt8,
            Previous,
            conv.Input,
            pool?.Output ?? conv.Output,
            conv.Window,
            flags
        ) with
        {
            PoolH = pool?.Window.H ?? 1,
            PoolW = pool?.Window.W ?? 1,
            PoolStride = pool?.Window.Stride ?? 1,
            RadixOut = scaling.RadixOut,
            Shift = scaling.Shift,
        };
        double noise = RadixChooser.Evaluate(features.Values, NumericLimits.MinActivation, scaling.RadixOut, out _).SquaredError;
        assembly.Add(
            record,
            IntegerTensors.Bits(conv.Signs, conv.Input.C),
            IntegerTensors.Int32(scaling.Offset),
            IntegerTensors.Int16(scaling.Scale),
            [],
            NetAssembly.Report(name, radixOut: scaling.RadixOut, shift: scaling.Shift) with
            {
                OutputSqnrDb = LinearQuantiser.Decibel(features.Values.Sum(v => (double)v * v), noise),
                ClippedActivations = (double)choice.Clipped / features.Values.Length,
            }
        );
        Batch rounded = new(
            features.Shape,
            Array.ConvertAll(features.Values, v => (float)RadixChooser.Round(v, scaling.RadixOut, NumericLimits.MinActivation))
        );
        return new QuantisedBatch(rounded, scaling.RadixOut);
    }

    private static int Taps(FloatBinaryConv conv) => conv.Window.KernelH * conv.Window.KernelW * conv.Input.C;

    private static SignThreshold[] Thresholds(BinaryBlock block, Func<int, double> unit)
    {
        FloatBatchNorm n = block.Norm;
        return Enumerable
            .Range(0, n.Gamma.Length)
            .Select(c => SignThreshold.Derive(n.Gamma[c], n.Beta[c], n.Mean[c], n.Variance[c], n.Epsilon, unit(c), block.Relu))
            .ToArray();
    }
}
