// Models for tests: the golden ones of tests/kernels, also made longer so that they span sectors and windows.
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text.Json;

namespace NanoCoopNet.VirtualBoard.Tests;

internal sealed record GoldenCase(byte[] Input, int[]?[] Logits, int[]?[] Confidence);

internal sealed record GoldenModel(string Name, byte[] Blob, int ArenaBytes, IReadOnlyList<GoldenCase> Cases);

internal static class TestBlob
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests/kernels/golden");

    /// <summary>All golden models with inputs and expected results (written by the NumPy model).</summary>
    public static IReadOnlyList<GoldenModel> Golden { get; } = ReadGolden();

    /// <summary>The golden CoopNet.</summary>
    public static GoldenModel CoopNet => Golden.First(m => m.Name == "coopnet.ncn");

    /// <summary>The golden CoopNet with zeros behind it: another length and identity, the same results.</summary>
    public static byte[] Padded(int blobBytes)
    {
        byte[] blob = new byte[blobBytes];
        CoopNet.Blob.CopyTo(blob, 0);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(8), blobBytes);
        SHA256.HashData(blob.AsSpan(48)).CopyTo(blob, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(blob.AsSpan(12), Crc32.HashToUInt32(blob.AsSpan(16)));
        return blob;
    }

    public static byte[] Identity(byte[] blob) => blob[16..48];

    private static List<GoldenModel> ReadGolden()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "golden.json")));
        return
        [
            .. json
                .RootElement.EnumerateArray()
                .Select(model => new GoldenModel(
                    model.GetProperty("model").GetString()!,
                    File.ReadAllBytes(Path.Combine(Folder, model.GetProperty("model").GetString()!)),
                    model.GetProperty("arenaBytes").GetInt32(),
                    [
                        .. model
                            .GetProperty("cases")
                            .EnumerateArray()
                            .Select(c => new GoldenCase(
                                Convert.FromHexString(c.GetProperty("input").GetString()!),
                                Arrays(c.GetProperty("logits")),
                                Arrays(c.GetProperty("confidence"))
                            )),
                    ]
                )),
        ];
    }

    private static int[]?[] Arrays(JsonElement nets) =>
        [
            .. nets.EnumerateArray()
                .Select(net =>
                    net.ValueKind == JsonValueKind.Null ? null : net.EnumerateArray().Select(v => v.GetInt32()).ToArray()
                ),
        ];
}
