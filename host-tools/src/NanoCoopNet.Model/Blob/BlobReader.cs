// Parses a model blob as far as printing and running it need; the engine's validator in C checks every other rule before anything
// runs.
using System.Text;
using static NanoCoopNet.Model.BlobBytes;

namespace NanoCoopNet.Model;

/// <summary>Reads MODEL-FORMAT.md, ABI 1.</summary>
public static class BlobReader
{
    /// <summary>Checks magic, ABI, length, CRC-32, SHA-256 and that tables and tensors lie inside the blob; then
    /// parses.</summary>
    /// <exception cref="ModelFormatException">Codes tooShort, tooLong, badMagic, blobAbi, kernelAbi, badLength, badCrc,
    /// badSha256, badHeader, badStrings, badLayer.</exception>
    public static ModelBlob Read(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> b = bytes.Span;
        BlobEnvelope.Check(b);
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
                throw Error(
                    "badHeader",
                    $"the header says {BlobNames.Of(header.Form)}, but network {BlobNames.Of((NetKind)n)} is absent"
                );
            }
        }

        return new ModelBlob(bytes, header with { Places = ReadPlaces(b) }, name, classes, nets);
    }

    /// <summary>Reads a file, signed or not; the same errors. Whether the signature holds is not checked.</summary>
    /// <exception cref="NanoCoopException">FileNotFound: it cannot be read.</exception>
    public static ModelBlob ReadFile(string path)
    {
        using FileStream file = InputFile.Open(path);
        if (file.Length > BlobLayout.MaxBlobBytes + ModelSignature.Bytes)
        {
            throw Error("tooLong", $"{path} has {file.Length} bytes; a model blob has at most {BlobLayout.MaxBlobBytes}");
        }

        byte[] all = InputFile.ReadBytes(path);
        int end = ModelSignature.EndOfBlob(all);
        ModelBlob model = Read(all.AsMemory(0, end));
        return end == all.Length ? model : model with { Signature = new(all.AsMemory(end)) };
    }

    private static BlobHeader ReadHeader(ReadOnlySpan<byte> b)
    {
        byte form = b[BlobLayout.AtForm],
            kind = b[BlobLayout.AtPreprocessing];
        Shape input = ReadShape(b, BlobLayout.AtInputShape);
        if (!Enum.IsDefined((ModelForm)form) || !Enum.IsDefined((PreprocessingKind)kind))
        {
            throw Error("badHeader", $"form {form} or preprocessing {kind} is unknown");
        }

        if (input.H < 1 || input.W < 1 || input.C < 1 || (long)input.H * input.W * input.C > BlobLayout.MaxInputBytes)
        {
            throw Error("badHeader", $"the input of {input} is not supported");
        }

        const int pad = BlobLayout.AtPadding;
        Preprocessing preprocessing = new(
            (PreprocessingKind)kind,
            U16(b, pad),
            U16(b, pad + 2),
            U16(b, pad + 4),
            U16(b, pad + 6),
            b[BlobLayout.AtPadValue]
        );
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
            (int)Math.Min(int.MaxValue, U32(b, BlobLayout.AtArenaBytes))
        )
        {
            StemLayers = b[BlobLayout.AtStemLayers],
            BenchmarkId = Encoding.ASCII.GetString(b.Slice(BlobLayout.AtBenchmarkId, BlobLayout.BenchmarkIdBytes)).TrimEnd('\0'),
        };
    }

    // Of a blob whose layer tables lie inside it.
    private static ArenaPlaces? ReadPlaces(ReadOnlySpan<byte> b)
    {
        uint fast = U32(b, BlobLayout.AtFastBytes),
            sram = U32(b, BlobLayout.AtSramBytes);
        if (fast == 0 && sram == 0)
        {
            return null;
        }

        List<LayerPlaces> layers = [];
        for (int n = 0; n < BlobLayout.Nets; n++)
        {
            for (int i = 0; i < b[BlobLayout.AtLayerCounts + n]; i++)
            {
                int at = (int)U32(b, BlobLayout.AtLayerOffsets + (4 * n)) + (i * BlobLayout.LayerBytes);
                layers.Add(
                    new(
                        ArenaPlace.Decode(U32(b, at + BlobLayout.LayerOutputPlace)),
                        ArenaPlace.Decode(U32(b, at + BlobLayout.LayerScratchPlace))
                    )
                );
            }
        }

        ArenaPlace[] banks =
        [
            ArenaPlace.Decode(U32(b, BlobLayout.AtBankPlaces)),
            ArenaPlace.Decode(U32(b, BlobLayout.AtBankPlaces + 4)),
        ];
        return new((int)Math.Min(int.MaxValue, fast), (int)Math.Min(int.MaxValue, sram), banks, layers);
    }

    private static (string Name, string[] Classes) ReadStrings(ReadOnlySpan<byte> b)
    {
        long offset = U32(b, BlobLayout.AtStringOffset);
        int length = U16(b, BlobLayout.AtStringBytes),
            classes = b[BlobLayout.AtClasses];
        if (offset + length > b.Length || length == 0 || classes < BlobLayout.MinClasses)
        {
            throw Error(
                "badStrings",
                $"the table of names lies outside the blob, or there are fewer than {BlobLayout.MinClasses} classes"
            );
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
            throw new ModelFormatException("badStrings", "the table of names is not UTF-8", BlobBytes.Rebuild, e);
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
        if (
            count > BlobLayout.MaxLayers
            || first < BlobLayout.HeaderBytes
            || first + ((long)count * BlobLayout.LayerBytes) > b.Length
        )
        {
            throw Error("badHeader", $"the {count} layers of network {BlobNames.Of(kind)} lie outside the blob");
        }

        byte numbers = b[BlobLayout.AtNumbers + (int)kind];
        if (!Enum.IsDefined((NetNumbers)numbers))
        {
            throw Error("badHeader", $"numbers {numbers} of network {BlobNames.Of(kind)} are unknown");
        }

        BlobLayer[] layers = new BlobLayer[count];
        for (int i = 0; i < count; i++)
        {
            layers[i] = LayerRecordReader.Read(
                b,
                (int)first + (i * BlobLayout.LayerBytes),
                $"network {BlobNames.Of(kind)}, layer {i}",
                (NetNumbers)numbers
            );
        }

        return new BlobNet(kind, (int)U32(b, BlobLayout.AtTemperatures + (4 * (int)kind)), layers);
    }
}
