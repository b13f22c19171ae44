// From an ONNX model to a bundle of neutral tensors. host-tools/training/ONNX.md.
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoCoopNet.Model;

namespace NanoCoopNet.Import;

/// <summary>What became of a model.</summary>
/// <param name="Name">The bundle's.</param>
/// <param name="Input">HWC, as the bundle takes it.</param>
/// <param name="Classes">Number of logits.</param>
/// <param name="Layers">Layers of the network.</param>
/// <param name="Calibration">Images.</param>
/// <param name="Warning">What cannot be exact, or null.</param>
public sealed record ImportSummary(string Name, Shape Input, int Classes, int Layers, int Calibration, string? Warning);

/// <summary>Imports networks.</summary>
public static class OnnxImport
{
    private const int CalibrationImages = 256,
        StandInStride = 2;

    /// <summary>Reads a model, checks it, and writes the bundle's folder.</summary>
    /// <param name="path">.onnx.</param>
    /// <param name="folder">The bundle; overwritten where it is one already.</param>
    /// <param name="scale">What the network's input means.</param>
    /// <param name="data">Images for the calibration: train_x, or x.</param>
    /// <param name="split">Part of the file; null: train where the file has it.</param>
    /// <param name="classes">Names, or null: numbers.</param>
    /// <exception cref="ImportException">The model cannot be read or expressed; the message names the node.</exception>
    /// <exception cref="DatasetException">The images do not fit.</exception>
    public static ImportSummary Run(
        string path,
        string folder,
        PixelScale scale,
        string data,
        string? split,
        IReadOnlyList<string>? classes
    )
    {
        ImportedGraph graph = GraphImporter.Read(OnnxReader.Read(path), scale);
        string name = NameOf(path);
        IReadOnlyList<string> names =
            classes ?? [.. Enumerable.Range(0, graph.Outputs).Select(i => FormattableString.Invariant($"{i}"))];
        if (names.Count != graph.Outputs || names.Distinct().Count() != names.Count)
        {
            throw new ImportException(
                "badOutput",
                $"{names.Count} classes were named, {names.Distinct().Count()} of them different; the network has "
                    + $"{graph.Outputs} logits",
                "name each once, in the order of the logits"
            );
        }

        Preprocessing preprocessing =
            graph.Pads == default
                ? new(PreprocessingKind.None)
                : new(PreprocessingKind.Pad, graph.Pads.H, graph.Pads.H, graph.Pads.W, graph.Pads.W, (byte)scale.ZeroByte);
        Dataset images = DatasetFile.Read(
            data,
            split ?? (NpzFile.Names(data).Contains("train_x") ? "train" : null),
            graph.Input,
            preprocessing,
            names.Count,
            CalibrationImages,
            labelsRequired: false
        );
        BundleLayers standIn = StandIn(graph.Input, names.Count);
        JsonObject manifest = Manifest(name, graph, standIn, names, preprocessing, path);
        Write(folder, manifest, [.. graph.Layers.Tensors, .. standIn.Tensors], images);
        _ = TensorBundle.Read(folder);
        bool inexact = graph.Pads != default && scale.Offset.Any(o => Math.Abs(o - scale.ZeroByte) > 1e-6);
        return new ImportSummary(
            name,
            graph.Input,
            names.Count,
            graph.Layers.Layers.Count,
            images.Count,
            inexact
                ? $"zero padding of the image becomes the byte {scale.ZeroByte}; the network's 0 is "
                    + $"{string.Join(", ", scale.Offset.Select(o => FormattableString.Invariant($"{o:0.0}")))}, so "
                    + "borders differ a little"
                : null
        );
    }

    /// <summary>A binary network that never answers: all its logits are 0, so its confidence score is, and every input goes on to
    /// the other one.</summary>
    internal static BundleLayers StandIn(Shape input, int classes)
    {
        BundleLayers layers = new("bnn");
        (string Field, float[] Values, int[] Shape)[] norm =
        [
            ("gamma", [1], [1]),
            ("beta", [0], [1]),
            ("mean", [0], [1]),
            ("variance", [1], [1]),
        ];
        (string, JsonNode?)[] conv = [("stride", StandInStride), ("padding", "valid")];
        string at = layers.Add("conv", null, conv, ("weight", new float[input.C], [1, 1, 1, input.C]));
        at = layers.Add("batchNorm", at, [("epsilon", 1e-5)], norm);
        at = layers.Add("sign", at, []);
        at = layers.Add("binaryConv", at, [("stride", StandInStride), ("padding", "valid")], ("weight", [1], [1, 1, 1, 1]));
        at = layers.Add("batchNorm", at, [("epsilon", 1e-5)], norm);
        at = layers.Add("relu", at, []);
        int Size(int n) => (((n + 1) / StandInStride) + 1) / StandInStride;
        int features = Size(input.H) * Size(input.W);
        layers.Add("dense", at, [], ("weight", new float[classes * features], [classes, features]));
        return layers;
    }

    private static JsonObject Manifest(
        string name,
        ImportedGraph graph,
        BundleLayers standIn,
        IReadOnlyList<string> classes,
        Preprocessing preprocessing,
        string path
    ) =>
        new()
        {
            ["format"] = "nanocoop-tensors",
            ["version"] = 1,
            ["name"] = name,
            ["form"] = "coopnet",
            ["input"] = new JsonObject
            {
                ["height"] = graph.Input.H,
                ["width"] = graph.Input.W,
                ["channels"] = graph.Input.C,
                ["preprocessing"] =
                    preprocessing.Kind == PreprocessingKind.None
                        ? new JsonObject { ["kind"] = "none" }
                        : new JsonObject
                        {
                            ["kind"] = "pad",
                            ["top"] = preprocessing.Top,
                            ["bottom"] = preprocessing.Bottom,
                            ["left"] = preprocessing.Left,
                            ["right"] = preprocessing.Right,
                            ["value"] = preprocessing.PadValue,
                        },
            },
            ["classes"] = new JsonArray([.. classes.Select(c => (JsonNode)c)]),
            ["calibration"] = "calibration",
            ["networks"] = new JsonObject
            {
                ["bnn"] = new JsonObject
                {
                    ["topology"] = "stand-in",
                    ["temperature"] = 1.0,
                    ["layers"] = standIn.Layers,
                },
                ["int8"] = new JsonObject
                {
                    ["topology"] = Path.GetFileNameWithoutExtension(path),
                    ["temperature"] = 1.0,
                    ["keepsLastLayer"] = true,
                    ["layers"] = graph.Layers.Layers,
                },
            },
            ["defaultConfidenceThreshold"] = 255 / 256.0,
            ["provenance"] = new JsonObject { ["onnx"] = Path.GetFileName(path) },
        };

    private static void Write(
        string folder,
        JsonObject manifest,
        IEnumerable<KeyValuePair<string, NpyArray>> tensors,
        Dataset images
    )
    {
        OutputFile.CheckFolder(folder);
        Directory.CreateDirectory(folder);
        byte[] calibration = new byte[images.Count * images.Shape.Count];
        for (int i = 0; i < images.Count; i++)
        {
            images.Sample(i).CopyTo(calibration.AsMemory(i * images.Shape.Count));
        }

        Dictionary<string, NpyArray> arrays = new(tensors)
        {
            ["calibration"] = NpyArray.Of(calibration, images.Count, images.Shape.H, images.Shape.W, images.Shape.C),
        };
        NpzFile.Write(Path.Combine(folder, TensorBundle.TensorsName), arrays);
        OutputFile.Write(
            Path.Combine(folder, TensorBundle.ManifestName),
            manifest.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"
        );
    }

    private static string NameOf(string path)
    {
        string name = string.Concat(
                Path.GetFileNameWithoutExtension(path).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')
            )
            .Trim('-');
        return name.Length > 0 ? name : "network";
    }
}
