// Gives every tensor of a blob its place, identical ones the same.
namespace NanoCoopNet.Model;

/// <summary>Collects tensors at aligned offsets behind one another.</summary>
/// <param name="start">Offset of the first, a multiple of 32.</param>
internal sealed class TensorPacker(int start)
{
    private readonly List<(int Offset, byte[] Bytes)> _tensors = [];

    /// <summary>Offset behind the last tensor, a multiple of 32.</summary>
    public int End { get; private set; } = start;

    /// <summary>Places a layer's tensors and returns its record with their ranges.</summary>
    public BlobLayer Place(LayerSpec layer) =>
        layer.Record with
        {
            Weight = Place(layer.Weight),
            Bias = Place(layer.Bias),
            Aux = Place(layer.Aux),
            Flip = Place(layer.Flip),
        };

    /// <summary>Copies the tensors into the blob.</summary>
    public void CopyTo(byte[] blob) => _tensors.ForEach(t => t.Bytes.CopyTo(blob, t.Offset));

    private ByteRange Place(byte[] tensor)
    {
        if (tensor.Length == 0)
        {
            return default;
        }

        foreach ((int offset, byte[] bytes) in _tensors)
        {
            if (bytes.AsSpan().SequenceEqual(tensor))
            {
                return new ByteRange(offset, tensor.Length);
            }
        }

        ByteRange range = new(End, tensor.Length);
        _tensors.Add((End, tensor));
        End = BlobLayout.Align(End + tensor.Length);
        return range;
    }
}
