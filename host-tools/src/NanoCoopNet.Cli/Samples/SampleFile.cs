// One sample to classify, from whatever file it lies in: a picture, a recording, one entry of a .npz data set, or a single .npy
// array.
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Samples;

/// <summary>A preprocessed sample.</summary>
/// <param name="Bytes">As the model takes it.</param>
/// <param name="Label">Its class, where the file says it.</param>
/// <param name="Note">What was done with it that a person should know; null: nothing.</param>
internal sealed record SampleFile(ReadOnlyMemory<byte> Bytes, int? Label, string? Note)
{
    /// <summary>Refuses what cannot be a sample, before a board is opened for it.</summary>
    /// <exception cref="NanoCoopException">FileNotFound, or BadData: of no kind that can be classified.</exception>
    public static void Check(string path)
    {
        InputFile.Open(path).Dispose();
        if (!PictureFile.IsNamedSo(path) && !SoundFile.IsNamedSo(path) && Kind(path) is not (".npz" or ".npy"))
        {
            throw new CliException(
                ExitCode.BadData,
                $"{path} cannot be classified: its file type is unknown",
                $"give a picture ({string.Join(' ', PictureFile.Extensions)}), a recording "
                    + $"({string.Join(' ', SoundFile.Extensions)}), a .npz with --index, or a .npy"
            );
        }
    }

    /// <summary>Reads a sample for a model.</summary>
    /// <param name="path">A picture, a recording of at most a second, .npz or .npy.</param>
    /// <param name="split">Part of a .npz file.</param>
    /// <param name="index">Entry of a .npz file.</param>
    /// <param name="fit">What becomes of a picture in another ratio than the model's.</param>
    /// <param name="model">The model it is for.</param>
    public static SampleFile Read(string path, string? split, int index, PictureFit fit, ModelBlob model)
    {
        Check(path);
        return Kind(path) switch
        {
            ".npz" => OfNpz(path, split, index, model),
            ".npy" => OfNpy(path, model),
            _ when SoundFile.IsNamedSo(path) => OfClip(path, ReadSound(path, model), model),
            _ => new(PictureInput.Read(path, model, fit), null, null),
        };
    }

    /// <summary>The image that a keyword model makes of a clip.</summary>
    /// <exception cref="CliException">BadData: the clip is longer than a second.</exception>
    public static SampleFile OfClip(string path, short[] clip, ModelBlob model)
    {
        if (clip.Length > LogMel.Samples)
        {
            throw new CliException(
                ExitCode.BadData,
                $"{path} is longer than one second, the length of the model's input",
                "cut out the word; `nanocoop classify` searches longer recordings"
            );
        }

        byte[] image = new byte[model.Header.Input.Count];
        LogMel.Image(clip, image);
        return new(image, null, null);
    }

    /// <summary>Reads a recording for a keyword model.</summary>
    /// <returns>int16 at 16 kHz.</returns>
    /// <exception cref="NanoCoopException">FileNotFound; BadData: the model takes no sound, or the file is none.</exception>
    public static short[] ReadSound(string path, ModelBlob model) =>
        Hears(model)
            ? SoundFile.Read(path)
            : throw new CliException(
                ExitCode.BadData,
                $"{model.Name} does not take sound: its preprocessing is {BlobNames.Of(model.Header.Preprocessing.Kind)}",
                "classify pictures, or push a keyword model"
            );

    /// <summary>Whether a model takes sound.</summary>
    public static bool Hears(ModelBlob model) => model.Header.Preprocessing.Kind == PreprocessingKind.LogMel;

    private static string Kind(string path) => Path.GetExtension(path).ToLowerInvariant();

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
            : throw new CliException(
                ExitCode.Usage,
                $"there is no sample {index} in {path}",
                $"--index takes 0 … {data.Count - 1}"
            );
    }
}
