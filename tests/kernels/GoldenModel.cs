// One line of golden.json: a blob, input images, and what the integer model answers (make_golden.py writes it).
using System.Text.Json;

namespace NanoCoopNet.Kernels.Tests;

/// <summary>A model with answers. Networks 0, 1, 2 by index; null where one gives no logits.</summary>
public sealed record GoldenModel(string Name, byte[] Blob, GoldenCase[] Cases)
{
    /// <summary>All models of a folder's golden.json.</summary>
    public static GoldenModel[] ReadFolder(string folder)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "golden.json")));
        return
        [
            .. json
                .RootElement.EnumerateArray()
                .Select(entry =>
                {
                    string name = entry.GetProperty("model").GetString()!;
                    GoldenCase[] cases = [.. entry.GetProperty("cases").EnumerateArray().Select(GoldenCase.Read)];
                    return new GoldenModel(name, File.ReadAllBytes(Path.Combine(folder, name)), cases);
                }),
        ];
    }
}

/// <summary>An image and its answers.</summary>
/// <param name="Logits">int32 logits by network.</param>
/// <param name="Confidence">top1, top2, floor(256·CS), CS in 2^-16, by network.</param>
public sealed record GoldenCase(byte[] Input, int[]?[] Logits, int[]?[] Confidence)
{
    internal static GoldenCase Read(JsonElement e) =>
        new(
            Convert.FromHexString(e.GetProperty("input").GetString()!),
            Rows(e.GetProperty("logits")),
            Rows(e.GetProperty("confidence"))
        );

    private static int[]?[] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(Row)];

    private static int[]? Row(JsonElement row) =>
        row.ValueKind == JsonValueKind.Null ? null : [.. row.EnumerateArray().Select(v => v.GetInt32())];
}
