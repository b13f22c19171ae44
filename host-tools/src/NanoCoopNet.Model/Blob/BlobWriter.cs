// Packs a model into a blob, MODEL-FORMAT.md; and changes the few header fields that may change afterwards.
namespace NanoCoopNet.Model;

/// <summary>Writes blobs.</summary>
public static class BlobWriter
{
    /// <summary>Packs: header, layer tables, strings, tensors (identical ones once), CRC-32 and SHA-256.</summary>
    /// <exception cref="QuantiseException">A name or size the format cannot hold, or a blob beyond 768 KiB.</exception>
    public static byte[] Write(ModelSpec model) => throw new NotImplementedException();

    /// <summary>A copy with another default CT (0…255) and new check sums.</summary>
    public static byte[] WithConfidenceThreshold(ReadOnlySpan<byte> blob, int confidenceThreshold) => throw new NotImplementedException();

    /// <summary>Writes CRC-32 and SHA-256 of the content into the header; also for tests that change a blob on purpose.</summary>
    public static void Seal(Span<byte> blob) => throw new NotImplementedException();
}
