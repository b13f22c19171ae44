// ONNX Runtime is the judge: what the bundle's float network answers to bytes is what ONNX Runtime answers to the same pixels.
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using NanoCoopNet.Model;

namespace NanoCoopNet.Import.Tests;

[TestClass]
public sealed class OnnxImportTests
{
    private static readonly PixelScale Unit = new([0], [255]),
        Centred = new([128], [128]);

    private readonly string _folder = Directory.CreateTempSubdirectory("nanocoop-onnx").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("plain", 7)]
    [DataRow("plain", 13)]
    [DataRow("residual", 17)]
    [DataRow("keras", 13)]
    [DataRow("dynamic", 13)]
    [DataRow("stride", 13)]
    [DataRow("averages", 13)]
    [DataRow("separable", 13)]
    public void TheFloatAnswersAreOnnxRuntimes(string kind, int opset)
    {
        foreach (PixelScale scale in new[] { Centred, Unit })
        {
            Compare(Network(kind, opset), scale, kind);
        }
    }

    [TestMethod]
    public void CalibrationTakesTheTrainingImagesOfADataSet()
    {
        File.WriteAllBytes(At("model.onnx"), Network("plain", 13));
        IReadOnlyDictionary<string, NpyArray> images = NpzFile.Read(Images(12, 12));
        NpzFile.Write(
            At("set.npz"),
            new Dictionary<string, NpyArray>
            {
                ["test_x"] = NpyArray.Of(new byte[80 * 432], 80, 12, 12, 3),
                ["train_x"] = images["x"],
            }
        );
        OnnxImport.Run(At("model.onnx"), At("bundle"), Centred, At("set.npz"), null, null);
        Dataset calibration = TensorBundle.Read(At("bundle")).Calibration;
        Assert.IsTrue(calibration.Sample(1).Span.SequenceEqual(images["x"].Data.Span[432..864]));
    }

    [TestMethod]
    public void ChannelsOfTheirOwnMeanAndDeviation() =>
        Compare(Network("valid", 13), new PixelScale([123.7, 116.3, 103.5], [58.4, 57.1, 57.4]), "valid");

    [TestMethod]
    public void WeightsInAFileBesideTheModel()
    {
        OnnxBuilder b = new();
        string w = b.External("weights.bin", 4, 3, 3, 3);
        string flat = b.Node("Flatten", [b.Node("Relu", [b.Node("Conv", ["x", w], ("pads", new[] { 1, 1, 1, 1 }))])]);
        byte[] model = b.Build(b.Node("Gemm", [flat, b.Weight(10, 576), b.Weight(10)], ("transB", 1)));
        float[] weights = [.. Enumerable.Range(0, 108).Select(i => (float)Math.Sin(i))];
        File.WriteAllBytes(Path.Combine(_folder, "weights.bin"), [.. weights.SelectMany(BitConverter.GetBytes)]);
        Compare(model, Centred, "external");
        File.Delete(Path.Combine(_folder, "weights.bin"));
        Refused("externalData", "weights.bin", model);
        OnnxBuilder outside = new();
        Refused(
            "externalData",
            "outside the model's folder",
            outside.Build(outside.Node("Conv", ["x", outside.External("../secret.bin", 4, 3, 3, 3)]))
        );
    }

    [TestMethod]
    public void WhatTheEngineHasNotIsRefusedByName()
    {
        OnnxBuilder b = new();
        Refused("unsupportedOp", "Sigmoid, Erf", b.Build(b.Node("Erf", [b.Node("Sigmoid", ["x"])])));
        b = new();
        Refused("unsupportedForm", "on the image", b.Build(b.Node("Conv", ["x", b.Weight(3, 1, 3, 3)], ("group", 3))));
        b = new();
        string four = b.Node("Conv", ["x", b.Weight(4, 3, 3, 3)]);
        Refused("unsupportedForm", "2 groups for 4", b.Build(b.Node("Conv", [four, b.Weight(4, 2, 3, 3)], ("group", 2))));
        b = new();
        four = b.Node("Conv", ["x", b.Weight(4, 3, 3, 3)]);
        Refused("unsupportedForm", "8 filters", b.Build(b.Node("Conv", [four, b.Weight(8, 1, 3, 3)], ("group", 4))));
        b = new() { InputType = 7 };
        Refused("badInput", "int64", b.Build(b.Node("Relu", ["x"])));
        b = new() { Dynamic = 2 };
        Refused("badInput", "?", b.Build(b.Node("Relu", ["x"])));
        b = new();
        Refused("badOutput", "not in a dense layer", b.Build(b.Node("Conv", ["x", b.Weight(4, 3, 3, 3)])));
        b = new(6);
        Refused("badOpset", "opset 6", b.Build(b.Node("Relu", ["x"])));
        b = new();
        Refused(
            "unsupportedForm",
            "clip",
            b.Build(b.Node("Clip", [b.Node("Conv", ["x", b.Weight(4, 3, 3, 3)]), b.Scalar(0), b.Scalar(6)]))
        );
        Refused("notOnnx", "model.onnx", "no protocol buffer"u8.ToArray());
        Refused("notOnnx", "model.onnx", Network("plain", 13)[..400]);
    }

    [TestMethod]
    public void ABundleIsQuantisedAndTheStandInNeverAnswers()
    {
        File.WriteAllBytes(At("model.onnx"), Network("plain", 13));
        OnnxImport.Run(
            At("model.onnx"),
            At("bundle"),
            Centred,
            Images(12, 12),
            null,
            ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
        );
        QuantiseResult made = Quantiser.Quantise(TensorBundle.Read(At("bundle")));
        Assert.AreEqual(ModelForm.CoopNet, BlobReader.Read(made.Blob).Header.Form);
    }

    // Debian's libonnx-testdata, or a folder of that shape.
    [TestMethod]
    public void OperatorsOwnVectors()
    {
        string root = Environment.GetEnvironmentVariable("NANOCOOP_ONNX_TESTDATA") ?? "/usr/share/libonnx-testdata/data/node";
        if (!Directory.Exists(root))
        {
            throw new AssertInconclusiveException(
                "no vectors of ONNX's operators: Debian's libonnx-testdata, or NANOCOOP_ONNX_TESTDATA names its folder data/node"
            );
        }

        Dictionary<string, int> judged = [];
        int refused = 0;
        foreach (string folder in Directory.GetDirectories(root).Order())
        {
            string name = Path.GetFileName(folder);
            try
            {
                OnnxModel model = OnnxReader.Read(Path.Combine(folder, "model.onnx"), least: 1);
                if (Judge(model, Path.Combine(folder, "test_data_set_0"), name))
                {
                    string operation = model.Nodes[0].Operation;
                    judged[operation] = judged.GetValueOrDefault(operation) + 1;
                }
            }
            catch (ImportException e)
            {
                refused++;
                Assert.IsGreaterThan(20, e.Message.Length + e.Hint.Length, folder);
            }
        }

        Console.WriteLine($"equal: {string.Join(", ", judged.Select(j => $"{j.Key} {j.Value}"))}; refused by name: {refused}");
        foreach (
            string operation in new[]
            {
                "Conv",
                "BatchNormalization",
                "MaxPool",
                "AveragePool",
                "GlobalAveragePool",
                "GlobalMaxPool",
                "Gemm",
            }
        )
        {
            Assert.IsGreaterThan(0, judged.GetValueOrDefault(operation), operation);
        }
    }

    // True where the operator was run and gave its vector; false where its input is no image and no row of numbers.
    private static bool Judge(OnnxModel model, string data, string name)
    {
        OnnxTensor[] inputs =
        [
            .. Enumerable
                .Range(0, 9)
                .Select(i => Path.Combine(data, $"input_{i}.pb"))
                .TakeWhile(File.Exists)
                .Select(OnnxReader.ReadTensor),
        ];
        string output = Path.Combine(data, "output_0.pb");
        if (
            inputs.Length == 0
            || inputs[0].Dimensions.Count is not (2 or 4)
            || inputs.Length > model.Inputs.Count
            || !File.Exists(output)
            || model.Inputs[0].Type != 1
        )
        {
            return false;
        }

        OnnxTensor x = inputs[0],
            wanted = OnnxReader.ReadTensor(output);
        Dictionary<string, OnnxTensor> constants = new(model.Constants);
        for (int i = 1; i < inputs.Length; i++)
        {
            constants[model.Inputs[i].Name] = inputs[i];
        }

        bool flat = x.Dimensions.Count == 2;
        int batch = x.Dimensions[0],
            length = x.Values.Length / batch;
        Shape shape = flat ? new Shape(1, 1, x.Dimensions[1]) : new Shape(x.Dimensions[2], x.Dimensions[3], x.Dimensions[1]);
        (BundleLayers layers, MapValue value) = GraphImporter.ReadOperators(
            model with
            {
                Constants = constants,
                Inputs = [model.Inputs[0]],
            },
            shape,
            flat
        );
        if (layers.Layers.Count < 2 || wanted.Values.Length != batch * value.Shape.Count)
        {
            return false;
        }

        int count = value.Shape.Count;
        layers.Add(
            "dense",
            value.Layer,
            [],
            ("weight", [.. Enumerable.Range(0, count * count).Select(i => i / count == i % count ? 1f : 0f)], [count, count])
        );
        string json = new System.Text.Json.Nodes.JsonObject { ["temperature"] = 1.0, ["layers"] = layers.Layers }.ToJsonString();
        FloatNet net = new NetworkReader(new BundleTensors(layers.Tensors), count).Read(
            new JsonFields(System.Text.Json.JsonDocument.Parse(json).RootElement, name),
            NetKind.Int8,
            shape
        );
        MapValue from = new(null, shape, AxisOrder.ChannelsFirst);
        float[] values = new float[x.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[(i / length * length) + from.ToHwc(i % length)] = (float)x.Values[i];
        }

        Batch result = FloatRunner.Run(net, new Batch(shape, values), new HashSet<int> { net.Layers.Count - 1 })[
            net.Layers.Count - 1
        ];
        for (int i = 0; i < wanted.Values.Length; i++)
        {
            double actual = result.Image(i / count)[value.ToHwc(i % count)];
            Assert.AreEqual(wanted.Values[i], actual, 1e-4 * Math.Max(1, Math.Abs(wanted.Values[i])), $"{name}, value {i}");
        }

        return true;
    }

    private static byte[] Network(string kind, int opset)
    {
        OnnxBuilder b = new(opset);
        int[] same = [1, 1, 1, 1];
        switch (kind)
        {
            case "plain":
            {
                string c = b.Node("Conv", ["x", b.Weight(8, 3, 3, 3), b.Weight(8)], ("pads", same));
                c = b.Node("BatchNormalization", [c, b.Weight(8), b.Weight(8), b.Weight(8), b.Weight(true, 8)]);
                c = b.Node("MaxPool", [b.Node("Relu", [c])], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
                c = b.Node("Relu", [b.Node("Conv", [c, b.Weight(8, 8, 3, 3)], ("pads", same))]);
                return b.Build(
                    b.Node("Softmax", [b.Node("Gemm", [b.Node("Flatten", [c]), b.Weight(10, 288), b.Weight(10)], ("transB", 1))])
                );
            }

            case "valid":
            {
                string c = b.Node("Relu", [b.Node("Conv", ["x", b.Weight(6, 3, 5, 5), b.Weight(6)])]);
                return b.Build(b.Node("Gemm", [b.Node("Flatten", [c]), b.Weight(384, 10), b.Weight(10)]));
            }

            case "separable":
            {
                string c = b.Node("Relu", [b.Node("Conv", ["x", b.Weight(8, 3, 3, 3), b.Weight(8)], ("pads", same))]);
                foreach (int stride in new[] { 1, 2 })
                {
                    c = b.Node(
                        "Conv",
                        [c, b.Weight(8, 1, 3, 3)],
                        ("pads", same),
                        ("group", 8),
                        ("strides", new[] { stride, stride })
                    );
                    c = b.Node("BatchNormalization", [c, b.Weight(8), b.Weight(8), b.Weight(8), b.Weight(true, 8)]);
                    c = b.Node("Relu", [b.Node("Conv", [b.Node("Relu", [c]), b.Weight(8, 8, 1, 1), b.Weight(8)])]);
                }

                c = b.Node(
                    "Conv",
                    [c, b.Weight(8, 1, 3, 3), b.Weight(8)],
                    ("auto_pad", "SAME_UPPER"),
                    ("group", 8),
                    ("strides", new[] { 2, 2 })
                );
                c = b.Node("GlobalAveragePool", [b.Node("Relu", [c])]);
                return b.Build(b.Node("Gemm", [b.Node("Flatten", [c]), b.Weight(10, 8), b.Weight(10)], ("transB", 1)));
            }

            case "residual":
            {
                string a = b.Node("Relu", [b.Node("Conv", ["x", b.Weight(8, 3, 3, 3), b.Weight(8)], ("pads", same))]);
                string c = b.Node(
                    "Conv",
                    [b.Node("Relu", [b.Node("Conv", [a, b.Weight(8, 8, 3, 3)], ("pads", same))]), b.Weight(8, 8, 3, 3)],
                    ("pads", same)
                );
                c = b.Node("GlobalAveragePool", [b.Node("Relu", [b.Node("Add", [c, a])])]);
                return b.Build(b.Node("Gemm", [b.Node("Flatten", [c]), b.Weight(10, 8), b.Weight(10)], ("transB", 1)));
            }

            case "keras":
            {
                b.Input = [1, 12, 12, 3];
                string c = b.Node("Transpose", ["x"], ("perm", new[] { 0, 3, 1, 2 }));
                c = b.Node("Relu", [b.Node("Conv", [c, b.Weight(8, 3, 3, 3)], ("pads", same))]);
                c = b.Node("Reshape", [b.Node("Transpose", [c], ("perm", new[] { 0, 2, 3, 1 })), b.Integers(-1, 1152)]);
                return b.Build(b.Node("Add", [b.Node("MatMul", [c, b.Weight(1152, 10)]), b.Weight(10)]));
            }

            case "dynamic":
            {
                b.Dynamic = 0;
                string c = b.Node(
                    "Relu",
                    [b.Node("Conv", [b.Node("Pad", ["x", b.Integers(0, 0, 1, 1, 0, 0, 1, 1)]), b.Weight(8, 3, 3, 3)])]
                );
                string n = b.Node("Unsqueeze", [b.Node("Gather", [b.Node("Shape", [c]), b.Integers(0)]), b.Integers(0)]);
                n = b.Node("Concat", [b.Node("Squeeze", [n, b.Integers(0)]), b.Integers(-1)], ("axis", 0));
                return b.Build(b.Node("Gemm", [b.Node("Reshape", [c, n]), b.Weight(10, 1152), b.Weight(10)], ("transB", 1)));
            }

            case "stride":
            {
                string c = b.Node("Relu", [b.Node("Conv", ["x", b.Weight(8, 3, 3, 3)], ("pads", same))]);
                c = b.Node(
                    "Relu",
                    [
                        b.Node(
                            "Conv",
                            [c, b.Weight(8, 8, 3, 3), b.Weight(8)],
                            ("auto_pad", "SAME_UPPER"),
                            ("strides", new[] { 2, 2 })
                        ),
                    ]
                );
                c = b.Node("Relu", [b.Node("Conv", [c, b.Weight(4, 8, 2, 2)], ("pads", new[] { 0, 0, 1, 1 }))]);
                return b.Build(b.Node("Gemm", [b.Node("Flatten", [c]), b.Weight(10, 144), b.Weight(10)], ("transB", 1)));
            }

            default:
            {
                string c = b.Node(
                    "Relu",
                    [
                        b.Node(
                            "Mul",
                            [b.Node("Conv", ["x", b.Weight(8, 3, 3, 3), b.Weight(8)], ("pads", same)), b.Weight(1, 8, 1, 1)]
                        ),
                    ]
                );
                c = b.Node("AveragePool", [c], ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 1));
                c = b.Node("Clip", [b.Node("Conv", [c, b.Weight(10, 8, 1, 1)]), b.Scalar(0)]);
                c = b.Node("Conv", [c, b.Weight(10, 10, 6, 6), b.Weight(10)]);
                return b.Build(b.Node("Flatten", [c]));
            }
        }
    }

    private void Compare(byte[] model, PixelScale scale, string kind)
    {
        File.WriteAllBytes(At("model.onnx"), model);
        OnnxImport.Run(At("model.onnx"), At("bundle"), scale, Images(12, 12), null, null);
        TensorBundle bundle = TensorBundle.Read(At("bundle"));
        int last = bundle.Int8.Layers.Count - 1;
        Batch logits = FloatRunner.Run(bundle.Int8, Batch.OfImages(bundle.Calibration, 20), new HashSet<int> { last })[last];
        using InferenceSession session = new(At("model.onnx"));
        (string name, NodeMetadata about) = session.InputMetadata.First();
        bool channelsLast = about.Dimensions[3] == 3;
        NpyArray images = NpzFile.Read(At("images.npz"))["x"];
        for (int n = 0; n < 20; n++)
        {
            DenseTensor<float> x = new(channelsLast ? [1, 12, 12, 3] : [1, 3, 12, 12]);
            for (int i = 0; i < 432; i++)
            {
                (int y, int u, int c) = (i / 36, i / 3 % 12, i % 3);
                int s = scale.Offset.Length == 1 ? 0 : c;
                float value = (float)((images.Data.Span[(n * 432) + i] - scale.Offset[s]) / scale.Scale[s]);
                if (channelsLast)
                {
                    x[0, y, u, c] = value;
                }
                else
                {
                    x[0, c, y, u] = value;
                }
            }

            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> answer = session.Run([
                NamedOnnxValue.CreateFromTensor(name, x),
            ]);
            float[] expected = [.. answer[0].AsEnumerable<float>()],
                actual = logits.Image(n).ToArray();
            if (kind == "plain")
            {
                double most = actual.Max(),
                    sum = actual.Sum(v => Math.Exp(v - most));
                actual = [.. actual.Select(v => (float)(Math.Exp(v - most) / sum))];
            }

            double largest = Math.Max(1, expected.Max(Math.Abs));
            for (int c = 0; c < 10; c++)
            {
                Assert.AreEqual(expected[c], actual[c], 2e-4 * largest, $"{kind}, image {n}, logit {c}");
            }
        }
    }

    private void Refused(string code, string what, byte[] model)
    {
        File.WriteAllBytes(At("model.onnx"), model);
        ImportException e = Assert.ThrowsExactly<ImportException>(() =>
            OnnxImport.Run(At("model.onnx"), At("bundle"), Centred, Images(12, 12), null, null)
        );
        Assert.AreEqual(code, e.Name, e.Message);
        StringAssert.Contains(e.Message, what);
        Assert.IsFalse(
            Directory.Exists(At("bundle")) && File.Exists(Path.Combine(At("bundle"), "manifest.json")) && code != "externalData"
        );
    }

    private string Images(int height, int width)
    {
        byte[] x = new byte[80 * height * width * 3];
        new Random(3).NextBytes(x);
        NpzFile.Write(At("images.npz"), new Dictionary<string, NpyArray> { ["x"] = NpyArray.Of(x, 80, height, width, 3) });
        return At("images.npz");
    }

    private string At(string name) => Path.Combine(_folder, name);
}
