// Quantises fused layers one by one, each on what the integer layers before it really give for the calibration images.
namespace NanoCoopNet.Model;

/// <summary>Quantises an INT8 network, or the 8 bit end of a binary one.</summary>
/// <param name="assembly">Where the layers go; what it holds already comes before.</param>
/// <param name="fused">The layers; their source −1 is <paramref name="start"/>.</param>
/// <param name="start">Output of the layer before, quantised.</param>
/// <param name="reference">Outputs of the float network that bias correction compares with, by float layer.</param>
internal sealed class Int8NetQuantiser(
    NetAssembly assembly,
    IReadOnlyList<FusedLayer> fused,
    QuantisedBatch start,
    IReadOnlyDictionary<int, Batch> reference,
    QuantiseOptions options
)
{
    private const int MaxAddDistance = 16;
    private readonly int _offset = assembly.Layers.Count;
    private readonly QuantisedBatch[] _outputs = new QuantisedBatch[fused.Count];

    /// <summary>Quantises all layers and returns the outputs of each on the calibration images.</summary>
    /// <param name="done">Called after each layer.</param>
    public IReadOnlyList<QuantisedBatch> Run(Action<int> done, CancellationToken cancellation)
    {
        for (int i = 0; i < fused.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            _outputs[i] = fused[i].Op switch
            {
                LayerOp.Conv or LayerOp.Depthwise or LayerOp.Dense or LayerOp.DenseLogits => Linear(i),
                LayerOp.MaxPool or LayerOp.AveragePool => Pool(i),
                _ => Add(i),
            };
            done(i);
        }

        return _outputs;
    }

    private QuantisedBatch Source(int i, int k = 0) => fused[i].Sources[k] < 0 ? start : _outputs[fused[i].Sources[k]];

    // Number in the blob of the layer that is source k of fused layer i.
    private int SourceIndex(int i, int k = 0) => fused[i].Sources[k] + _offset;

    private QuantisedBatch Linear(int i)
    {
        FusedLayer layer = fused[i];
        string where = assembly.Where(layer.Name);
        QuantisedBatch x = Source(i);
        bool logits = layer.Op == LayerOp.DenseLogits;
        int highest = logits ? NumericLimits.MaxLogitRadix : BlobLayout.MaxRadix;
        LinearIntegers integers = LinearQuantiser.Quantise(layer.Weight, layer.Bias, x.Radix, highest);
        int radixAcc = x.Radix + integers.RadixWeight;
        if (logits && radixAcc < NumericLimits.MinLogitRadix)
        {
            throw new QuantiseException(
                "radix",
                $"{where}: its logits would have radix {radixAcc}, below {NumericLimits.MinLogitRadix}",
                "train the last layer with weight decay, so that its logits are smaller"
            );
        }

        Batch sums = Convolve(layer, integers, x.Values);
        double[] bias = options.BiasCorrection
            ? BiasCorrection.Correct(layer.Bias, sums, reference[layer.LinearIndex])
            : layer.Bias;
        int[] integerBias = LinearQuantiser.RoundBias(bias, radixAcc);
        AddBias(sums, integerBias, radixAcc, layer.Relu);
        RadixChoice choice = logits ? new RadixChoice(radixAcc, 0, 0) : ChooseOutput(i, sums, radixAcc);
        int shift = radixAcc - choice.Radix;
        LinearQuantiser.CheckBound(where, integers.Weight, integerBias, shift);
        BlobLayer record = NetAssembly.Record(
            layer.Op,
            SourceIndex(i),
            layer.Input,
            layer.Output,
            layer.Window,
            layer.Relu ? LayerFlags.Relu : 0
        ) with
        {
            RadixIn0 = x.Radix,
            RadixWeight = integers.RadixWeight,
            RadixOut = logits ? 0 : choice.Radix,
            Shift = shift,
        };
        assembly.Add(
            record,
            IntegerTensors.Int8(layer.Op == LayerOp.Depthwise ? ByTaps(integers.Weight, layer.Output.C) : integers.Weight),
            IntegerTensors.Int32(integerBias),
            [],
            [],
            NetAssembly.Report(layer.Name, integers.RadixWeight, logits ? radixAcc : choice.Radix, shift) with
            {
                WeightSqnrDb = integers.SqnrDb,
                SaturatedWeights = integers.SaturatedWeights,
                SaturatedBiases = LinearQuantiser.SaturatedBiases(bias, radixAcc),
                OutputSqnrDb = logits ? null : OutputDecibel(sums, choice.Radix),
                ClippedActivations = (double)choice.Clipped / sums.Values.Length,
                AlwaysZero = RadixChooser.Largest(sums.Values) == 0,
            }
        );
        return logits ? new QuantisedBatch(sums, radixAcc) : Requantise(sums, choice.Radix);
    }

    private QuantisedBatch Pool(int i)
    {
        FusedLayer layer = fused[i];
        QuantisedBatch x = Source(i);
        bool max = layer.Op == LayerOp.MaxPool;
        ConvWindow window = new(layer.Pool.H, layer.Pool.W, layer.Pool.Stride, false);
        BlobLayer record = NetAssembly.Record(
            layer.Op,
            SourceIndex(i),
            layer.Input,
            layer.Output,
            window,
            layer.Pool.RoundUp ? LayerFlags.RoundUp : 0
        ) with
        {
            RadixIn0 = x.Radix,
            RadixOut = x.Radix,
        };
        assembly.Add(record, [], [], [], [], NetAssembly.Report(layer.Name, radixOut: x.Radix));
        Batch y = PoolBatch(layer, x.Values);
        return max ? new QuantisedBatch(y, x.Radix) : Requantise(y, x.Radix);
    }

    private QuantisedBatch Add(int i)
    {
        FusedLayer layer = fused[i];
        QuantisedBatch a = Source(i),
            b = Source(i, 1);
        int finest = Math.Max(a.Radix, b.Radix);
        if (Math.Abs(a.Radix - b.Radix) > MaxAddDistance)
        {
            throw new QuantiseException(
                "radix",
                $"{assembly.Where(layer.Name)}: its operands have radices {a.Radix} and {b.Radix}, more than "
                    + $"{MaxAddDistance} apart",
                "one operand is so much smaller than the other that it has no effect: leave it out, or scale it up"
            );
        }

        Batch sums = Batch.Empty(layer.Output, a.Values.Count);
        for (int k = 0; k < sums.Values.Length; k++)
        {
            float sum = a.Values.Values[k] + b.Values.Values[k];
            sums.Values[k] = layer.Relu ? Math.Max(0, sum) : sum;
        }

        RadixChoice choice = ChooseOutput(i, sums, finest);
        BlobLayer record = NetAssembly.Record(
            LayerOp.Add,
            SourceIndex(i),
            layer.Input,
            layer.Output,
            default,
            layer.Relu ? LayerFlags.Relu : 0
        ) with
        {
            Source1 = SourceIndex(i, 1),
            RadixIn0 = a.Radix,
            RadixIn1 = b.Radix,
            RadixOut = choice.Radix,
            Shift = finest - choice.Radix,
        };
        assembly.Add(
            record,
            [],
            [],
            [],
            [],
            NetAssembly.Report(layer.Name, radixOut: choice.Radix, shift: record.Shift) with
            {
                OutputSqnrDb = OutputDecibel(sums, choice.Radix),
                ClippedActivations = (double)choice.Clipped / sums.Values.Length,
            }
        );
        return Requantise(sums, choice.Radix);
    }

    // Where only pooling reads the output, what counts is what survives it: the error is measured behind the pooling.
    private RadixChoice ChooseOutput(int i, Batch values, int radixAcc)
    {
        int[] readers = Enumerable.Range(i + 1, fused.Count - i - 1).Where(j => fused[j].Sources.Contains(i)).ToArray();
        if (readers.Length == 1 && fused[readers[0]].Op == LayerOp.MaxPool)
        {
            return ChooseOutput(readers[0], PoolBatch(fused[readers[0]], values), radixAcc);
        }

        int min = Math.Max(BlobLayout.MinRadix, radixAcc - BlobLayout.MaxShift);
        int max = Math.Max(min, Math.Min(Math.Min(BlobLayout.MaxRadix, radixAcc), FinestBesideOperands(i, readers)));
        RadixChoice choice = RadixChooser.Choose(values.Values, NumericLimits.MinActivation, min, max);
        return readers.Length == 1 && fused[readers[0]].Op == LayerOp.AveragePool
            ? AverageRadix.Refine(choice, fused[readers[0]], values, max)
            : choice;
    }

    // What is added to something much larger needs no finer steps than an addition can take beside it.
    private int FinestBesideOperands(int i, int[] readers)
    {
        int finest = BlobLayout.MaxRadix;
        foreach (int other in readers.Where(r => fused[r].Op == LayerOp.Add).SelectMany(r => fused[r].Sources).Where(s => s != i))
        {
            if (other < i)
            {
                finest = Math.Min(finest, (other < 0 ? start : _outputs[other]).Radix + MaxAddDistance);
            }
            else if (RadixChooser.Largest(reference[fused[other].LinearIndex].Values) is > 0 and var most)
            {
                // Not quantised yet: its radix is this one, or finer; one less for what quantisation adds to the float values.
                finest = Math.Min(finest, RadixChooser.FinestUnclipped(most) - 1 + MaxAddDistance);
            }
        }

        return finest;
    }

    private static Batch Convolve(FusedLayer layer, LinearIntegers integers, Batch x)
    {
        float[] weight = integers.RealWeight(),
            none = new float[layer.Output.C];
        Batch y = Batch.Empty(layer.Output, x.Count);
        if (layer.Op == LayerOp.Depthwise)
        {
            DepthwiseConvolution depthwise = new(layer.Input, layer.Output, layer.Window, weight, none);
            Parallel.For(0, x.Count, n => depthwise.Run(x.Image(n), y.Image(n)));
            return y;
        }

        FloatConvolution convolution =
            layer.Op == LayerOp.Conv
                ? new FloatConvolution(layer.Input, layer.Output, layer.Window, weight, none)
                : FloatConvolution.Dense(layer.Input, layer.Output.C, weight, none);
        Parallel.For(0, x.Count, n => convolution.Run(x.Image(n), y.Image(n)));
        return y;
    }

    // [C][taps] to the blob's [taps][C].
    private static int[] ByTaps(int[] weight, int channels)
    {
        int taps = weight.Length / channels;
        return [.. Enumerable.Range(0, weight.Length).Select(i => weight[(i % channels * taps) + (i / channels)])];
    }

    internal static Batch PoolBatch(FusedLayer layer, Batch x)
    {
        Batch y = Batch.Empty(layer.Output, x.Count);
        Parallel.For(
            0,
            x.Count,
            n => FloatKernels.Pool(x.Image(n), y.Image(n), layer.Input, layer.Output, layer.Pool, layer.Op == LayerOp.MaxPool)
        );
        return y;
    }

    private static void AddBias(Batch sums, int[] bias, int radix, bool relu)
    {
        float[] real = Array.ConvertAll(bias, b => (float)Math.ScaleB(b, -radix));
        for (int k = 0; k < sums.Values.Length; k++)
        {
            float sum = sums.Values[k] + real[k % real.Length];
            sums.Values[k] = relu ? Math.Max(0, sum) : sum;
        }
    }

    private static QuantisedBatch Requantise(Batch values, int radix)
    {
        for (int k = 0; k < values.Values.Length; k++)
        {
            values.Values[k] = (float)RadixChooser.Round(values.Values[k], radix, NumericLimits.MinActivation);
        }

        return new QuantisedBatch(values, radix);
    }

    private static double OutputDecibel(Batch values, int radix)
    {
        double noise = RadixChooser.Evaluate(values.Values, NumericLimits.MinActivation, radix, out _).SquaredError;
        return LinearQuantiser.Decibel(values.Values.Sum(v => (double)v * v), noise);
    }
}
