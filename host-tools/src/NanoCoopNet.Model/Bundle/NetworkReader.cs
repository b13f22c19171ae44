// The layers of one network of a manifest, with every shape checked from the input on.
using System.Text.Json;

namespace NanoCoopNet.Model;

/// <summary>Reads networks.</summary>
internal sealed class NetworkReader(BundleTensors tensors, int classes)
{
    // The name of what enters the network.
    private const string NetInput = "input";
    private static readonly string[] Paddings = ["same", "valid"];
    private static readonly string[] Roundings = ["up", "down"];

    /// <summary>A shared stem: layers of an INT8 network that end in a map.</summary>
    public FloatNet ReadStem(JsonFields network, Shape input)
    {
        List<FloatLayer> layers = ReadLayers(network, NetKind.Bnn, "the stem", input);
        return layers.Count == 0 || layers.Any(l => l is FloatDense)
            ? throw network.Error("a stem has layers, and none of them is `dense`")
            : new FloatNet(NetKind.Bnn, string.Empty, 1, input, layers) { IsStem = true };
    }

    public FloatNet Read(JsonFields network, NetKind kind, Shape input)
    {
        double temperature = network.Number("temperature", double.Epsilon, double.MaxValue);
        List<FloatLayer> layers = ReadLayers(network, kind, "network " + BlobNames.Of(kind), input);
        if (layers.Count == 0 || layers[^1] is not FloatDense last)
        {
            throw network.Error("the last layer is not `dense` without relu");
        }

        return last.Output.C == classes
            ? new FloatNet(kind, network.Has("topology") ? network.String("topology") : string.Empty, temperature, input, layers)
            : throw network.Error($"the last layer gives {last.Output.C} logits for {classes} classes", "badShape");
    }

    private List<FloatLayer> ReadLayers(JsonFields network, NetKind kind, string label, Shape input)
    {
        List<FloatLayer> layers = [];
        Dictionary<string, int> names = [];
        JsonElement[] items = network.Items("layers");
        for (int index = 0; index < items.Length; index++)
        {
            JsonElement element = items[index];
            JsonFields fields = new(element, $"{label}, layer {index}");
            if (element.ValueKind != JsonValueKind.Object)
            {
                throw fields.Error("it is not an object");
            }

            string op = fields.String("op");
            fields = new JsonFields(element, $"{label}, layer {index} ({op})");
            layers.Add(ReadLayer(fields, op, index, Sources(fields, layers.Count - 1, names), kind, layers, input));
            if (op is "conv" or "depthwise" or "dense" or "add" && fields.Flag("relu"))
            {
                layers.Add(new FloatRelu(index, [layers.Count - 1], layers[^1].Output));
            }

            if (fields.Has("name") && !names.TryAdd(fields.String("name"), layers.Count - 1))
            {
                throw fields.Error($"the name '{fields.String("name")}' is taken by an earlier layer");
            }
        }

        return layers;
    }

    private static int[] Sources(JsonFields fields, int previous, Dictionary<string, int> names)
    {
        string[] given =
            fields.Has("inputs") ? fields.Strings("inputs")
            : fields.Has("input") ? [fields.String("input")]
            : [];
        int[] sources = given
            .Select(n =>
                names.TryGetValue(n, out int i) ? i
                : n == NetInput ? -1
                : throw fields.Error($"no earlier layer is named '{n}'")
            )
            .ToArray();
        return sources.Length == 0 ? [previous] : sources;
    }

    private FloatLayer ReadLayer(
        JsonFields f,
        string op,
        int index,
        int[] sources,
        NetKind kind,
        List<FloatLayer> before,
        Shape netInput
    )
    {
        Shape[] shapes = sources.Select(s => s < 0 ? netInput : before[s].Output).ToArray();
        if (op != "add" && sources.Length != 1)
        {
            throw f.Error($"it has {sources.Length} inputs; only `add` has two");
        }

        if (op == "concat" != (kind == NetKind.Glue && index == 0))
        {
            throw f.Error("`concat` is the first layer of the glue, and stands nowhere else");
        }

        Shape input = shapes[0];
        switch (op)
        {
            case "conv":
                return Conv(f, index, sources, input);
            case "depthwise":
                return Depthwise(f, index, sources, input);
            case "binaryConv":
                return BinaryConv(f, index, sources, input);
            case "batchNorm":
                return BatchNorm(f, index, sources, input);
            case "relu":
                return new FloatRelu(
                    index,
                    sources,
                    input,
                    f.Has("radix") ? f.Int("radix", BlobLayout.MinRadix, BlobLayout.MaxRadix) : null
                );
            case "sign":
                return new FloatSign(index, sources, input);
            case "maxPool" or "averagePool":
                return Pool(f, index, sources, input, op == "maxPool");
            case "dense":
                (float[] weight, IReadOnlyList<int> shape) = tensors.Float(f.String("weight"), f.Where, -1, input.Count);
                return new FloatDense(index, sources, input, new Shape(1, 1, shape[0]), weight, Vector(f, "bias", shape[0]));
            case "add":
                return sources.Length == 2 && shapes[0] == shapes[1]
                    ? new FloatAdd(index, sources, input)
                    : throw f.Error("`inputs` does not name two layers of one shape", "badShape");
            case "concat":
                return new FloatConcat(index, netInput);
            default:
                throw f.Error($"the operation '{op}' is unknown", "unknownOp");
        }
    }

    private FloatConv Conv(JsonFields f, int index, int[] sources, Shape input)
    {
        (float[] weight, ConvWindow window, Shape output) = Kernel(f, input);
        return new FloatConv(index, sources, input, output, window, weight, Vector(f, "bias", output.C));
    }

    private FloatDepthwise Depthwise(JsonFields f, int index, int[] sources, Shape input)
    {
        (float[] weight, ConvWindow window, Shape output) = Kernel(f, new Shape(input.H, input.W, 1));
        return output.C == input.C
            ? new FloatDepthwise(index, sources, input, output, window, weight, Vector(f, "bias", output.C))
            : throw f.Error($"it has {output.C} filters for an input of {input.C} channels", "badShape");
    }

    private FloatBinaryConv BinaryConv(JsonFields f, int index, int[] sources, Shape input)
    {
        (float[] latent, ConvWindow window, Shape output) = Kernel(f, input);
        int filter = latent.Length / output.C;
        float[] alpha = f.Has("alpha")
            ? tensors.Float(f.String("alpha"), f.Where, output.C).Values
            : Enumerable
                .Range(0, output.C)
                .Select(o => (float)latent.Skip(o * filter).Take(filter).Average(w => Math.Abs((double)w)))
                .ToArray();
        int negative = Array.FindIndex(alpha, a => a < 0);
        return negative < 0
            ? new FloatBinaryConv(index, sources, input, output, window, Array.ConvertAll(latent, w => w >= 0 ? 1f : -1f), alpha)
            : throw f.Error($"alpha of channel {negative} is negative", "badTensor");
    }

    private (float[] Weight, ConvWindow Window, Shape Output) Kernel(JsonFields f, Shape input)
    {
        (float[] weight, IReadOnlyList<int> shape) = tensors.Float(f.String("weight"), f.Where, -1, -1, -1, input.C);
        ConvWindow window = new(shape[1], shape[2], f.Int("stride", 1, 2), f.Choice("padding", Paddings) == 0);
        if (
            Math.Max(window.KernelH, window.KernelW) > BlobLayout.MaxConvKernel
            || (window.Same && (window.KernelH % 2 == 0 || window.KernelW % 2 == 0))
        )
        {
            throw f.Error(
                $"a window of {window.KernelH}×{window.KernelW} is not possible: at most 15, and odd with padding 'same'",
                "badShape"
            );
        }

        Shape output = new(
            LayerGeometry.ConvOut(input.H, window.KernelH, window.Stride, window.Same),
            LayerGeometry.ConvOut(input.W, window.KernelW, window.Stride, window.Same),
            shape[0]
        );
        return output.H > 0 && output.W > 0
            ? (weight, window, output)
            : throw f.Error($"its window is larger than its input, {input}", "badShape");
    }

    private FloatBatchNorm BatchNorm(JsonFields f, int index, int[] sources, Shape input)
    {
        float[] variance = Required(f, "variance", input.C);
        FloatBatchNorm norm = new(
            index,
            sources,
            input,
            Required(f, "gamma", input.C),
            Required(f, "beta", input.C),
            Required(f, "mean", input.C),
            variance,
            f.Number("epsilon", 0, 1)
        );
        int bad = Array.FindIndex(variance, v => v < 0 || v + norm.Epsilon <= 0);
        return bad < 0 ? norm : throw f.Error($"variance + epsilon of channel {bad} is not positive", "badTensor");
    }

    private static FloatPool Pool(JsonFields f, int index, int[] sources, Shape input, bool max)
    {
        PoolWindow window;
        if (f.Flag("global"))
        {
            window = new PoolWindow(input.H, input.W, 1, false);
        }
        else
        {
            int kernel = f.Int("kernel", 1, BlobLayout.MaxPoolWindow);
            window = new PoolWindow(
                kernel,
                kernel,
                f.Int("stride", 1, BlobLayout.MaxPoolWindow),
                f.Choice("rounding", Roundings) == 0
            );
        }

        Shape output = new(
            LayerGeometry.PoolOut(input.H, window.H, window.Stride, window.RoundUp),
            LayerGeometry.PoolOut(input.W, window.W, window.Stride, window.RoundUp),
            input.C
        );
        return output.H > 0 && output.W > 0 && Math.Max(window.H, window.W) <= BlobLayout.MaxPoolWindow
            ? new FloatPool(index, sources, input, output, window, max)
            : throw f.Error($"its window does not fit its input, {input}", "badShape");
    }

    private float[] Required(JsonFields f, string field, int count) => tensors.Float(f.String(field), f.Where, count).Values;

    // A tensor the layer may have; zeros where it has none.
    private float[] Vector(JsonFields f, string field, int count) => f.Has(field) ? Required(f, field, count) : new float[count];
}
