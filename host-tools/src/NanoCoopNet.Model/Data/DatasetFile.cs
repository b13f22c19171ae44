// A .npz data set read for a model: arrays x and y, or test_x and test_y, and the model's preprocessing applied.
namespace NanoCoopNet.Model;

/// <summary>Reads data sets.</summary>
public static class DatasetFile
{
    /// <summary>Reads <c>x</c>, <c>y</c>, or with a split <c>{split}_x</c>, <c>{split}_y</c>, and preprocesses.</summary>
    /// <param name="path">The .npz file. Images: uint8 (N, H, W[, C]); audio: int16 (N, samples).</param>
    /// <param name="split">null, or train, validation, test…</param>
    /// <param name="input">The model's input shape.</param>
    /// <param name="preprocessing">The model's preprocessing. Images that have the input's shape already are taken as they are.</param>
    /// <param name="classes">Number of classes; labels must be below.</param>
    /// <param name="limit">At most so many samples (the first ones), where given.</param>
    /// <param name="labelsRequired">Whether a file without labels is refused.</param>
    /// <exception cref="DatasetException">noArray, badType, badShape, badLabels, empty.</exception>
    /// <exception cref="NpzException">As <see cref="NpzFile.Read"/>.</exception>
    public static Dataset Read(
        string path, string? split, Shape input, Preprocessing preprocessing, int classes, int? limit = null, bool labelsRequired = true)
    {
        string prefix = split is null ? string.Empty : split + "_", xName = prefix + "x", yName = prefix + "y";
        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(path, [xName, yName]);
        if (!arrays.TryGetValue(xName, out NpyArray? x))
        {
            throw Missing(path, xName);
        }

        if (!arrays.TryGetValue(yName, out NpyArray? y) && labelsRequired)
        {
            throw Missing(path, yName);
        }

        return Of(x, xName, y, yName, path, input, preprocessing, classes, limit);
    }

    /// <summary>One sample that is an array of its own: an image (H, W[, C]) or a clip (samples).</summary>
    public static Dataset OfOne(NpyArray sample, string path, ModelBlob blob) => Of(
        sample with { Shape = [1, .. sample.Shape] }, "the array", null, string.Empty, path, blob.Header.Input, blob.Header.Preprocessing, blob.Classes.Count, null);

    private static Dataset Of(
        NpyArray x, string xName, NpyArray? y, string yName, string path, Shape input, Preprocessing preprocessing, int classes, int? limit)
    {
        int all = x.Shape.Count > 0 ? x.Shape[0] : 0, count = Math.Min(all, limit ?? all);
        if (count <= 0)
        {
            throw new DatasetException("empty", $"{xName} of {path} holds no samples", "give a file with samples");
        }

        byte[] samples = x.Type switch
        {
            NpyType.UInt8 => Images(x, xName, count, input, preprocessing),
            NpyType.Int16 => Audio(x, xName, count, input, preprocessing),
            _ => throw new DatasetException("badType", $"{xName} is {x}; samples are uint8 images (N, H, W[, C]) or int16 audio (N, samples)",
                "save the array as uint8 or int16"),
        };
        return new Dataset(input, samples, y is null ? null : Labels(y, yName, all, count, classes), Path.GetFileName(path));
    }

    /// <summary>The same for a blob.</summary>
    public static Dataset Read(string path, string? split, ModelBlob blob, int? limit = null, bool labelsRequired = true) =>
        Read(path, split, blob.Header.Input, blob.Header.Preprocessing, blob.Classes.Count, limit, labelsRequired);

    private static DatasetException Missing(string path, string name)
    {
        IReadOnlyList<string> names = NpzFile.Names(path);
        string has = names.Count == 0 ? "no arrays" : string.Join(", ", names);
        string? split = names.Select(n => n.EndsWith("_x", StringComparison.Ordinal) ? n[..^2] : null).FirstOrDefault(s => s is not null);
        string hint = split is not null ? $"choose a split, e.g. --split {split}" : "arrays are named x and y, or test_x and test_y with --split test";
        return new DatasetException("noArray", $"{path} has no array {name}; it has {has}", hint);
    }

    private static byte[] Images(NpyArray x, string name, int count, Shape input, Preprocessing preprocessing)
    {
        if (x.Shape.Count is not (3 or 4))
        {
            throw BadShape(x, name, input, preprocessing);
        }

        Shape raw = new(x.Shape[1], x.Shape[2], x.Shape.Count == 4 ? x.Shape[3] : 1);
        if (!Preprocessor.Accepts(preprocessing, raw, input))
        {
            throw BadShape(x, name, input, preprocessing);
        }

        byte[] samples = new byte[(long)count * input.Count];
        Parallel.For(0, count, i => Preprocessor.Image(
            preprocessing, x.Data.Span.Slice(i * raw.Count, raw.Count), raw, input, samples.AsSpan(i * input.Count, input.Count)));
        return samples;
    }

    private static byte[] Audio(NpyArray x, string name, int count, Shape input, Preprocessing preprocessing)
    {
        if (preprocessing.Kind != PreprocessingKind.LogMel || x.Shape.Count != 2)
        {
            throw BadShape(x, name, input, preprocessing);
        }

        if (input != new Shape(LogMel.Frames, LogMel.Bands, 1))
        {
            throw new DatasetException("badShape", $"log-mel gives 32×32×1, the model takes {input}", "quantise the model with the right preprocessing");
        }

        int length = x.Shape[1];
        byte[] samples = new byte[count * input.Count];
        Parallel.For(0, count, i => LogMel.Image(x.As<short>().Slice(i * length, length), samples.AsSpan(i * input.Count, input.Count)));
        return samples;
    }

    private static DatasetException BadShape(NpyArray x, string name, Shape input, Preprocessing preprocessing)
    {
        string takes = preprocessing.Kind switch
        {
            PreprocessingKind.LogMel => $"int16 (N, samples) at {LogMel.SampleRate} Hz or uint8 (N, {input.H}, {input.W})",
            PreprocessingKind.CentreCrop => $"uint8 (N, H, W, {input.C}) of at least {input.H}×{input.W}",
            _ => $"uint8 (N, {Preprocessor.RawShape(preprocessing, input)?.ToString().Replace("×", ", ", StringComparison.Ordinal)})",
        };
        return new DatasetException("badShape", $"{name} is {x}; the model takes {takes}", "use the data set the model was trained for");
    }

    private static int[] Labels(NpyArray y, string name, int all, int count, int classes)
    {
        if (y.Count != all)
        {
            throw new DatasetException("badLabels", $"{name} has {y.Count} labels for {all} samples", "give one label a sample");
        }

        int[] labels = y.ToInt32()[..count];
        int bad = Array.FindIndex(labels, l => l < 0 || l >= classes);
        return bad < 0
            ? labels
            : throw new DatasetException("badLabels", $"label {bad} of {name} is {labels[bad]}, but the model has {classes} classes",
                "use the data set the model was trained for");
    }
}
