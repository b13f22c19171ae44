// A network of depthwise and 1×1 convolutions, quantised and run by the C engine, against ONNX Runtime on real samples: the
// spoken words of host-tools/models/keywords-demo.npz.
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using NanoCoopNet.Model;
using NanoCoopNet.Model.Tests;

namespace NanoCoopNet.Import.Tests;

[TestClass]
public sealed class SeparableNetworkTests
{
    private const int Side = 32,
        Words = 31,
        Features = 256;
    private const double LeastAlike = 0.95,
        LeastRight = 0.9; // of the float network, else its answers say little

    private readonly string _folder = Directory.CreateTempSubdirectory("nanocoop-separable").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    /// <summary>Convolutions are random; the dense layer is fitted to the samples by least squares, so that answers mean
    /// something.</summary>
    [TestMethod]
    public void QuantisedAnswersAreOnnxRuntimes()
    {
        Engine.Require();
        string data = SourceTree.PathOf("host-tools", "models", "keywords-demo.npz");
        IReadOnlyDictionary<string, NpyArray> demo = NpzFile.Read(data, ["x", "y"]);
        ReadOnlyMemory<byte> images = demo["x"].Data;
        byte[] labels = demo["y"].Data.ToArray();
        int count = labels.Length;
        double[][] features = Answers(Network(null), images, count);
        float[][] real =
        [
            .. Answers(Network(Fitted(features, labels)), images, count).Select(l => Array.ConvertAll(l, v => (float)v)),
        ];
        OnnxImport.Run(At("model.onnx"), At("bundle"), new PixelScale([128], [128]), data, null, null);
        byte[] blob = Quantiser.Quantise(TensorBundle.Read(At("bundle"))).Blob;
        ModelBlob model = BlobReader.Read(blob);
        Assert.AreEqual(2, model.Net(NetKind.Int8)!.Layers.Count(l => l.Op == LayerOp.Depthwise));
        using Engine engine = Engine.Open(blob);
        int alike = 0,
            right = 0,
            rightQuantised = 0;
        double signal = 0,
            noise = 0;
        for (int n = 0; n < count; n++)
        {
            double[] logits = engine.Logits(images.Span.Slice(n * Side * Side, Side * Side), model)[(int)NetKind.Int8]!;
            int answer = Array.IndexOf(real[n], real[n].Max()),
                quantised = Array.IndexOf(logits, logits.Max());
            alike += answer == quantised ? 1 : 0;
            right += answer == labels[n] ? 1 : 0;
            rightQuantised += quantised == labels[n] ? 1 : 0;
            signal += real[n].Sum(v => v * (double)v);
            noise += real[n].Zip(logits, (v, q) => (v - q) * (v - q)).Sum();
        }

        Console.WriteLine(
            $"of {count} words right: {right} by ONNX Runtime, {rightQuantised} quantised; {alike} answers alike, logits "
                + $"{LinearQuantiser.Decibel(signal, noise):F1} dB"
        );
        Assert.IsGreaterThanOrEqualTo(LeastRight, right / (double)count);
        Assert.IsGreaterThanOrEqualTo(LeastAlike, alike / (double)count);
    }

    // last: [Words][Features] of the dense layer; null: the network without it.
    private byte[] Network(float[]? last)
    {
        int[] same = [1, 1, 1, 1];
        OnnxBuilder b = new() { Input = [1, 1, Side, Side] };
        string c = Conv("x", 16, 1, 3, 2, 1);
        c = Conv(c, 16, 1, 3, 1, 16);
        c = Conv(c, 24, 16, 1, 1, 1);
        c = Conv(c, 24, 1, 3, 2, 24);
        c = Conv(c, 16, 24, 1, 1, 1);
        c = b.Node("AveragePool", [c], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        c = b.Node("Flatten", [c]);
        return b.Build(last is null ? c : b.Node("Gemm", [c, b.Values(last, Words, Features)], ("transB", 1)));

        string Conv(string input, int filters, int depth, int kernel, int stride, int groups) =>
            b.Node(
                "Relu",
                [
                    b.Node(
                        "Conv",
                        [input, b.Weight(filters, depth, kernel, kernel), b.Weight(filters)],
                        ("pads", kernel == 3 ? same : [0, 0, 0, 0]),
                        ("strides", new[] { stride, stride }),
                        ("group", groups)
                    ),
                ]
            );
    }

    // What ONNX Runtime answers to each image.
    private double[][] Answers(byte[] network, ReadOnlyMemory<byte> images, int count)
    {
        File.WriteAllBytes(At("model.onnx"), network);
        using InferenceSession session = new(At("model.onnx"));
        double[][] answers = new double[count][];
        for (int n = 0; n < count; n++)
        {
            float[] x = [.. images.Slice(n * Side * Side, Side * Side).ToArray().Select(v => (v - 128) / 128f)];
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> answer = session.Run([
                NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(x, [1, 1, Side, Side])),
            ]);
            answers[n] = [.. answer[0].AsEnumerable<float>().Select(v => (double)v)];
        }

        return answers;
    }

    // Least squares with a small weight on the coefficients' size: (F'F + s·1)·W = F'Y, Y = 1 for the word and 0 for others.
    private static float[] Fitted(double[][] f, byte[] labels)
    {
        Assert.AreEqual(Features, f[0].Length);
        double[][] system = [.. Enumerable.Range(0, Features).Select(_ => new double[Features + Words])];
        for (int n = 0; n < f.Length; n++)
        {
            for (int i = 0; i < Features; i++)
            {
                for (int j = 0; j < Features; j++)
                {
                    system[i][j] += f[n][i] * f[n][j];
                }

                system[i][Features + labels[n]] += f[n][i];
            }
        }

        double size = system.Select((row, i) => row[i]).Average() * 1e-4;
        for (int i = 0; i < Features; i++)
        {
            system[i][i] += size;
        }

        for (int i = 0; i < Features; i++) // positive definite: no pivoting
        {
            foreach (int other in Enumerable.Range(0, Features).Where(k => k != i))
            {
                double factor = system[other][i] / system[i][i];
                for (int j = i; j < Features + Words; j++)
                {
                    system[other][j] -= factor * system[i][j];
                }
            }
        }

        return
        [
            .. Enumerable
                .Range(0, Words)
                .SelectMany(word =>
                    Enumerable.Range(0, Features).Select(i => (float)(system[i][Features + word] / system[i][i]))
                ),
        ];
    }

    private string At(string name) => Path.Combine(_folder, name);
}
