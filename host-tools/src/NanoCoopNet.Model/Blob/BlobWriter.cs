// Packs a model into a blob, MODEL-FORMAT.md; and changes the few header fields that may change afterwards.
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace NanoCoopNet.Model;

/// <summary>Writes blobs. Order: header, layer tables, strings, tensors; the same model gives the same bytes.</summary>
public static class BlobWriter
{
    /// <summary>Packs a model; identical tensors are stored once.</summary>
    /// <exception cref="QuantiseException">badName, badBenchmarkId, badClasses, badLayers, badTemperature: the format cannot hold
    /// it; tooLong: beyond 2 MiB.</exception>
    public static byte[] Write(ModelSpec model)
    {
        Check(model);
        byte[] strings = Strings(model);
        int[] tables = new int[BlobLayout.Nets];
        int at = BlobLayout.HeaderBytes;
        foreach (NetSpec net in model.Nets)
        {
            tables[(int)net.Kind] = at;
            at += net.Layers.Count * BlobLayout.LayerBytes;
        }

        int stringOffset = BlobLayout.Align(at);
        TensorPacker packer = new(BlobLayout.Align(stringOffset + strings.Length));
        BlobLayer[][] records = model.Nets.Select(n => n.Layers.Select(packer.Place).ToArray()).ToArray();
        int length = Math.Max(BlobLayout.MinBlobBytes, packer.End);
        if (length > BlobLayout.MaxBlobBytes)
        {
            throw new QuantiseException(
                "tooLong",
                $"the model takes {length} bytes; a blob has at most {BlobLayout.MaxBlobBytes}",
                "use smaller networks"
            );
        }

        byte[] blob = new byte[length];
        BlobHeaderWriter.Write(
            blob,
            model,
            tables,
            stringOffset,
            strings.Length,
            model.ArenaBytes ?? ArenaPlan.Of(records, model.StemLayers).Bytes
        );
        strings.CopyTo(blob, stringOffset);
        packer.CopyTo(blob);
        for (int n = 0; n < records.Length; n++)
        {
            for (int i = 0; i < records[n].Length; i++)
            {
                int record = tables[(int)model.Nets[n].Kind] + (i * BlobLayout.LayerBytes);
                LayerRecordWriter.Write(blob.AsSpan(record, BlobLayout.LayerBytes), records[n][i]);
            }
        }

        Seal(blob);
        return blob;
    }

    /// <summary>A copy with another default CT (0…255) and new check sums.</summary>
    public static byte[] WithConfidenceThreshold(ReadOnlySpan<byte> blob, int confidenceThreshold)
    {
        byte[] copy = blob.ToArray();
        copy[BlobLayout.AtConfidenceThreshold] = checked((byte)confidenceThreshold);
        Seal(copy);
        return copy;
    }

    /// <summary>Writes SHA-256 and CRC-32 of the content into the header; also for tests that change a blob on purpose.</summary>
    public static void Seal(Span<byte> blob)
    {
        SHA256.HashData(blob[BlobLayout.ShaStart..], blob.Slice(BlobLayout.AtSha256, BlobLayout.ShaBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(blob[BlobLayout.AtCrc32..], Crc32.HashToUInt32(blob[BlobLayout.CrcStart..]));
    }

    private static byte[] Strings(ModelSpec model) =>
        Encoding.UTF8.GetBytes(string.Concat(model.Classes.Prepend(model.Name).Select(s => s + "\0")));

    private static void Check(ModelSpec model)
    {
        string? bad = model
            .Classes.Prepend(model.Name)
            .FirstOrDefault(s => s.Length == 0 || s.Contains('\0') || Encoding.UTF8.GetByteCount(s) > BlobLayout.MaxNameBytes);
        if (bad is not null)
        {
            throw new QuantiseException(
                "badName",
                $"the name '{bad}' is empty or longer than {BlobLayout.MaxNameBytes} bytes",
                "change it in the manifest"
            );
        }

        if (
            model.BenchmarkId.Length >= BlobLayout.BenchmarkIdBytes
            || !model.BenchmarkId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        )
        {
            throw new QuantiseException(
                "badBenchmarkId",
                $"the benchmark id '{model.BenchmarkId}' is not at most 15 letters, digits and hyphens",
                "use the runner's id of the model, e.g. ic01"
            );
        }

        if (model.Classes.Count is < BlobLayout.MinClasses or > BlobLayout.MaxClasses)
        {
            throw new QuantiseException(
                "badClasses",
                $"the model has {model.Classes.Count} classes; 2 to 255 are possible",
                "check `classes` of the manifest"
            );
        }

        foreach (NetSpec net in model.Nets)
        {
            if (net.Layers.Count is < 1 or > BlobLayout.MaxLayers)
            {
                throw new QuantiseException(
                    "badLayers",
                    $"network {BlobNames.Of(net.Kind)} has {net.Layers.Count} layers; 1 to 64 are possible",
                    "use a shallower network"
                );
            }

            if (net.TemperatureQ is < BlobLayout.MinTemperature or > BlobLayout.MaxTemperature)
            {
                throw new QuantiseException(
                    "badTemperature",
                    $"network {BlobNames.Of(net.Kind)} has temperature {net.TemperatureQ / 65536.0}; "
                        + "1/64 to 64 are possible",
                    "fit the temperature again, or scale the logits"
                );
            }
        }
    }
}
