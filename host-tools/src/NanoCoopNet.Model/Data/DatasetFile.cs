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
        string path, string? split, Shape input, Preprocessing preprocessing, int classes, int? limit = null, bool labelsRequired = true) =>
        throw new NotImplementedException();

    /// <summary>The same for a blob.</summary>
    public static Dataset Read(string path, string? split, ModelBlob blob, int? limit = null, bool labelsRequired = true) =>
        Read(path, split, blob.Header.Input, blob.Header.Preprocessing, blob.Classes.Count, limit, labelsRequired);
}
