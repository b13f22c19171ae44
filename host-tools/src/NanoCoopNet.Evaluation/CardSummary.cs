// A row of the table of models, from a model card; `nanocoop models` and host-tools/models/README.md show it.
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoCoopNet.Model;

namespace NanoCoopNet.Evaluation;

/// <summary>A working point, measured on the test set at a threshold chosen on validation data.</summary>
/// <param name="ConfidenceThreshold">0…0.996.</param>
/// <param name="FractionFull">Samples in full mode, 0…1.</param>
/// <param name="Delta">Accuracy minus that of the baseline's INT8 network, eq. (16).</param>
/// <param name="Low">Lower end of its paired 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="PredictedDelta">What `ste` predicts of Δ from the validation data; null in cards without it.</param>
/// <param name="PredictedFull">The same of the fraction in full mode.</param>
public sealed record CardPoint(
    double? ConfidenceThreshold,
    double? Test,
    double? FractionFull,
    double? Delta,
    double? Low,
    double? High,
    double? PredictedDelta,
    double? PredictedFull
);

/// <summary>What a card says, all on the test set and, but for FP32, on the integer engine; null where it says nothing.
/// Accuracies are 0…1.</summary>
/// <param name="Int8">The standalone INT8 network: of this blob, or the baseline's.</param>
/// <param name="Full">Full mode on every sample.</param>
/// <param name="Maximum">The point of highest accuracy.</param>
/// <param name="FlashBytes">The whole blob, which is what it takes of the store.</param>
/// <param name="PapersInt8">As the papers print it, percent; so are the other two.</param>
/// <param name="Baseline">The model whose INT8 network is the baseline; null: its own.</param>
/// <param name="Topology">Of both networks; null where they are of two.</param>
/// <param name="Path">The card.</param>
/// <param name="LargestDeltaError">Of `ste` over all CT, 0…1; null in cards without it.</param>
/// <param name="LargestFullError">The same of the fraction in full mode.</param>
public sealed record CardSummary(
    string Name,
    string Form,
    string Dataset,
    double? Fp32,
    double? Int8,
    double? Bnn,
    double? Full,
    CardPoint? BreakEven,
    CardPoint? Maximum,
    int? FlashBytes,
    int? RamBytes,
    int? PaperRamBytes,
    double? PapersInt8,
    double? PapersBnn,
    double? PapersFull,
    string? Baseline,
    string? Topology,
    string Path,
    double? LargestDeltaError,
    double? LargestFullError
)
{
    /// <summary>The cards of a folder by name; JSON files that are no cards are passed over.</summary>
    /// <exception cref="DatasetException">badCard: a file is not JSON, or a field is of another type.</exception>
    public static IReadOnlyList<CardSummary> ReadFolder(string folder)
    {
        CardSummary[] cards = Directory
            .EnumerateFiles(folder, "*.json")
            .Order(StringComparer.Ordinal)
            .Select(Read)
            .OfType<CardSummary>()
            .ToArray();
        return cards
            .Select(c =>
                c.Fp32 is null && c.Baseline is not null
                    ? c with
                    {
                        Fp32 = cards.FirstOrDefault(b => b.Name == c.Baseline)?.Fp32,
                    }
                    : c
            )
            .ToArray();
    }

    /// <summary>One card; null for a JSON file without a section `integer`.</summary>
    public static CardSummary? Read(string path)
    {
        try
        {
            return JsonNode.Parse(InputFile.ReadText(path)) is JsonObject card && card["integer"] is JsonObject integer
                ? Of(path, card, integer)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new DatasetException(
                "badCard",
                $"{path} is not a model card: {e.Message}",
                "make it again: nanocoop quantise BUNDLE -o MODEL.ncn --card CARD.json",
                e
            );
        }
    }

    private static CardSummary Of(string path, JsonObject card, JsonObject integer)
    {
        string? bnn = card["networks"]?["bnn"]?["topology"]?.ToString(),
            int8 = card["networks"]?["int8"]?["topology"]?.ToString();
        JsonNode? points = card["points"],
            papers = card["papers"];
        return new CardSummary(
            Text(card["name"]),
            Text(card["form"]),
            Text(card["dataset"]?["name"]),
            Number(card["float"]?["fp32"]?["test"]),
            Number(card["baseline"]?["accuracyInt8"]) ?? Number(integer["accuracyInt8"]),
            Number(integer["accuracyBnn"]),
            Number(integer["accuracyFull"]),
            Point(points?["breakEven"]),
            Point(points?["maximum"]),
            (int?)(Number(integer["blobBytes"]) ?? Number(integer["flashBytes"])),
            (int?)Number(integer["ramBytes"]),
            (int?)Number(integer["paperRamBytes"]),
            Number(papers?["int8"]),
            Number(papers?["bnn"]),
            Number(papers?["alwaysFull"]),
            card["baseline"]?["model"]?.GetValue<string>(),
            bnn == int8 ? bnn : null,
            path,
            Number(card["prediction"]?["maxDeltaError"]),
            Number(card["prediction"]?["maxFullFractionError"])
        );
    }

    private static CardPoint? Point(JsonNode? point) =>
        point is null
            ? null
            : new CardPoint(
                Number(point["confidenceThreshold"]),
                Number(point["test"]),
                Number(point["fractionFull"]),
                Number(point["deltaOverInt8"]),
                Number(point["deltaInterval95"]?[0]),
                Number(point["deltaInterval95"]?[1]),
                Number(point["predicted"]?["deltaOverInt8"]),
                Number(point["predicted"]?["fractionFull"])
            );

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static double? Number(JsonNode? node) => node?.GetValue<double>();
}
