// Whole valid model blobs of any size: the example of MODEL-FORMAT.md, padded, with another threshold, checksums made anew.
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace NanoCoopNet.Interop.Tests;

internal static class TestBlobs
{
    public const int CrcAt = 12;
    public const int IdentityAt = 16;
    public const int IdentityBytes = 32;
    private const int BlobBytesAt = 8;
    private const int HashedAt = 48;
    private const int ThresholdAt = 52;

    /// <summary>The bytes of nf-interop/kernels/example.hex.</summary>
    public static byte[] Example() =>
        [
            .. SourceTree
                .Read("nf-interop/kernels/example.hex")
                .Split('\n')
                .Select(line => line.Split('#')[0])
                .Where(line => line.Contains(':'))
                .SelectMany(line => line.Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(hex => byte.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        ];

    /// <summary>The example, zeros behind it up to <paramref name="bytes"/> (a multiple of 32), with this threshold.</summary>
    public static byte[] Make(int bytes, byte threshold)
    {
        byte[] example = Example();
        byte[] blob = new byte[Math.Max(bytes, example.Length)];
        example.CopyTo(blob, 0);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(BlobBytesAt), blob.Length);
        blob[ThresholdAt] = threshold;
        Seal(blob);
        return blob;
    }

    /// <summary>Writes SHA-256 and CRC-32 of the bytes as they are.</summary>
    public static void Seal(byte[] blob)
    {
        SHA256.HashData(blob.AsSpan(HashedAt)).CopyTo(blob, IdentityAt);
        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(CrcAt), Crc32.HashToUInt32(blob.AsSpan(IdentityAt)));
    }

    public static byte[] Identity(byte[] blob) => blob[IdentityAt..(IdentityAt + IdentityBytes)];
}
