// One sample to classify, from whatever file it lies in: a WAV clip, one entry of a .npz data set, or a single .npy array.
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Samples;

/// <summary>A preprocessed sample.</summary>
/// <param name="Bytes">As the model takes it.</param>
/// <param name="Label">Its class, where the file says it.</param>
internal sealed record SampleFile(ReadOnlyMemory<byte> Bytes, int? Label)
{
    /// <summary>Reads a sample for a model.</summary>
    /// <param name="path">.wav, .npz or .npy.</param>
    /// <param name="split">Part of a .npz file.</param>
    /// <param name="index">Entry of a .npz file.</param>
    /// <param name="model">The model it is for.</param>
    public static SampleFile Read(string path, string? split, int index, ModelBlob model) =>
        Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".wav" => OfWav(path, model),
        ".npz" => OfNpz(path, split, index, model),
        ".npy" => new(DatasetFile.OfOne(NpyFile.Read(path), path, model).Sample(0), null),
        _ => throw new CliException(ExitCode.BadData, $"{path} is of no kind that can be classified",
            "give a .wav (16 kHz), a .npz with --index, or a .npy"),
    };

    private static SampleFile OfWav(string path, ModelBlob model)
    {
        if (model.Header.Preprocessing.Kind != PreprocessingKind.LogMel)
        {
            throw new CliException(ExitCode.BadData,
                $"{model.Name} does not hear: its preprocessing is {BlobNames.Of(model.Header.Preprocessing.Kind)}",
                "give it images (.npz, .npy), or push a keyword model");
        }

        byte[] image = new byte[model.Header.Input.Count];
        LogMel.Image(WavFile.Read(path), image);
        return new(image, null);
    }

    private static SampleFile OfNpz(string path, string? split, int index, ModelBlob model)
    {
        Dataset data = DatasetFile.Read(path, split, model, labelsRequired: false);
        return index >= 0 && index < data.Count
            ? new(data.Sample(index), data.Labels?[index])
            : throw new CliException(ExitCode.Usage, $"there is no sample {index} in {path}",
                $"--index takes 0 … {data.Count - 1}");
    }
}
