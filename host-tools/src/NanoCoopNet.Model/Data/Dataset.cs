// Samples ready to enter a model: preprocessed bytes and labels.
namespace NanoCoopNet.Model;

/// <summary>Preprocessed samples of one split.</summary>
public sealed class Dataset
{
    private readonly byte[] _samples;

    /// <param name="shape">Shape of a sample as the model takes it.</param>
    /// <param name="samples">Count × shape.Count bytes, HWC, before eq. (4).</param>
    /// <param name="labels">Class of each sample, or null where the file has none.</param>
    /// <param name="source">Where it came from, for messages.</param>
    public Dataset(Shape shape, byte[] samples, int[]? labels, string source)
    {
        Shape = shape;
        _samples = samples;
        Labels = labels;
        Source = source;
        Count = samples.Length / shape.Count;
    }

    public Shape Shape { get; }

    public int Count { get; }

    /// <summary>Labels, or null.</summary>
    public IReadOnlyList<int>? Labels { get; }

    public string Source { get; }

    /// <summary>What was done to the file's values besides preprocessing, for people; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The bytes of sample i.</summary>
    public ReadOnlyMemory<byte> Sample(int i) => _samples.AsMemory(i * Shape.Count, Shape.Count);
}
