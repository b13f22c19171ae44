// Walks a graph of ONNX and writes the layers of a bundle. Which operations, and in which forms: host-tools/training/ONNX.md.
using System.Text.Json.Nodes;
using NanoCoopNet.Model;

namespace NanoCoopNet.Import;

/// <summary>What the network's input means: x = (p − Offset) / Scale of byte p, a channel.</summary>
public sealed record PixelScale(double[] Offset, double[] Scale)
{
    /// <summary>The byte that is 0 to the network, where that is one for all channels; what zero padding must become.</summary>
    public int ZeroByte => (int)Math.Clamp(Math.Round(Offset.Average()), 0, 255);

    /// <summary>Whether 0 is 0 to the engine as well, eq. (4).</summary>
    public bool IsEngines => Offset.All(o => Math.Abs(o - 128) < 1e-3);
}

/// <summary>A graph as layers.</summary>
/// <param name="Input">HWC, as the bundle takes it.</param>
/// <param name="Pads">Zeros of the first convolution that became the bundle's preprocessing: bytes of
/// <see cref="PixelScale.ZeroByte"/> around the image; 0: none.</param>
/// <param name="Outputs">Number of logits.</param>
internal sealed record ImportedGraph(BundleLayers Layers, Shape Input, (int H, int W) Pads, int Outputs);

/// <summary>Reads one graph.</summary>
internal sealed class GraphImporter
{
    private const int LargestKernel = 15;
    private static readonly string[] Known =
    [
        "Conv",
        "BatchNormalization",
        "Relu",
        "Clip",
        "MaxPool",
        "AveragePool",
        "GlobalAveragePool",
        "GlobalMaxPool",
        "ReduceMean",
        "Gemm",
        "MatMul",
        "Add",
        "Mul",
        "Sub",
        "Div",
        "Flatten",
        "Reshape",
        "Squeeze",
        "Transpose",
        "Softmax",
        "LogSoftmax",
        "Identity",
        "Dropout",
        "Pad",
        "Constant",
        "Shape",
        "Gather",
        "Unsqueeze",
        "Concat",
        "Cast",
        "Slice",
    ];

    private readonly OnnxModel _model;
    private readonly BundleLayers _layers = new("int8");
    private readonly Dictionary<string, OnnxTensor> _constants;
    private readonly Dictionary<string, MapValue> _maps = [];
    private readonly HashSet<string> _ended = [];
    private PixelScale _scale;
    private Shape _input;
    private (int H, int W) _pads;
    private bool _begun;

    private GraphImporter(OnnxModel model, PixelScale scale)
    {
        (_model, _scale) = (model, scale);
        _constants = new Dictionary<string, OnnxTensor>(model.Constants);
    }

    /// <exception cref="ImportException">unsupportedOp, unsupportedForm, badInput, badOutput, badTensor.</exception>
    public static ImportedGraph Read(OnnxModel model, PixelScale scale) => new GraphImporter(model, scale).Run();

    /// <summary>Reads operators that stand alone, as ONNX's own test vectors do: on any map, and whatever they give.</summary>
    /// <param name="input">HWC of the map; flat where it is (1, 1, F).</param>
    internal static (BundleLayers Layers, MapValue Output) ReadOperators(OnnxModel model, Shape input, bool isFlat)
    {
        int c = input.C;
        GraphImporter importer = new(model, new PixelScale([.. Enumerable.Repeat(128.0, c)], [.. Enumerable.Repeat(128.0, c)]));
        string start = importer._layers.Add(
            "batchNorm",
            null,
            [("epsilon", 0)],
            ("gamma", [.. Enumerable.Repeat(1f, c)], [c]),
            ("beta", new float[c], [c]),
            ("mean", new float[c], [c]),
            ("variance", [.. Enumerable.Repeat(1f, c)], [c])
        );
        importer._maps[model.Inputs[0].Name] = new MapValue(start, input, AxisOrder.ChannelsFirst, isFlat);
        importer.TakeAll();
        return importer._maps.TryGetValue(model.Outputs[0].Name, out MapValue? output)
            ? (importer._layers, output)
            : throw new ImportException(
                "badOutput",
                $"output {model.Outputs[0].Name} does not depend on the input",
                "export the model again"
            );
    }

    private ImportedGraph Run()
    {
        string input = Begin();
        TakeAll();
        string output =
            _model.Outputs.Count > 0
                ? _model.Outputs[0].Name
                : throw new ImportException("badOutput", "the graph has no output", "export the model again");
        if (!_maps.TryGetValue(output, out MapValue? logits) || logits.Layer is null)
        {
            throw new ImportException("badOutput", $"output {output} does not depend on input {input}", "export the model again");
        }

        JsonObject last = _layers.Layers[^1]!.AsObject();
        return last["op"]!.GetValue<string>() == "dense" && last["name"]!.GetValue<string>() == logits.Layer
            ? new ImportedGraph(_layers, _input, _pads, logits.Shape.Count)
            : throw new ImportException(
                "badOutput",
                $"the network ends in {last["op"]}, not in a dense layer (Gemm, MatMul) that gives one logit per class",
                "leave out what follows the last dense layer"
            );
    }

    private void TakeAll()
    {
        string[] unknown =
        [
            .. _model
                .Nodes.Where(n => n.Domain is not ("" or "ai.onnx") || !Known.Contains(n.Operation))
                .Select(n => n.Operation)
                .Distinct(),
        ];
        if (unknown.Length > 0)
        {
            throw new ImportException(
                "unsupportedOp",
                $"the network has operations that the engine does not have: {string.Join(", ", unknown)}",
                "host-tools/training/ONNX.md lists the operations that are read: train the network with those"
            );
        }

        foreach (OnnxNode node in _model.Nodes)
        {
            Take(node);
        }
    }

    private string Begin()
    {
        OnnxValue input =
            _model.Inputs.Count == 1
                ? _model.Inputs[0]
                : throw new ImportException(
                    "badInput",
                    $"the network has {_model.Inputs.Count} inputs ({string.Join(", ", _model.Inputs.Select(i => i.Name))}); "
                        + "one image is possible",
                    "export a network with one input"
                );
        if (input.Type != 1)
        {
            string type = input.Type switch
            {
                2 => "uint8",
                3 => "int8",
                6 => "int32",
                7 => "int64",
                10 => "float16",
                11 => "double",
                _ => $"data type {input.Type}",
            };
            throw new ImportException(
                "badInput",
                $"input {input.Name} is {type}; an image in float32 is possible",
                input.Type == 7
                    ? "give a network whose input is an image; words and indices cannot be read"
                    : "export the model in float32"
            );
        }

        if (input.Dimensions is not { Count: 4 } d || d[0] > 1 || d.Skip(1).Any(n => n <= 0))
        {
            string shape = input.Dimensions is null
                ? "unknown"
                : string.Join(", ", input.Dimensions.Select(n => n < 0 ? "?" : $"{n}"));
            throw new ImportException(
                "badInput",
                $"input {input.Name} has the shape ({shape}); (1 or ?, C, H, W) or (1 or ?, H, W, C) is possible, sizes fixed",
                "export the model with an image of fixed size and a batch of 1 or a dynamic one"
            );
        }

        bool last =
            _model.Nodes.FirstOrDefault(n => n.Inputs.Contains(input.Name)) is { Operation: "Transpose" }
            || (d[1] is not (1 or 3) && d[3] is 1 or 3);
        _input = last ? new Shape(d[1], d[2], d[3]) : new Shape(d[2], d[3], d[1]);
        if (_scale.Offset.Length == 1 && _input.C > 1)
        {
            _scale = new PixelScale(
                [.. Enumerable.Repeat(_scale.Offset[0], _input.C)],
                [.. Enumerable.Repeat(_scale.Scale[0], _input.C)]
            );
        }

        if (_scale.Offset.Length != _input.C)
        {
            throw new ImportException(
                "badInput",
                $"the image has {_input.C} channels, mean and deviation were given for {_scale.Offset.Length}",
                "give one number, or one per channel"
            );
        }

        _maps[input.Name] = new MapValue(null, _input, last ? AxisOrder.ChannelsLast : AxisOrder.ChannelsFirst);
        return input.Name;
    }

    private void Take(OnnxNode node)
    {
        OnnxTensor?[] constants = [.. node.Inputs.Select(i => _constants.GetValueOrDefault(i))];
        MapValue?[] maps = [.. node.Inputs.Select(i => _maps.GetValueOrDefault(i))];
        if (node.Operation == "Shape" && maps[0] is { } measured)
        {
            _constants[node.Outputs[0]] = new OnnxTensor(
                [measured.Dimensions.Length],
                [.. measured.Dimensions.Select(v => (double)v)]
            );
        }
        else if (maps.All(m => m is null))
        {
            _constants[node.Outputs[0]] =
                ConstantFolder.Fold(node, constants, _model.Opset) ?? throw Unsupported(node, "on constants");
        }
        else
        {
            string? ended = node.Inputs.FirstOrDefault(_ended.Contains);
            if (ended is not null && node.Operation is not ("Identity" or "Reshape" or "Flatten" or "Squeeze"))
            {
                throw Unsupported(node, "behind the softmax at the end");
            }

            MapValue result = Map(node, maps, constants);
            _maps[node.Outputs[0]] = result;
            if (ended is not null || node.Operation is "Softmax" or "LogSoftmax")
            {
                _ended.Add(node.Outputs[0]);
            }
        }
    }

    private MapValue Map(OnnxNode node, MapValue?[] maps, OnnxTensor?[] constants)
    {
        MapValue? x = maps[0];
        if (x is not null && x.Pads != default && node.Operation is not ("Conv" or "Pad" or "Identity" or "Dropout"))
        {
            throw Unsupported(node, "behind a Pad; only a Conv takes its zeros");
        }

        return node.Operation switch
        {
            "Identity" or "Dropout" or "Cast" => x!,
            "Softmax" or "LogSoftmax" => x!,
            "Conv" => Conv(node, x!, constants),
            "BatchNormalization" => BatchNorm(node, x!, constants),
            "Relu" => Relu(node, x!),
            "Clip" => Clip(node, x!, constants),
            "MaxPool" or "AveragePool" => Pool(node, x!),
            "GlobalAveragePool" or "GlobalMaxPool" => Global(node, x!, node.Operation == "GlobalMaxPool"),
            "ReduceMean" => ReduceMean(node, x!, constants),
            "Gemm" => Gemm(node, x!, constants),
            "MatMul" => x is not null && constants.Length > 1 && constants[1] is { } weight
                ? Dense(node, x, weight, transposed: false, null)
                : throw Unsupported(node, "without constant weights"),
            "Add" when maps is [{ } a, { } b] => Sum(node, a, b),
            "Add" or "Mul" or "Sub" or "Div" => Affine(node, maps, constants),
            "Flatten" => Flat(node, x!, (int)node.Integer("axis", 1) is 1 or -3),
            "Reshape" => Reshape(node, x!, constants[1] ?? throw Unsupported(node, "to a shape that is not constant")),
            "Squeeze" => Flat(node, x!, x!.Shape.H == 1 && x.Shape.W == 1),
            "Transpose" => Transpose(node, x!),
            "Pad" => Pad(node, x!, constants),
            _ => throw Unsupported(node, "on the path of the image"),
        };
    }

    private static ImportException Unsupported(OnnxNode node, string what) =>
        new("unsupportedForm", $"{node.Label} {what} is not supported", "ONNX.md lists the supported forms");

    private MapValue Conv(OnnxNode node, MapValue x, OnnxTensor?[] constants)
    {
        OnnxTensor weight = constants[1] ?? throw Unsupported(node, "without constant weights");
        long groups = node.Integer("group", 1);
        bool depthwise = groups > 1 && groups == x.Shape.C && weight.Dimensions[0] == groups && x.Layer is not null;
        if (groups != 1 && !depthwise)
        {
            throw new ImportException(
                "unsupportedForm",
                $"{node.Label} has {groups} groups for {x.Shape.C} channels and {weight.Dimensions[0]} filters"
                    + (x.Layer is null ? " on the image" : "")
                    + ", which the engine does not have",
                "use one group, or behind the first layer a group and a filter for each channel"
            );
        }

        int channels = depthwise ? 1 : x.Shape.C; // that a filter reads
        if (weight.Dimensions.Count != 4 || weight.Dimensions[1] != channels || x.IsFlat || x.Order == AxisOrder.ChannelsLast)
        {
            throw Unsupported(
                node,
                $"with weights of ({string.Join(", ", weight.Dimensions)}) on ({string.Join(", ", x.Dimensions)})"
            );
        }

        if ((node.Integers("dilations") ?? [1, 1]).Any(v => v != 1))
        {
            throw Unsupported(node, "with dilations");
        }

        int[] strides = node.Integers("strides") ?? [1, 1];
        if (strides[0] != strides[1] || strides[0] is not (1 or 2))
        {
            throw Unsupported(node, $"with strides {string.Join("×", strides)}; 1 or 2 in both directions is");
        }

        int outputs = weight.Dimensions[0],
            kh = weight.Dimensions[2],
            kw = weight.Dimensions[3],
            stride = strides[0];
        int[] pads = Pads(node, x, [kh, kw], stride);
        float[] ohwi = new float[weight.Values.Length];
        for (int o = 0, at = 0; o < outputs; o++)
        {
            for (int i = 0; i < channels; i++)
            {
                for (int t = 0; t < kh * kw; t++)
                {
                    ohwi[(((o * kh * kw) + t) * channels) + i] = (float)weight.Values[at++];
                }
            }
        }

        float[] bias = constants.Length > 2 && constants[2] is { } b ? b.Floats : new float[outputs];
        Window rows = Window.Of(x.Shape.H, kh, stride, pads[0], pads[2]),
            columns = Window.Of(x.Shape.W, kw, stride, pads[1], pads[3]);
        bool pixels = x.Layer is null;
        if (pixels)
        {
            FoldPixels(node, ohwi, bias, x.Shape.C);
            if (!_scale.IsEngines && (pads[0] + pads[1] + pads[2] + pads[3]) > 0)
            {
                // The engine's zeros are bytes of 128; here the zeros are another byte, so they become part of the image.
                return Padded(node, x, (ohwi, bias, outputs, kh, kw), stride, pads);
            }
        }

        if (
            !depthwise
            && rows.Outputs == 1
            && columns.Outputs == 1
            && kh == x.Shape.H
            && kw == x.Shape.W
            && pads.All(p => p == 0)
        )
        {
            return DenseLayer(x, ohwi, outputs, bias) with { IsFlat = false };
        }

        bool valid = pads.All(p => p == 0);
        (int H, int W) kernel = (valid ? kh : rows.Kernel, valid ? kw : columns.Kernel);
        if ((!valid && (rows.Kernel == 0 || columns.Kernel == 0)) || kernel.H > LargestKernel || kernel.W > LargestKernel)
        {
            throw Unsupported(node, $"with a window of {kh}×{kw} and padding {string.Join(", ", pads)}");
        }

        float[] embedded = valid ? ohwi : Embed(ohwi, outputs, (kh, kw, channels), kernel, (rows.Shift, columns.Shift));
        return ConvLayer(
            x,
            embedded,
            bias,
            (outputs, kernel.H, kernel.W, channels),
            stride,
            !valid,
            new Shape(rows.Outputs, columns.Outputs, outputs)
        );
    }

    private MapValue ConvLayer(
        MapValue x,
        float[] weight,
        float[] bias,
        (int O, int H, int W, int I) kernel,
        int stride,
        bool same,
        Shape output
    )
    {
        string name = _layers.Add(
            kernel.I == x.Shape.C ? "conv" : "depthwise",
            x.Layer,
            [("stride", stride), ("padding", same ? "same" : "valid")],
            ("weight", weight, [kernel.O, kernel.H, kernel.W, kernel.I]),
            ("bias", bias, [kernel.O])
        );
        return new MapValue(name, output, AxisOrder.ChannelsFirst);
    }

    private MapValue Padded(
        OnnxNode node,
        MapValue x,
        (float[] Weight, float[] Bias, int Outputs, int H, int W) conv,
        int stride,
        int[] pads
    )
    {
        if (pads[0] != pads[2] || pads[1] != pads[3])
        {
            throw Unsupported(node, "at the input with different padding on opposite sides and zeros that are not the byte 128");
        }

        _pads = (pads[0], pads[1]);
        _input = new Shape(x.Shape.H + (2 * pads[0]), x.Shape.W + (2 * pads[1]), x.Shape.C);
        int h = ((_input.H - conv.H) / stride) + 1,
            w = ((_input.W - conv.W) / stride) + 1;
        return ConvLayer(
            x,
            conv.Weight,
            conv.Bias,
            (conv.Outputs, conv.H, conv.W, x.Shape.C),
            stride,
            same: false,
            new Shape(h, w, conv.Outputs)
        );
    }

    // x = (p − O) / S and the engine's e = (p − 128) / 128: w·x = w·128/S·e + w·(128 − O)/S.
    private void FoldPixels(OnnxNode node, float[] weight, float[] bias, int channels)
    {
        if (_begun)
        {
            throw Unsupported(node, "as a second reader of the image");
        }

        _begun = true;
        double[] added = new double[bias.Length];
        int filter = weight.Length / bias.Length;
        for (int i = 0; i < weight.Length; i++)
        {
            int c = i % channels;
            added[i / filter] += weight[i] * (128 - _scale.Offset[c]) / _scale.Scale[c];
            weight[i] = (float)(weight[i] * 128 / _scale.Scale[c]);
        }

        for (int o = 0; o < bias.Length; o++)
        {
            bias[o] = (float)(bias[o] + added[o]);
        }
    }

    private static float[] Embed(float[] weight, int outputs, (int H, int W, int C) from, (int H, int W) to, (int H, int W) shift)
    {
        float[] result = new float[outputs * to.H * to.W * from.C];
        for (int o = 0; o < outputs; o++)
        {
            for (int y = 0; y < from.H; y++)
            {
                int source = ((o * from.H) + y) * from.W * from.C,
                    target = ((((o * to.H) + y + shift.H) * to.W) + shift.W) * from.C;
                weight.AsSpan(source, from.W * from.C).CopyTo(result.AsSpan(target));
            }
        }

        return result;
    }

    // Top, left, bottom, right; a Pad before it included.
    private static int[] Pads(OnnxNode node, MapValue x, int[] kernel, int stride)
    {
        int[] pads = [x.Pads.Top, x.Pads.Left, x.Pads.Bottom, x.Pads.Right];
        string auto = node.Text("auto_pad", "NOTSET");
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            for (int axis = 0; axis < 2; axis++)
            {
                int size = (axis == 0 ? x.Shape.H : x.Shape.W) + pads[axis] + pads[axis + 2],
                    outputs = (size + stride - 1) / stride;
                int all = Math.Max(0, ((outputs - 1) * stride) + kernel[axis] - size),
                    less = all / 2;
                pads[axis] += auto == "SAME_UPPER" ? less : all - less;
                pads[axis + 2] += auto == "SAME_UPPER" ? all - less : less;
            }
        }
        else if (auto == "NOTSET" && node.Integers("pads") is { } own)
        {
            pads = [.. pads.Zip(own, (a, b) => a + b)];
        }

        return pads.All(p => p >= 0) ? pads : throw Unsupported(node, "with negative padding");
    }

    private MapValue BatchNorm(OnnxNode node, MapValue x, OnnxTensor?[] constants)
    {
        if (
            node.Integer("training_mode", 0) != 0
            || constants.Length < 5
            || constants.Skip(1).Take(4).Any(c => c is null || c.Values.Length != x.Shape.C)
            || (x.Order == AxisOrder.ChannelsLast && x.Shape.Count != x.Shape.C)
        )
        {
            throw Unsupported(node, "in training mode, or without one constant per channel");
        }

        return Normalise(
            node,
            x,
            constants[1]!.Floats,
            constants[2]!.Floats,
            constants[3]!.Floats,
            constants[4]!.Floats,
            node.Float("epsilon", 1e-5)
        );
    }

    private MapValue Normalise(
        OnnxNode node,
        MapValue x,
        float[] gamma,
        float[] beta,
        float[] mean,
        float[] variance,
        double epsilon
    )
    {
        if (x.Layer is null)
        {
            // y = g·x + b of the pixels: another offset and scale.
            double[] g = [.. gamma.Select((v, c) => v / Math.Sqrt(variance[c] + epsilon))],
                b = [.. beta.Select((v, c) => v - (g[c] * mean[c]))];
            if (_begun || g.Any(v => v == 0))
            {
                throw Unsupported(node, "on the image");
            }

            _scale = new PixelScale(
                [.. _scale.Offset.Select((o, c) => o - (b[c] / g[c] * _scale.Scale[c]))],
                [.. _scale.Scale.Select((s, c) => s / g[c])]
            );
            return x;
        }

        int n = gamma.Length;
        string name = _layers.Add(
            "batchNorm",
            x.Layer,
            [("epsilon", epsilon)],
            ("gamma", gamma, [n]),
            ("beta", beta, [n]),
            ("mean", mean, [n]),
            ("variance", variance, [n])
        );
        return x with { Layer = name };
    }

    private MapValue Relu(OnnxNode node, MapValue x) =>
        x.Layer is null ? throw Unsupported(node, "on the image") : x with { Layer = _layers.Add("relu", x.Layer, []) };

    private MapValue Clip(OnnxNode node, MapValue x, OnnxTensor?[] constants)
    {
        double least =
            node.Attributes.ContainsKey("min") ? node.Float("min", 0)
            : constants.Length > 1 && constants[1] is { } a ? a.Values[0]
            : double.NegativeInfinity;
        double most =
            node.Attributes.ContainsKey("max") ? node.Float("max", 0)
            : constants.Length > 2 && constants[2] is { } b ? b.Values[0]
            : double.PositiveInfinity;
        return least == 0 && most >= 1e30
            ? Relu(node, x)
            : throw Unsupported(
                node,
                FormattableString.Invariant($"to {least} … {most}; 0 and no upper end, a ReLU, is (ReLU6: train with ReLU)")
            );
    }

    private MapValue Pool(OnnxNode node, MapValue x)
    {
        int[] kernel = node.Integers("kernel_shape") ?? throw Unsupported(node, "without a window"),
            strides = node.Integers("strides") ?? [1, 1];
        if (
            x.IsFlat
            || x.Order == AxisOrder.ChannelsLast
            || x.Layer is null
            || kernel.Length != 2
            || (node.Integers("dilations") ?? [1, 1]).Any(v => v != 1)
            || Pads(node, x, kernel, strides[0]).Any(p => p != 0)
        )
        {
            throw Unsupported(node, "with padding, dilations, or on the image itself");
        }

        if (kernel[0] == x.Shape.H && kernel[1] == x.Shape.W)
        {
            return Global(node, x, node.Operation == "MaxPool");
        }

        if (kernel[0] != kernel[1] || strides[0] != strides[1])
        {
            throw Unsupported(
                node,
                $"with a window of {string.Join("×", kernel)} and strides {string.Join("×", strides)}; squares are"
            );
        }

        bool up = node.Integer("ceil_mode", 0) != 0;
        string name = _layers.Add(
            node.Operation == "MaxPool" ? "maxPool" : "averagePool",
            x.Layer,
            [("kernel", kernel[0]), ("stride", strides[0]), ("rounding", up ? "up" : "down")]
        );
        int Size(int n) => ((n - kernel[0] + (up ? strides[0] - 1 : 0)) / strides[0]) + 1;
        return Size(x.Shape.H) > 0 && Size(x.Shape.W) > 0
            ? x with
            {
                Layer = name,
                Shape = new Shape(Size(x.Shape.H), Size(x.Shape.W), x.Shape.C),
            }
            : throw Unsupported(node, $"on a map of {x.Shape}");
    }

    private MapValue Global(OnnxNode node, MapValue x, bool max) =>
        x.IsFlat || x.Layer is null
            ? throw Unsupported(node, "on the image itself, or on values in a row")
            : x with
            {
                Layer = _layers.Add(max ? "maxPool" : "averagePool", x.Layer, [("global", true)]),
                Shape = new Shape(1, 1, x.Shape.C),
            };

    private MapValue ReduceMean(OnnxNode node, MapValue x, OnnxTensor?[] constants)
    {
        int[] axes =
        [
            .. (node.Integers("axes") ?? (constants.Length > 1 ? constants[1]?.Integers : null) ?? [])
                .Select(a => a < 0 ? a + 4 : a)
                .Order(),
        ];
        int[] spatial = x.Order == AxisOrder.ChannelsFirst ? [2, 3] : [1, 2];
        MapValue mean = axes.SequenceEqual(spatial)
            ? Global(node, x, max: false)
            : throw Unsupported(node, $"over the axes {string.Join(", ", axes)}; height and width are");
        return node.Integer("keepdims", 1) == 1 ? mean : mean with { IsFlat = true };
    }

    private MapValue Gemm(OnnxNode node, MapValue x, OnnxTensor?[] constants)
    {
        double alpha = node.Float("alpha", 1),
            beta = node.Float("beta", 1);
        if (node.Integer("transA", 0) != 0 || constants[1] is not { } weight)
        {
            throw Unsupported(node, "with transA, or without constant weights");
        }

        bool transposed = node.Integer("transB", 0) != 0;
        int outputs = weight.Dimensions[transposed ? 0 : 1];
        OnnxTensor? bias = constants.Length > 2 ? constants[2] : null;
        if (bias is not null && bias.Values.Length != 1 && bias.Values.Length != outputs)
        {
            throw Unsupported(node, $"with a bias of ({string.Join(", ", bias.Dimensions)})");
        }

        float[]? added = bias is null
            ? null
            : [.. Enumerable.Range(0, outputs).Select(o => (float)(beta * bias.Values[bias.Values.Length == 1 ? 0 : o]))];
        return Dense(
            node,
            x,
            alpha == 1 ? weight : weight with { Values = [.. weight.Values.Select(v => alpha * v)] },
            transposed,
            added
        );
    }

    private MapValue Dense(OnnxNode node, MapValue x, OnnxTensor weight, bool transposed, float[]? bias)
    {
        if (
            weight.Dimensions.Count != 2
            || !(x.IsFlat || x.Shape.Count == x.Shape.C)
            || weight.Dimensions[transposed ? 1 : 0] != x.Shape.Count
        )
        {
            throw Unsupported(
                node,
                $"with weights of ({string.Join(", ", weight.Dimensions)}) on ({string.Join(", ", x.Dimensions)})"
            );
        }

        int outputs = weight.Dimensions[transposed ? 0 : 1],
            inputs = x.Shape.Count;
        float[] of = new float[outputs * inputs];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                of[(o * inputs) + x.ToHwc(i)] = (float)weight.Values[transposed ? (o * inputs) + i : (i * outputs) + o];
            }
        }

        float[] added = bias ?? new float[outputs];
        if (x.Layer is null)
        {
            FoldPixels(node, of, added, x.Shape.C);
        }

        return DenseLayer(x, of, outputs, added);
    }

    private MapValue DenseLayer(MapValue x, float[] weight, int outputs, float[] bias) =>
        new(
            _layers.Add("dense", x.Layer, [], ("weight", weight, [outputs, x.Shape.Count]), ("bias", bias, [outputs])),
            new Shape(1, 1, outputs),
            x.Order,
            IsFlat: true
        );

    private MapValue Sum(OnnxNode node, MapValue a, MapValue b) =>
        a.Shape == b.Shape && a.Order == b.Order && a.IsFlat == b.IsFlat && a.Layer is not null && b.Layer is not null
            ? a with
            {
                Layer = _layers.Add("add", null, [("inputs", new JsonArray(a.Layer, b.Layer))]),
            }
            : throw Unsupported(node, $"of ({string.Join(", ", a.Dimensions)}) and ({string.Join(", ", b.Dimensions)})");

    // A constant a channel, or one for all, added or multiplied.
    private MapValue Affine(OnnxNode node, MapValue?[] maps, OnnxTensor?[] constants)
    {
        MapValue x = maps[0] ?? maps[1]!;
        OnnxTensor k = constants[maps[0] is null ? 0 : 1] ?? throw Unsupported(node, "of two maps");
        int channels = x.Shape.C;
        bool perChannel = k.Values.Length == channels && (x.Shape.Count == channels || ChannelAxis(k, x));
        if (!perChannel && k.Values.Length != 1)
        {
            throw Unsupported(
                node,
                $"with a constant of ({string.Join(", ", k.Dimensions)}) on ({string.Join(", ", x.Dimensions)})"
            );
        }

        float[] values = [.. Enumerable.Range(0, channels).Select(c => (float)k.Values[perChannel ? c : 0])],
            ones = [.. Enumerable.Repeat(1f, channels)],
            zeros = new float[channels];
        bool first = maps[0] is null;
        (float[] gamma, float[] beta) = (node.Operation, first) switch
        {
            ("Add", _) => (ones, values),
            ("Sub", false) => (ones, Array.ConvertAll(values, v => -v)),
            ("Sub", true) => (Array.ConvertAll(ones, v => -v), values),
            ("Mul", _) => (values, zeros),
            ("Div", false) => (Array.ConvertAll(values, v => 1 / v), zeros),
            _ => throw Unsupported(node, "by a map"),
        };
        if (
            node.Operation == "Add"
            && x.Layer is not null
            && _layers.Layers[^1]!.AsObject() is { } last
            && last["name"]!.GetValue<string>() == x.Layer
            && last["op"]!.GetValue<string>() is "dense" or "conv" or "depthwise"
        )
        {
            string tensor = last["bias"]!.GetValue<string>();
            _layers.Put(x.Layer, "bias", [.. _layers.Tensors[tensor].ToFloat32().Zip(values, (a, b) => a + b)], channels);
            return x;
        }

        return Normalise(node, x, gamma, beta, zeros, ones, 0);
    }

    private static bool ChannelAxis(OnnxTensor k, MapValue x)
    {
        int fromEnd =
            x.IsFlat ? 1
            : x.Order == AxisOrder.ChannelsFirst ? 3
            : 1;
        return k.Dimensions.Count >= fromEnd && k.Dimensions[^fromEnd] == x.Shape.C;
    }

    private static MapValue Flat(OnnxNode node, MapValue x, bool possible) =>
        possible || x.IsFlat ? x with { IsFlat = true } : throw Unsupported(node, $"of ({string.Join(", ", x.Dimensions)})");

    private static MapValue Reshape(OnnxNode node, MapValue x, OnnxTensor shape)
    {
        int[] to = ConstantFolder.Resolve(node, x.Dimensions, shape.Integers);
        return to.SequenceEqual(x.Dimensions) ? x
            : to is [1, var n] && n == x.Shape.Count ? x with { IsFlat = true }
            : x.Shape.Count == x.Shape.C && to.Length == 4 && to.Max() == x.Shape.C
                ? x with
                {
                    IsFlat = false,
                    Order = to[1] == x.Shape.C ? AxisOrder.ChannelsFirst : AxisOrder.ChannelsLast,
                }
            : throw Unsupported(node, $"of ({string.Join(", ", x.Dimensions)}) to ({string.Join(", ", to)}); (1, everything) is");
    }

    private static MapValue Transpose(OnnxNode node, MapValue x)
    {
        int[] order = node.Integers("perm") ?? [];
        return !x.IsFlat && order.SequenceEqual([0, 3, 1, 2]) && x.Order == AxisOrder.ChannelsLast
                ? x with
                {
                    Order = AxisOrder.ChannelsFirst,
                }
            : !x.IsFlat && order.SequenceEqual([0, 2, 3, 1]) && x.Order == AxisOrder.ChannelsFirst
                ? x with
                {
                    Order = AxisOrder.ChannelsLast,
                }
            : throw Unsupported(
                node,
                $"({string.Join(", ", order)}) of ({string.Join(", ", x.Dimensions)}); between NCHW and NHWC is"
            );
    }

    private static MapValue Pad(OnnxNode node, MapValue x, OnnxTensor?[] constants)
    {
        int[] pads =
            node.Integers("pads")
            ?? (constants.Length > 1 ? constants[1]?.Integers : null)
            ?? throw Unsupported(node, "without constant widths");
        double value =
            node.Attributes.ContainsKey("value") ? node.Float("value", 0)
            : constants.Length > 2 && constants[2] is { } v ? v.Values[0]
            : 0;
        bool first = x.Order == AxisOrder.ChannelsFirst;
        int h = first ? 2 : 1,
            w = first ? 3 : 2;
        bool plain =
            pads.Length == 8
            && node.Text("mode", "constant") == "constant"
            && value == 0
            && !x.IsFlat
            && constants.Length < 4
            && Enumerable.Range(0, 8).All(i => pads[i] >= 0 && (pads[i] == 0 || i % 4 == h || i % 4 == w));
        return plain
            ? x with
            {
                Pads = (x.Pads.Top + pads[h], x.Pads.Left + pads[w], x.Pads.Bottom + pads[h + 4], x.Pads.Right + pads[w + 4]),
            }
            : throw Unsupported(node, "of other axes than height and width, or with other values than 0");
    }
}
