// One sample to classify, from whatever file it lies in: a WAV clip, one entry of a .npz data set, or a single .npy array.
using System.Globalization;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Samples;

/// <summary>A preprocessed sample.</summary>
/// <param name="Bytes">As the model takes it.</param>
/// <param name="Label">Its class, where the file says it.</param>
/// <param name="Note">What was done with it that a person should know; null: nothing.</param>
internal sealed record SampleFile(ReadOnlyMemory<byte> Bytes, int? Label, string? Note)
{
    private static readonly string[] Kinds = [".wav", ".npz", ".npy"];

    /// <summary>Refuses what cannot be a sample, before a board is opened for it.</summary>
    /// <exception cref="NanoCoopException">FileNotFound, or BadData: of no kind that can be classified.</exception>
    public static void Check(string path)
    {
        InputFile.Open(path).Dispose();
        if (!Kinds.Contains(Kind(path)))
        {
            throw new CliException(ExitCode.BadData, $"{path} is of no kind that can be classified", "give a .wav (16 kHz), a .npz with --index, or a .npy");
        }
    }

    /// <summary>Reads a sample for a model.</summary>
    /// <param name="path">.wav, .npz or .npy.</param>
    /// <param name="split">Part of a .npz file.</param>
    /// <param name="index">Entry of a .npz file.</param>
    /// <param name="model">The model it is for.</param>
    public static SampleFile Read(string path, string? split, int index, ModelBlob model)
    {
        Check(path);
        return Kind(path) switch
        {
            ".wav" => OfWav(path, model),
            ".npz" => OfNpz(path, split, index, model),
            _ => OfNpy(path, model),
        };
    }

    private static string Kind(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static SampleFile OfWav(string path, ModelBlob model)
    {
        if (model.Header.Preprocessing.Kind != PreprocessingKind.LogMel)
        {
            throw new CliException(ExitCode.BadData,
                $"{model.Name} takes no sound: its preprocessing is {BlobNames.Of(model.Header.Preprocessing.Kind)}",
                "give it images (.npz, .npy), or push a keyword model");
        }

        byte[] image = new byte[model.Header.Input.Count];
        short[] clip = WavFile.Read(path);
        LogMel.Image(clip, image);
        return new(image, null, clip.Length <= LogMel.Samples ? null : string.Create(CultureInfo.InvariantCulture,
            $"{path} lasts {clip.Length / (double)LogMel.SampleRate:0.0} s; the model heard its first second only"));
    }

    private static SampleFile OfNpy(string path, ModelBlob model)
    {
        Dataset data = DatasetFile.OfOne(NpyFile.Read(path), path, model);
        return new(data.Sample(0), null, data.Note);
    }

    private static SampleFile OfNpz(string path, string? split, int index, ModelBlob model)
    {
        Dataset data = DatasetFile.Read(path, split, model, labelsRequired: false);
        return index < data.Count
            ? new(data.Sample(index), data.Labels?[index], data.Note)
            : throw new CliException(ExitCode.Usage, $"there is no sample {index} in {path}",
                $"--index takes 0 … {data.Count - 1}");
    }
}
