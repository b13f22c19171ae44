// Little-endian fields of a blob, and the error all of its readers throw.
using System.Buffers.Binary;

namespace NanoCoopNet.Model;

/// <summary>Reads fields of blob bytes.</summary>
internal static class BlobBytes
{
    /// <summary>What to do about a blob that is damaged or was packed wrongly.</summary>
    public const string Rebuild = "make it again with `nanocoop quantise`, or copy it again from where it came";

    public static ModelFormatException Error(string code, string message, string hint = Rebuild) => new(code, message, hint);

    public static int U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    public static int I16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt16LittleEndian(b[at..]);

    public static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);

    public static Shape ReadShape(ReadOnlySpan<byte> b, int at) => new(U16(b, at), U16(b, at + 2), U16(b, at + 4));
}
