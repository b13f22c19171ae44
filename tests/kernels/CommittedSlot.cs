// Slot 0 of a model store with a committed blob, laid out by hand: nf-interop/native/NATIVE.md, "Model store in flash".
using System.Buffers.Binary;
using System.IO.Hashing;

namespace NanoCoopNet.Kernels.Tests;

internal static class CommittedSlot
{
    /// <summary>Where the blob begins in its slot.</summary>
    public const int BlobAt = 1024;

    private const int ProgressAt = 64;
    private const int CommitAt = 832;
    private const int PieceBytes = 4096;

    /// <summary>Fills the store's flash with erased bytes and the blob in slot 0.</summary>
    public static void Write(Span<byte> flash, ReadOnlySpan<byte> blob)
    {
        flash.Fill(0xFF);
        Span<byte> begin = flash[..ProgressAt];
        begin.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(begin, 0x4E434231);
        BinaryPrimitives.WriteInt32LittleEndian(begin[4..], blob.Length);
        blob.Slice(16, 32).CopyTo(begin[8..]);
        Seal(begin);
        flash.Slice(ProgressAt, (blob.Length + PieceBytes - 1) / PieceBytes * 4).Clear();
        blob.CopyTo(flash[BlobAt..]);
        Span<byte> commit = flash.Slice(CommitAt, 64);
        commit.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(commit, 0x4E434331);
        BinaryPrimitives.WriteUInt32LittleEndian(commit[4..], 1);
        Seal(commit);
    }

    private static void Seal(Span<byte> record) =>
        BinaryPrimitives.WriteUInt32LittleEndian(record[60..], Crc32.HashToUInt32(record[..60]));
}
