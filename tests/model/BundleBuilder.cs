// Bundles with random weights for tests: a manifest and its tensors, built layer by layer.
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoCoopNet.Model.Tests;

/// <summary>The layers of one network, with shapes followed along.</summary>
internal sealed class NetBuilder(string key, Shape input, Dictionary<string, NpyArray> tensors, Random random)
{
    public JsonArray Layers { get; } = [];

    public Shape Shape { get; private set; } = input;

    public NetBuilder Conv(
        int channels,
        int kernel,
        int stride = 1,
        bool same = true,
        bool bias = false,
        bool relu = false,
        string? name = null
    )
    {
        double size = Math.Sqrt(2.0 / (kernel * kernel * Shape.C));
        End(Window("conv", channels, Shape.C, kernel, stride, same, size, name), bias, relu);
        return this;
    }

    /// <summary>Each channel by its own filter.</summary>
    public NetBuilder Depthwise(int kernel, int stride = 1, bool same = true, bool bias = false, bool relu = false)
    {
        End(Window("depthwise", Shape.C, 1, kernel, stride, same, Math.Sqrt(2.0) / kernel, null), bias, relu);
        return this;
    }

    public NetBuilder BinaryConv(int channels, int kernel, int stride = 1, bool same = true, bool alpha = false)
    {
        JsonObject layer = Window("binaryConv", channels, Shape.C, kernel, stride, same, 0.5, null);
        if (alpha)
        {
            layer["alpha"] = Put(
                "alpha",
                Enumerable.Range(0, channels).Select(_ => (float)(0.1 + random.NextDouble())).ToArray(),
                channels
            );
        }

        return this;
    }

    /// <summary>Batch norm whose statistics suit inputs of that size; some γ are negative, and with <paramref name="extreme"/>
    /// some are 0 or tiny.</summary>
    public NetBuilder BatchNorm(double size, bool extreme = false)
    {
        float[] gamma = Values(1, Shape.C),
            beta = Values(0.3, Shape.C),
            mean = Values(size / 3, Shape.C);
        float[] variance = Enumerable.Range(0, Shape.C).Select(_ => (float)(size * size * (0.5 + random.NextDouble()))).ToArray();
        for (int c = 0; c < Shape.C && extreme; c += 5)
        {
            gamma[c] = c % 2 == 0 ? 0 : 1e-7f;
        }

        JsonObject layer = Add("batchNorm", null);
        layer["gamma"] = Put("gamma", gamma, Shape.C);
        layer["beta"] = Put("beta", beta, Shape.C);
        layer["mean"] = Put("mean", mean, Shape.C);
        layer["variance"] = Put("variance", variance, Shape.C);
        layer["epsilon"] = 1e-5;
        return this;
    }

    public NetBuilder Simple(string op, string? name = null)
    {
        Add(op, name);
        return this;
    }

    public NetBuilder Pool(string op, int kernel, int stride, string rounding)
    {
        JsonObject layer = Add(op, null);
        layer["kernel"] = kernel;
        layer["stride"] = stride;
        layer["rounding"] = rounding;
        bool up = rounding == "up";
        Shape = new Shape(
            LayerGeometry.PoolOut(Shape.H, kernel, stride, up),
            LayerGeometry.PoolOut(Shape.W, kernel, stride, up),
            Shape.C
        );
        return this;
    }

    public NetBuilder GlobalPool(string op)
    {
        Add(op, null)["global"] = true;
        Shape = new Shape(1, 1, Shape.C);
        return this;
    }

    public NetBuilder Dense(int units, bool relu = false, string? name = null)
    {
        JsonObject layer = Add("dense", name);
        layer["weight"] = Tensor("weight", 1 / Math.Sqrt(Shape.Count), units, Shape.Count);
        layer["bias"] = Tensor("bias", 0.1, units);
        layer["relu"] = relu;
        Shape = new Shape(1, 1, units);
        return this;
    }

    public NetBuilder AddOf(string a, string b, bool relu, string? name = null)
    {
        JsonObject layer = Add("add", name);
        layer["inputs"] = new JsonArray(a, b);
        layer["relu"] = relu;
        return this;
    }

    /// <summary>The next layer reads that one, whose shape is <paramref name="shape"/>.</summary>
    public NetBuilder From(string name, Shape shape)
    {
        (_from, Shape) = (name, shape);
        return this;
    }

    private string? _from;

    private void End(JsonObject layer, bool bias, bool relu)
    {
        if (bias)
        {
            layer["bias"] = Tensor("bias", 0.3, Shape.C);
        }

        layer["relu"] = relu;
    }

    // depth: channels that a filter reads.
    private JsonObject Window(string op, int channels, int depth, int kernel, int stride, bool same, double size, string? name)
    {
        JsonObject layer = Add(op, name);
        layer["weight"] = Tensor("weight", size, channels, kernel, kernel, depth);
        layer["stride"] = stride;
        layer["padding"] = same ? "same" : "valid";
        Shape = new Shape(
            LayerGeometry.ConvOut(Shape.H, kernel, stride, same),
            LayerGeometry.ConvOut(Shape.W, kernel, stride, same),
            channels
        );
        return layer;
    }

    private JsonObject Add(string op, string? name)
    {
        JsonObject layer = new() { ["op"] = op };
        if (name is not null)
        {
            layer["name"] = name;
        }

        if (_from is not null)
        {
            layer["input"] = _from;
            _from = null;
        }

        Layers.Add(layer);
        return layer;
    }

    private string Tensor(string field, double size, params int[] shape) =>
        Put(field, Values(size, shape.Aggregate(1, (a, b) => a * b)), shape);

    private string Put(string field, float[] values, params int[] shape)
    {
        string name = $"{key}.{Layers.Count - 1}.{field}";
        tensors[name] = NpyArray.Of(values, shape);
        return name;
    }

    private float[] Values(double size, int count) =>
        Enumerable.Range(0, count).Select(_ => (float)(size * SignThresholdTests.Normal(random))).ToArray();
}

/// <summary>A whole bundle.</summary>
internal sealed class BundleBuilder
{
    public BundleBuilder(Random random, Shape input, int classes, string form = "coopnet", int images = 96)
    {
        Input = input;
        byte[] calibration = new byte[images * input.Count];
        random.NextBytes(calibration);
        Tensors["calibration"] = NpyArray.Of(calibration, images, input.H, input.W, input.C);
        Bnn = new NetBuilder("bnn", input, Tensors, random);
        Int8 = new NetBuilder("int8", input, Tensors, random);
        Manifest = new JsonObject
        {
            ["format"] = "nanocoop-tensors",
            ["version"] = 1,
            ["name"] = "test",
            ["form"] = form,
            ["input"] = new JsonObject
            {
                ["height"] = input.H,
                ["width"] = input.W,
                ["channels"] = input.C,
                ["preprocessing"] = new JsonObject { ["kind"] = "none" },
            },
            ["classes"] = new JsonArray(Enumerable.Range(0, classes).Select(c => (JsonNode)$"class {c}").ToArray()),
            ["calibration"] = "calibration",
            ["networks"] = new JsonObject
            {
                ["bnn"] = new JsonObject { ["temperature"] = 1.25, ["layers"] = Bnn.Layers },
                ["int8"] = new JsonObject { ["temperature"] = 1, ["layers"] = Int8.Layers },
            },
        };
    }

    public Shape Input { get; }

    public Dictionary<string, NpyArray> Tensors { get; } = [];

    public JsonObject Manifest { get; }

    public NetBuilder Bnn { get; private set; }

    public NetBuilder Int8 { get; private set; }

    /// <summary>Gives both networks a shared stem; their layers come after that.</summary>
    public BundleBuilder Stem(Action<NetBuilder> layers, Random random)
    {
        NetBuilder stem = new("stem", Input, Tensors, random);
        layers(stem);
        Bnn = new NetBuilder("bnn", stem.Shape, Tensors, random);
        Int8 = new NetBuilder("int8", stem.Shape, Tensors, random);
        Manifest["networks"]!["stem"] = new JsonObject { ["layers"] = stem.Layers };
        Manifest["networks"]!["bnn"]!["layers"] = Bnn.Layers;
        Manifest["networks"]!["int8"]!["layers"] = Int8.Layers;
        return this;
    }

    /// <summary>Adds the glue over so many values.</summary>
    public BundleBuilder Glue(int values, int classes, Random random)
    {
        NetBuilder glue = new("glue", new Shape(1, 1, values), Tensors, random);
        glue.Simple("concat").Dense(classes);
        Manifest["networks"]!["glue"] = new JsonObject { ["temperature"] = 0.9, ["layers"] = glue.Layers };
        return this;
    }

    /// <summary>The bundle as the quantiser reads it.</summary>
    public TensorBundle Build() => ManifestReader.Read(Manifest.ToJsonString(), new BundleTensors(Tensors));

    /// <summary>The same through files.</summary>
    public TensorBundle BuildIn(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, TensorBundle.ManifestName),
            Manifest.ToJsonString(new JsonSerializerOptions { WriteIndented = true })
        );
        NpzFile.Write(Path.Combine(folder, TensorBundle.TensorsName), Tensors);
        return TensorBundle.Read(folder);
    }
}
