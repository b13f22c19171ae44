// Turns float layers into those of the INT8 engine: conv → batchNorm → relu becomes one layer.
namespace NanoCoopNet.Model;

/// <summary>Fuses the layers of an INT8 network, or the 8 bit end of a binary one.</summary>
internal sealed class Int8Fuser
{
    private static readonly ConvWindow Single = new(1, 1, 1, false);
    private readonly FloatNet _net;
    private readonly int _first;
    private readonly int _end;
    private readonly int[] _readers;
    private readonly Dictionary<int, int> _fusedOf;
    private readonly List<FusedLayer> _fused = [];

    private Int8Fuser(FloatNet net, int first, int end)
    {
        (_net, _first, _end) = (net, first, end);
        _readers = new int[net.Layers.Count];
        foreach (int source in net.Layers.SelectMany(l => l.Sources).Where(s => s >= 0))
        {
            _readers[source]++;
        }

        _fusedOf = new Dictionary<int, int> { [first - 1] = -1 };
    }

    /// <summary>Fuses layers first … end − 1; layer first − 1 (or the input) is their source −1.</summary>
    /// <exception cref="QuantiseException">unsupported: a layer that has no place in an INT8 network.</exception>
    public static IReadOnlyList<FusedLayer> Fuse(FloatNet net, int first, int end)
    {
        Int8Fuser fuser = new(net, first, end);
        for (int i = first; i < end; )
        {
            i = fuser.Step(i);
        }

        return fuser._fused;
    }

    /// <summary>The error of a layer that does not fit where it stands.</summary>
    public static QuantiseException Unsupported(FloatNet net, FloatLayer layer, string why) =>
        new("unsupported", $"{net.Label}, {layer.Label}: {why}", "TENSORS.md lists the sequences that can be quantised");

    private int Step(int i)
    {
        FloatLayer layer = _net.Layers[i];
        switch (layer)
        {
            case FloatConv l:
                return Linear(i, l.Output, LayerOp.Conv, l.Window, l.Weight, l.Bias);
            case FloatDepthwise l:
                return Linear(i, l.Output, LayerOp.Depthwise, l.Window, l.Weight, l.Bias);
            case FloatDense l:
                LayerOp op = i == _net.Layers.Count - 1 ? LayerOp.DenseLogits : LayerOp.Dense;
                return Linear(i, l.Output, op, Single, l.Weight, l.Bias);
            case FloatPool l:
                Add(i, i + 1, l.IsMax ? LayerOp.MaxPool : LayerOp.AveragePool, l.Output, Single, l.Window, [], [], false, i);
                return i + 1;
            case FloatAdd l:
                int end = AfterRelu(i);
                Add(i, end, LayerOp.Add, l.Output, Single, default, [], [], end > i + 1, i);
                return end;
            case FloatBatchNorm:
                throw Unsupported(
                    _net,
                    layer,
                    "batch norm folds only into the conv, depthwise or dense layer before it, whose output nothing else reads"
                );
            case FloatRelu:
                throw Unsupported(
                    _net,
                    layer,
                    "a ReLU folds only into the conv, depthwise, dense or add right before it, whose output nothing else reads"
                );
            default:
                throw Unsupported(_net, layer, "this operation is not allowed in an INT8 network");
        }
    }

    private int Linear(int i, Shape output, LayerOp op, ConvWindow window, float[] weight, float[] bias)
    {
        double[] w = Array.ConvertAll(weight, v => (double)v),
            b = Array.ConvertAll(bias, v => (double)v);
        int next = i + 1,
            linear = i;
        if (Follows(i, next) && _net.Layers[next] is FloatBatchNorm norm)
        {
            Fold(norm, w, b);
            linear = next++;
        }

        int end = AfterRelu(next - 1);
        Add(i, end, op, output, window, default, w, b, end > next, linear);
        return end;
    }

    // w' = w·γ/√(σ² + ε), b' = β + (b − μ)·γ/√(σ² + ε), a channel.
    private static void Fold(FloatBatchNorm norm, double[] weight, double[] bias)
    {
        int filter = weight.Length / bias.Length;
        for (int o = 0; o < bias.Length; o++)
        {
            (double scale, double offset) = norm.Affine(o);
            bias[o] = offset + (scale * bias[o]);
            foreach (ref double w in weight.AsSpan(o * filter, filter))
            {
                w *= scale;
            }
        }
    }

    // The layer after a ReLU that follows layer i, or after layer i.
    private int AfterRelu(int i) => Follows(i, i + 1) && _net.Layers[i + 1] is FloatRelu ? i + 2 : i + 1;

    private bool Follows(int i, int next) =>
        next < _end && _readers[i] == 1 && _net.Layers[next].Sources.Count == 1 && _net.Layers[next].Source == i;

    private void Add(
        int i,
        int end,
        LayerOp op,
        Shape output,
        ConvWindow window,
        PoolWindow pool,
        double[] weight,
        double[] bias,
        bool relu,
        int linear
    )
    {
        FloatLayer layer = _net.Layers[i];
        int[] sources = layer
            .Sources.Select(s =>
                _fusedOf.TryGetValue(s, out int f)
                    ? f
                    : throw Unsupported(
                        _net,
                        layer,
                        s < _first - 1
                            ? "it reads a layer of the binary part"
                            : "it reads a layer that was folded into its successor"
                    )
            )
            .ToArray();
        if (op == LayerOp.Add && sources[1] < 0)
        {
            Array.Reverse(sources); // the blob wants the network's input as first operand
        }

        if (op == LayerOp.Add && sources[1] < 0)
        {
            throw Unsupported(_net, layer, "it adds the input to itself");
        }

        string name = string.Join(
            " + ",
            Enumerable
                .Range(i, end - i)
                .Select(k => FormattableString.Invariant($"{_net.Layers[k].OpName} {_net.Layers[k].Index}"))
        );
        _fusedOf[end - 1] = _fused.Count;
        _fused.Add(new FusedLayer(name, op, sources, layer.Input, output, window, pool, weight, bias, relu, linear));
    }
}
