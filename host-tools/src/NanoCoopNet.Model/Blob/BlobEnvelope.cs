// Whether bytes are a whole, undamaged blob of a version this tool knows; nothing inside is looked at before.
using System.IO.Hashing;
using System.Security.Cryptography;
using static NanoCoopNet.Model.BlobBytes;

namespace NanoCoopNet.Model;

/// <summary>Checks magic, ABI, length, CRC-32 and SHA-256.</summary>
internal static class BlobEnvelope
{
    public static void Check(ReadOnlySpan<byte> b)
    {
        if (b.Length < 4 || U32(b, BlobLayout.AtMagic) != BlobLayout.Magic)
        {
            throw Error(
                "badMagic",
                "this is not a model blob: it does not begin with NCN1",
                "give a .ncn file; see host-tools/models"
            );
        }

        if (b.Length < BlobLayout.MinBlobBytes)
        {
            throw Error("tooShort", $"the blob has {b.Length} bytes; the smallest has {BlobLayout.MinBlobBytes}");
        }

        int abi = U16(b, BlobLayout.AtBlobAbi);
        if (abi != BlobLayout.BlobAbi)
        {
            throw Error(
                "blobAbi",
                $"the blob is of format {abi}; this tool reads format {BlobLayout.BlobAbi}",
                "quantise it again with this version"
            );
        }

        long stated = U32(b, BlobLayout.AtBlobBytes);
        if (b.Length > BlobLayout.MaxBlobBytes || stated > BlobLayout.MaxBlobBytes)
        {
            throw Error(
                "tooLong",
                $"the blob has {Math.Max(b.Length, stated)} bytes; at most {BlobLayout.MaxBlobBytes} are allowed"
            );
        }

        if (
            stated != b.Length
            || stated % BlobLayout.Alignment != 0
            || U16(b, BlobLayout.AtHeaderBytes) != BlobLayout.HeaderBytes
        )
        {
            throw Error(
                "badLength",
                $"the blob says it has {stated} bytes, but {b.Length} are here: it is truncated or has been added to"
            );
        }

        uint crc = Crc32.HashToUInt32(b[BlobLayout.CrcStart..]);
        if (crc != U32(b, BlobLayout.AtCrc32))
        {
            throw Error(
                "badCrc",
                $"the CRC-32 is 0x{crc:X8}, the header says 0x{U32(b, BlobLayout.AtCrc32):X8}: the blob is damaged"
            );
        }

        if (!SHA256.HashData(b[BlobLayout.ShaStart..]).AsSpan().SequenceEqual(b.Slice(BlobLayout.AtSha256, BlobLayout.ShaBytes)))
        {
            throw Error("badSha256", "the SHA-256 does not match the content: the blob is damaged");
        }

        int kernelAbi = U16(b, BlobLayout.AtKernelAbi);
        if (kernelAbi is < BlobLayout.MinKernelAbi or > BlobLayout.KernelAbi)
        {
            throw Error(
                "kernelAbi",
                $"the blob is for kernel ABI {kernelAbi}; this tool has {BlobLayout.MinKernelAbi} to {BlobLayout.KernelAbi}",
                "quantise it again with this version"
            );
        }
    }
}
