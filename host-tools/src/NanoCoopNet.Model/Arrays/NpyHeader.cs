// What a .npy file says of its array before the data: enough to refuse it without unpacking it.
namespace NanoCoopNet.Model;

/// <summary>Type and shape of an array that has not been read yet.</summary>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="HeaderBytes">Bytes the header took.</param>
public sealed record NpyHeader(NpyType Type, IReadOnlyList<int> Shape, int HeaderBytes)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Bytes of the data that follow; at most <see cref="NpyFormat.MaxArrayBytes"/>.</summary>
    public int DataBytes => (int)(Count * NpyArray.BytesOf(Type));

    /// <summary>e.g. <c>float32 (32, 5, 5, 3)</c>.</summary>
    public override string ToString() => NpyArray.Describe(Type, Shape);
}
