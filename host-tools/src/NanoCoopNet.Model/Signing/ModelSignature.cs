// The signature block behind a model's blob: nf-interop/native/SECURITY.md, "The block".
using System.Buffers.Binary;

namespace NanoCoopNet.Model;

/// <summary>Who signed a model, and as which version.</summary>
/// <param name="Block">The <see cref="Bytes"/> bytes.</param>
public sealed record ModelSignature(ReadOnlyMemory<byte> Block)
{
    /// <summary>Length of a block.</summary>
    public const int Bytes = 160;

    /// <summary>Bytes of a block that are signed.</summary>
    internal const int SignedBytes = 64;

    /// <summary>Bytes of a public key.</summary>
    internal const int KeyBytes = 32;
    internal const int AtKey = 64;
    internal const int AtSignature = 96;
    private const uint Magic = 0x3153434E; // NCS1
    private const int AtVersion = 4;
    private const int AtBlobBytes = 8;
    private const int AtIdentity = 16;

    /// <summary>A board takes no model of a smaller version than one that it has had; 1 … 2³¹ − 1.</summary>
    public int Version => BinaryPrimitives.ReadInt32LittleEndian(Block.Span[AtVersion..]);

    /// <summary>The signer's public key.</summary>
    public ReadOnlyMemory<byte> Key => Block.Slice(AtKey, KeyBytes);

    /// <summary>Whether the signature holds for the blob that it stands behind.</summary>
    public bool Holds(ReadOnlySpan<byte> blob) =>
        Block.Span[..SignedBytes].SequenceEqual(Head(blob, Version).Span)
        && SigningKey.Verify(Key.Span, Block.Span[..SignedBytes], Block.Span[AtSignature..]);

    /// <summary>Where the blob of a file ends: before a block, if there is one.</summary>
    internal static int EndOfBlob(ReadOnlySpan<byte> file)
    {
        int end = file.Length - Bytes;
        return
            end >= BlobLayout.MinBlobBytes
            && BlobBytes.U32(file, end) == Magic
            && BlobBytes.U32(file, BlobLayout.AtBlobBytes) == end
            ? end
            : file.Length;
    }

    /// <summary>The part of a block that is signed.</summary>
    internal static Memory<byte> Head(ReadOnlySpan<byte> blob, int version)
    {
        byte[] head = new byte[SignedBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(AtVersion), version);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(AtBlobBytes), blob.Length);
        blob.Slice(BlobLayout.AtSha256, BlobLayout.ShaBytes).CopyTo(head.AsSpan(AtIdentity));
        return head;
    }
}
