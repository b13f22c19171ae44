// Files that the tests give to the tool: models, damaged models, data sets, sounds; in a folder that goes away.
using System.Buffers.Binary;
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using SkiaSharp;

namespace NanoCoopNet.Cli.Tests;

internal sealed class Files : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("nanocoop-cli").FullName;

    /// <summary>A small shipped model (tests/kernels/make_golden.py).</summary>
    public static string Golden(string name = "coopnet") =>
        Path.Combine(RepositoryRoot.Find(), "tests", "kernels", "golden", name + ".ncn");

    /// <summary>A model of host-tools/models.</summary>
    public static string Shipped(string name) => Path.Combine(RepositoryRoot.Find(), "host-tools", "models", name + ".ncn");

    public static ModelBlob GoldenBlob(string name = "coopnet") => BlobReader.ReadFile(Golden(name));

    public string At(string name) => Path.Combine(Folder, name);

    /// <summary>A file of text.</summary>
    public string Text(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>A sealed record of predictions of a CoopNet.</summary>
    public string Predictions(string name, IEnumerable<(int Label, int Bnn, int Int8, int Confidence65536)> rows)
    {
        string[] lines =
        [
            .. rows.Select((r, i) => FormattableString.Invariant($"{i},{r.Label},{r.Bnn},{r.Int8},{r.Int8},{r.Confidence65536}")),
        ];
        string head =
            $"# nanocoop predictions 1\n# model: made\n# form: coopnet\n# blobSha256: {new string('a', 64)}\n# data: "
            + "x.npz\nindex,label,bnn,int8,full,confidence65536\n";
        Text(name, head + string.Concat(lines.Select(l => l + "\n")));
        RecordSeal.Append(At(name), lines.Length);
        return At(name);
    }

    /// <summary>A folder with that manifest and without tensors.</summary>
    public string Bundle(string manifest)
    {
        Directory.CreateDirectory(At("bundle"));
        Text("bundle/manifest.json", manifest);
        NpzFile.Write(At("bundle/tensors.npz"), new Dictionary<string, NpyArray>());
        return At("bundle");
    }

    /// <summary>A changed copy of a model.</summary>
    public string Model(string name, Func<byte[], byte[]> change)
    {
        File.WriteAllBytes(At(name), change(File.ReadAllBytes(Golden())));
        return At(name);
    }

    /// <summary>Random samples for a model, with labels.</summary>
    public string Data(string name, ModelBlob model, int count, Shape? shape = null)
    {
        Shape s = shape ?? model.Header.Input;
        byte[] x = new byte[count * s.Count];
        new Random(1).NextBytes(x);
        byte[] y = [.. Enumerable.Range(0, count).Select(i => (byte)(i % model.Classes.Count))];
        NpzFile.Write(
            At(name),
            new Dictionary<string, NpyArray> { ["x"] = NpyArray.Of(x, count, s.H, s.W, s.C), ["y"] = NpyArray.Of(y, count) }
        );
        return At(name);
    }

    /// <summary>A WAV file of silence.</summary>
    public string Wav(string name, int rate, short channels = 1, int samples = 16000)
    {
        byte[] b = new byte[44 + (2 * samples)];
        "RIFF"u8.CopyTo(b);
        BinaryPrimitives.WriteInt32LittleEndian(b.AsSpan(4), b.Length - 8);
        "WAVEfmt "u8.CopyTo(b.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(b.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(b.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(b.AsSpan(22), channels);
        BinaryPrimitives.WriteInt32LittleEndian(b.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(b.AsSpan(28), rate * 2 * channels);
        BinaryPrimitives.WriteInt16LittleEndian(b.AsSpan(32), (short)(2 * channels));
        BinaryPrimitives.WriteInt16LittleEndian(b.AsSpan(34), 16);
        "data"u8.CopyTo(b.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(b.AsSpan(40), 2 * samples);
        File.WriteAllBytes(At(name), b);
        return At(name);
    }

    /// <summary>A picture of one colour.</summary>
    public string Picture(string name, int width, int height, uint argb = 0xFF808080)
    {
        using SKBitmap bitmap = new(width, height);
        bitmap.Erase(new SKColor(argb));
        using SKData data = bitmap.Encode(
            Path.GetExtension(name) == ".png" ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg,
            95
        );
        File.WriteAllBytes(At(name), data.ToArray());
        return At(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
