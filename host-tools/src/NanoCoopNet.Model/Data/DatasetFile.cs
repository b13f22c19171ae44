// A .npz data set read for a model: arrays x and y, or test_x and test_y, and the model's preprocessing applied.
namespace NanoCoopNet.Model;

/// <summary>Reads data sets.</summary>
public static class DatasetFile
{
    /// <summary>Reads <c>x</c>, <c>y</c>, or with a split <c>{split}_x</c>, <c>{split}_y</c>, and preprocesses.</summary>
    /// <param name="path">The .npz file. Images: uint8 (N, H, W[, C]); audio: int16 (N, samples); floats in 0…1 or −1…1 are
    /// scaled.</param>
    /// <param name="split">null, or train, validation, test…</param>
    /// <param name="input">The model's input shape.</param>
    /// <param name="preprocessing">The model's preprocessing. Images that have the input's shape already are taken as they
    /// are.</param>
    /// <param name="classes">Number of classes; labels must be below.</param>
    /// <param name="limit">At most so many samples (the first ones), where given.</param>
    /// <param name="labelsRequired">Whether a file without labels is refused.</param>
    /// <exception cref="DatasetException">noArray, badType, badShape, badLabels, empty, tooLarge.</exception>
    /// <exception cref="NpzException">As <see cref="NpzFile.Read"/>.</exception>
    public static Dataset Read(
        string path,
        string? split,
        Shape input,
        Preprocessing preprocessing,
        int classes,
        int? limit = null,
        bool labelsRequired = true
    )
    {
        string prefix = split is null ? string.Empty : split + "_",
            xName = prefix + "x",
            yName = prefix + "y";
        IReadOnlyDictionary<string, NpyHeader> headers = NpzFile.Headers(path, [xName, yName]);
        NpyHeader x = headers.GetValueOrDefault(xName) ?? throw Missing(path, xName);
        bool hasLabels = headers.ContainsKey(yName);
        if (!hasLabels && labelsRequired)
        {
            throw Missing(path, yName);
        }

        // Everything that the shapes alone tell is found out before any data are unpacked.
        int all = Rows(x.Shape, xName, path),
            count = Math.Min(all, limit ?? all);
        CheckSamples(x.Type, x.Shape, xName, count, input, preprocessing, NpyArray.Describe(x.Type, x.Shape));
        if (hasLabels && headers[yName].Count != all)
        {
            throw new DatasetException(
                "badLabels",
                $"{yName} has {headers[yName].Count} labels for {all} samples",
                "give one label per sample"
            );
        }

        IReadOnlyDictionary<string, NpyArray> arrays = NpzFile.Read(path, [xName, yName]);
        int[]? labels = hasLabels ? Labels(arrays[yName], yName, count, classes) : null;
        return Of(arrays[xName], xName, count, labels, Path.GetFileName(path), input, preprocessing);
    }

    /// <summary>One sample that is an array of its own: an image (H, W[, C]) or a clip (samples).</summary>
    /// <exception cref="DatasetException">badType, badShape, empty.</exception>
    public static Dataset OfOne(NpyArray sample, string path, ModelBlob blob)
    {
        NpyArray x = sample with { Shape = [1, .. sample.Shape] };
        string name = Path.GetFileName(path);
        CheckSamples(x.Type, x.Shape, name, 1, blob.Header.Input, blob.Header.Preprocessing, sample.ToString());
        return Of(x, name, 1, null, name, blob.Header.Input, blob.Header.Preprocessing);
    }

    private static int Rows(IReadOnlyList<int> shape, string name, string path) =>
        shape.Count > 0 && shape[0] > 0
            ? shape[0]
            : throw new DatasetException("empty", $"{name} of {path} holds no samples", "give a file with at least one sample");

    private static Dataset Of(
        NpyArray x,
        string name,
        int count,
        int[]? labels,
        string source,
        Shape input,
        Preprocessing preprocessing
    )
    {
        (NpyArray samples, string? note) = IsFloat(x.Type) ? PlainRange.Of(x, name, IsAudio(x.Shape, preprocessing)) : (x, null);
        return new Dataset(
            input,
            samples.Type == NpyType.UInt8 ? Images(samples, count, input, preprocessing) : Audio(samples, count, input),
            labels,
            source
        )
        {
            Note = note,
        };
    }

    private static bool IsFloat(NpyType type) => type is NpyType.Float32 or NpyType.Float64;

    private static bool IsAudio(IReadOnlyList<int> shape, Preprocessing preprocessing) =>
        shape.Count == 2 && preprocessing.Kind == PreprocessingKind.LogMel;

    /// <param name="shown">Type and shape as the file has them.</param>
    private static void CheckSamples(
        NpyType type,
        IReadOnlyList<int> shape,
        string name,
        int count,
        Shape input,
        Preprocessing preprocessing,
        string shown
    )
    {
        bool isAudio = type == NpyType.Int16 || (IsFloat(type) && IsAudio(shape, preprocessing));
        if (type is not (NpyType.UInt8 or NpyType.Int16) && !IsFloat(type))
        {
            throw new DatasetException(
                "badType",
                $"{name} is {shown}; samples are uint8 images (N, H, W[, C]) or int16 audio (N, samples)",
                "save images with values of 0 … 255 as uint8, clips as int16"
            );
        }

        if (isAudio ? !IsAudio(shape, preprocessing) : !IsImage(shape, input, preprocessing))
        {
            throw BadShape(shown, name, input, preprocessing);
        }

        if (shape.Skip(1).Any(n => n == 0))
        {
            throw new DatasetException(
                "empty",
                $"{name} is {shown}: its samples are empty",
                "give a file with at least one sample"
            );
        }

        if (isAudio && input != new Shape(LogMel.Frames, LogMel.Bands, 1))
        {
            throw new DatasetException(
                "badShape",
                $"log-mel gives 32×32×1, the model takes {input}",
                "quantise the model with the right preprocessing"
            );
        }

        if ((long)count * input.Count > NpyFormat.MaxArrayBytes)
        {
            throw new DatasetException(
                "tooLarge",
                $"{count} samples of {input} take more than 1 GiB",
                "give --count N, or split the file"
            );
        }
    }

    private static bool IsImage(IReadOnlyList<int> shape, Shape input, Preprocessing preprocessing) =>
        shape.Count is 3 or 4 && Preprocessor.Accepts(preprocessing, RawShape(shape), input);

    private static Shape RawShape(IReadOnlyList<int> shape) => new(shape[1], shape[2], shape.Count == 4 ? shape[3] : 1);

    /// <summary>The same for a blob.</summary>
    public static Dataset Read(string path, string? split, ModelBlob blob, int? limit = null, bool labelsRequired = true) =>
        Read(path, split, blob.Header.Input, blob.Header.Preprocessing, blob.Classes.Count, limit, labelsRequired);

    private static DatasetException Missing(string path, string name)
    {
        IReadOnlyList<string> names = NpzFile.Names(path);
        string has = names.Count == 0 ? "no arrays" : string.Join(", ", names);
        string? split = names
            .Select(n => n.EndsWith("_x", StringComparison.Ordinal) ? n[..^2] : null)
            .FirstOrDefault(s => s is not null);
        string hint = split is not null
            ? $"choose a split, e.g. --split {split}"
            : "arrays are named x and y, or test_x and test_y with --split test";
        return new DatasetException("noArray", $"{path} has no array {name}; it has {has}", hint);
    }

    private static byte[] Images(NpyArray x, int count, Shape input, Preprocessing preprocessing)
    {
        Shape raw = RawShape(x.Shape);
        byte[] samples = new byte[count * input.Count];
        Parallel.For(
            0,
            count,
            i =>
                Preprocessor.Image(
                    preprocessing,
                    x.Data.Span.Slice(i * raw.Count, raw.Count),
                    raw,
                    input,
                    samples.AsSpan(i * input.Count, input.Count)
                )
        );
        return samples;
    }

    private static byte[] Audio(NpyArray x, int count, Shape input)
    {
        int length = x.Shape[1];
        byte[] samples = new byte[count * input.Count];
        Parallel.For(
            0,
            count,
            i => LogMel.Image(x.As<short>().Slice(i * length, length), samples.AsSpan(i * input.Count, input.Count))
        );
        return samples;
    }

    private static DatasetException BadShape(string shown, string name, Shape input, Preprocessing preprocessing)
    {
        string? raw = Preprocessor.RawShape(preprocessing, input)?.ToString().Replace("×", ", ", StringComparison.Ordinal);
        string takes = preprocessing.Kind switch
        {
            PreprocessingKind.LogMel => $"int16 (N, samples) at {LogMel.SampleRate} Hz or uint8 (N, {input.H}, {input.W})",
            PreprocessingKind.CentreCrop => $"uint8 (N, H, W, {input.C}) of at least {input.H}×{input.W}",
            _ => $"uint8 (N, {raw})",
        };
        return new DatasetException(
            "badShape",
            $"{name} is {shown}; the model takes {takes}",
            "use the data set the model was trained for"
        );
    }

    private static int[] Labels(NpyArray y, string name, int count, int classes)
    {
        int[] labels = y.ToInt32()[..count];
        int bad = Array.FindIndex(labels, l => l < 0 || l >= classes);
        return bad < 0
            ? labels
            : throw new DatasetException(
                "badLabels",
                $"label {bad} of {name} is {labels[bad]}, but the model has {classes} classes",
                "use the data set the model was trained for"
            );
    }
}
