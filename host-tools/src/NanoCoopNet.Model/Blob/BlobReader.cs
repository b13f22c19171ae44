// Parses a model blob as far as printing and running it need; the engine's validator in C checks every other rule before anything runs.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NanoCoopNet.Model;

/// <summary>Reads MODEL-FORMAT.md, ABI 1.</summary>
public static class BlobReader
{
    private const string Rebuild = "make it again with `nanocoop quantise`, or copy it again from where it came";

    /// <summary>Checks magic, ABI, length, CRC-32, SHA-256 and that tables and tensors lie inside the blob; then parses.</summary>
    /// <exception cref="ModelFormatException">Codes tooShort, tooLong, badMagic, blobAbi, kernelAbi, badLength, badCrc, badSha256,
    /// badHeader, badStrings, badLayer.</exception>
    public static ModelBlob Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> b = bytes.Span;
        CheckEnvelope(b);
        BlobHeader header = ReadHeader(b);
        (string name, string[] classes) = ReadStrings(b);
        List<BlobNet> nets = [];
        for (int n = 0; n < BlobLayout.Nets; n++)
        {
            BlobNet? net = ReadNet(b, (NetKind)n);
            if (net is not null)
            {
                nets.Add(net);
            }
            else if (n < (int)NetKind.Glue || header.Form != ModelForm.CoopNet)
            {
                throw Error("badHeader", $"the header says {BlobNames.Of(header.Form)}, but network {BlobNames.Of((NetKind)n)} is absent");
            }
        }

        return new ModelBlob(bytes, header, name, classes, nets);
    }

    /// <summary>Reads a file; the same errors, and fileNotFound or unreadable.</summary>
    public static ModelBlob ReadFile(string path)
    {
        byte[] bytes;
        try
        {
            long length = new FileInfo(path).Length;
            if (length > BlobLayout.MaxBlobBytes)
            {
                throw Error("tooLong", $"{path} has {length} bytes; a model blob has at most {BlobLayout.MaxBlobBytes}");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException e)
        {
            throw new ModelFormatException("fileNotFound", $"there is no file {path}", "check the path; shipped models lie in host-tools/models", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException("unreadable", $"{path} cannot be read: {e.Message}", "check the path and its permissions", e);
        }

        return Read(bytes);
    }

    private static ModelFormatException Error(string code, string message, string hint = Rebuild) => new(code, message, hint);

    private static int U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    private static int I16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt16LittleEndian(b[at..]);

    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);

    private static Shape ReadShape(ReadOnlySpan<byte> b, int at) => new(U16(b, at), U16(b, at + 2), U16(b, at + 4));

    private static void CheckEnvelope(ReadOnlySpan<byte> b)
    {
        if (b.Length < 4 || U32(b, BlobLayout.AtMagic) != BlobLayout.Magic)
        {
            throw Error("badMagic", "this is not a model blob: it does not begin with NCN1", "give a .ncn file; see host-tools/models");
        }

        if (b.Length < BlobLayout.MinBlobBytes)
        {
            throw Error("tooShort", $"the blob has {b.Length} bytes; the smallest has {BlobLayout.MinBlobBytes}");
        }

        int abi = U16(b, BlobLayout.AtBlobAbi);
        if (abi != BlobLayout.BlobAbi)
        {
            throw Error("blobAbi", $"the blob is of format {abi}; this tool reads format {BlobLayout.BlobAbi}", "quantise it again with this version");
        }

        long stated = U32(b, BlobLayout.AtBlobBytes);
        if (b.Length > BlobLayout.MaxBlobBytes || stated > BlobLayout.MaxBlobBytes)
        {
            throw Error("tooLong", $"the blob has {Math.Max(b.Length, stated)} bytes; at most {BlobLayout.MaxBlobBytes} are allowed");
        }

        if (stated != b.Length || stated % BlobLayout.Alignment != 0 || U16(b, BlobLayout.AtHeaderBytes) != BlobLayout.HeaderBytes)
        {
            throw Error("badLength", $"the blob says it has {stated} bytes, but {b.Length} are here: it is truncated or has been added to");
        }

        uint crc = Crc32.Of(b[BlobLayout.CrcStart..]);
        if (crc != U32(b, BlobLayout.AtCrc32))
        {
            throw Error("badCrc", $"the CRC-32 is 0x{crc:X8}, the header says 0x{U32(b, BlobLayout.AtCrc32):X8}: the blob is damaged");
        }

        if (!SHA256.HashData(b[BlobLayout.ShaStart..]).AsSpan().SequenceEqual(b.Slice(BlobLayout.AtSha256, BlobLayout.ShaBytes)))
        {
            throw Error("badSha256", "the SHA-256 does not match the content: the blob is damaged");
        }

        int kernelAbi = U16(b, BlobLayout.AtKernelAbi);
        if (kernelAbi != BlobLayout.KernelAbi)
        {
            throw Error("kernelAbi", $"the blob is for kernel ABI {kernelAbi}; this tool has {BlobLayout.KernelAbi}", "quantise it again with this version");
        }
    }

    private static BlobHeader ReadHeader(ReadOnlySpan<byte> b)
    {
        byte form = b[BlobLayout.AtForm], kind = b[BlobLayout.AtPreprocessing];
        Shape input = ReadShape(b, BlobLayout.AtInputShape);
        if (!Enum.IsDefined((ModelForm)form) || !Enum.IsDefined((PreprocessingKind)kind))
        {
            throw Error("badHeader", $"form {form} or preprocessing {kind} is unknown");
        }

        if (input.H < 1 || input.W < 1 || input.C < 1 || (long)input.H * input.W * input.C > BlobLayout.MaxInputBytes)
        {
            throw Error("badHeader", $"the input of {input} is not possible");
        }

        const int pad = BlobLayout.AtPadding;
        Preprocessing preprocessing = new(
            (PreprocessingKind)kind, U16(b, pad), U16(b, pad + 2), U16(b, pad + 4), U16(b, pad + 6), b[BlobLayout.AtPadValue]);
        return new BlobHeader(
            U16(b, BlobLayout.AtBlobAbi),
            U16(b, BlobLayout.AtKernelAbi),
            b.Length,
            U32(b, BlobLayout.AtCrc32),
            Convert.ToHexStringLower(b.Slice(BlobLayout.AtSha256, BlobLayout.ShaBytes)),
            (ModelForm)form,
            (b[BlobLayout.AtFlags] & BlobLayout.FlagInt8Logits) != 0,
            b[BlobLayout.AtConfidenceThreshold],
            input,
            (sbyte)b[BlobLayout.AtInputRadix],
            preprocessing,
            (int)Math.Min(int.MaxValue, U32(b, BlobLayout.AtArenaBytes)));
    }

    private static (string Name, string[] Classes) ReadStrings(ReadOnlySpan<byte> b)
    {
        long offset = U32(b, BlobLayout.AtStringOffset);
        int length = U16(b, BlobLayout.AtStringBytes), classes = b[BlobLayout.AtClasses];
        if (offset + length > b.Length || length == 0 || classes < BlobLayout.MinClasses)
        {
            throw Error("badStrings", $"the table of names lies outside the blob, or there are fewer than {BlobLayout.MinClasses} classes");
        }

        ReadOnlySpan<byte> table = b.Slice((int)offset, length);
        try
        {
            string[] all = new UTF8Encoding(false, true).GetString(table).Split('\0');
            if (all.Length != classes + 2 || all[^1].Length != 0 || all[..^1].Any(s => s.Length == 0))
            {
                throw Error("badStrings", $"the table of names does not hold the model's name and {classes} classes");
            }

            return (all[0], all[1..^1]);
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFormatException("badStrings", "the table of names is not UTF-8", Rebuild, e);
        }
    }

    private static BlobNet? ReadNet(ReadOnlySpan<byte> b, NetKind kind)
    {
        int count = b[BlobLayout.AtLayerCounts + (int)kind];
        if (count == 0)
        {
            return null;
        }

        long first = U32(b, BlobLayout.AtLayerOffsets + (4 * (int)kind));
        if (count > BlobLayout.MaxLayers || first < BlobLayout.HeaderBytes || first + ((long)count * BlobLayout.LayerBytes) > b.Length)
        {
            throw Error("badHeader", $"the {count} layers of network {BlobNames.Of(kind)} lie outside the blob");
        }

        BlobLayer[] layers = new BlobLayer[count];
        for (int i = 0; i < count; i++)
        {
            layers[i] = ReadLayer(b, (int)first + (i * BlobLayout.LayerBytes), $"network {BlobNames.Of(kind)}, layer {i}");
        }

        return new BlobNet(kind, (int)U32(b, BlobLayout.AtTemperatures + (4 * (int)kind)), layers);
    }

    private static BlobLayer ReadLayer(ReadOnlySpan<byte> b, int at, string where)
    {
        ReadOnlySpan<byte> r = b.Slice(at, BlobLayout.LayerBytes);
        if (!Enum.IsDefined((LayerOp)r[BlobLayout.LayerOp]))
        {
            throw Error("badLayer", $"{where}: operation {r[BlobLayout.LayerOp]} is unknown");
        }

        const int window = BlobLayout.LayerWindow, pool = BlobLayout.LayerPool, radix = BlobLayout.LayerRadices;
        return new BlobLayer(
            (LayerOp)r[BlobLayout.LayerOp],
            r[BlobLayout.LayerKernel],
            (LayerFlags)r[BlobLayout.LayerFlags],
            I16(r, BlobLayout.LayerSource0),
            I16(r, BlobLayout.LayerSource1),
            ReadShape(r, BlobLayout.LayerInput),
            ReadShape(r, BlobLayout.LayerOutput),
            r[window],
            r[window + 1],
            r[window + 2],
            r[pool],
            r[pool + 1],
            r[pool + 2],
            (sbyte)r[radix],
            (sbyte)r[radix + 1],
            (sbyte)r[radix + 2],
            (sbyte)r[radix + 3],
            r[BlobLayout.LayerShift],
            r[BlobLayout.LayerShift1],
            Range(r, BlobLayout.LayerWeight, b.Length, where),
            Range(r, BlobLayout.LayerBias, b.Length, where),
            Range(r, BlobLayout.LayerAux, b.Length, where),
            Range(r, BlobLayout.LayerFlip, b.Length, where),
            U32(r, BlobLayout.LayerMacs));
    }

    private static ByteRange Range(ReadOnlySpan<byte> record, int at, int blobBytes, string where)
    {
        long offset = U32(record, at), length = U32(record, at + 4);
        if (offset + length > blobBytes || (length == 0 ? offset != 0 : offset < BlobLayout.HeaderBytes))
        {
            throw Error("badLayer", $"{where}: a tensor of {length} bytes at {offset} lies outside the blob");
        }

        return new ByteRange((int)offset, (int)length);
    }
}
