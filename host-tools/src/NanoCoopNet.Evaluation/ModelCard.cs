// The model card beside a blob (host-tools/models/NAME.json): what training knows stands in the bundle's manifest, the rest is
// told by the blob and the integer engine.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoCoopNet.Analysis;
using NanoCoopNet.Model;

namespace NanoCoopNet.Evaluation;

/// <summary>Fills the section <c>integer</c> of model cards; accuracies and fractions are 0…1.</summary>
public static class ModelCard
{
    private const string Section = "integer",
        Baseline = "baseline",
        Hash = "blobSha256";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A new card's text, of what training knows and the blob tells.</summary>
    /// <param name="known">The manifest's <c>card</c>, a JSON object; null: nothing.</param>
    public static string New(string? known, ModelBlob model)
    {
        JsonObject integer = [],
            card = new() { ["name"] = model.Name, ["form"] = BlobNames.Of(model.Header.Form) };
        Set(integer, model);
        foreach ((string field, JsonNode? value) in known is null ? [] : JsonNode.Parse(known)!.AsObject())
        {
            card[field] = value?.DeepClone();
        }

        card[Section] = integer;
        return Text(card);
    }

    /// <summary>Reads the card (an empty one where there is none), sets the figures and writes it back; every other field stays
    /// as it is.</summary>
    /// <param name="path">The card.</param>
    /// <param name="test">Results on the test set; null leaves those fields alone.</param>
    /// <exception cref="DatasetException">badCard: the file is not a JSON object.</exception>
    public static void Update(string path, ModelBlob model, EvaluationResult? test)
    {
        JsonObject card = Read(path);
        JsonObject integer = card[Section] as JsonObject ?? [];
        card[Section] = integer;
        card["name"] ??= model.Name;
        card["form"] ??= BlobNames.Of(model.Header.Form);
        Set(integer, model);
        if (test is not null)
        {
            Set(integer, test);
        }

        OutputFile.Write(path, Text(card));
    }

    /// <summary>A card's text after a model's bytes changed and its answers did not: the model's own card gets hash and sizes,
    /// one that names it as baseline gets the hash.</summary>
    /// <param name="before">SHA-256 of the blob there was.</param>
    /// <exception cref="DatasetException">badCard: the file is not a JSON object, or names another blob.</exception>
    public static string Following(string path, string before, ModelBlob model)
    {
        JsonObject card = Read(path);
        bool own = Names(card[Section], before),
            baseline = Names(card[Baseline], before);
        if (!own && !baseline)
        {
            throw new DatasetException(
                "badCard",
                $"{path} does not name the blob with SHA-256 {before}",
                "give the card of the model that is repacked"
            );
        }

        if (own)
        {
            Set((JsonObject)card[Section]!, model);
        }
        else
        {
            card[Baseline]![Hash] = model.Header.Sha256;
        }

        return Text(card);
    }

    /// <summary>A card's text with its working points, the model that is the baseline where that is another, and the agreement
    /// where it is given.</summary>
    /// <param name="wanted">As <see cref="CardPoints.Of"/>; the float network's validation accuracy is added where the card has
    /// it.</param>
    /// <param name="agreement">What `train agree` wrote, or null: that section stays as it is.</param>
    /// <exception cref="DatasetException">badCard.</exception>
    /// <exception cref="AnalysisException">badBaseline.</exception>
    public static (string Text, JsonObject Points) WithPoints(
        string path,
        CardRecords validation,
        CardRecords test,
        IEnumerable<(string Name, double Accuracy)> wanted,
        JsonNode? agreement
    )
    {
        JsonObject card = Read(path);
        if (card["float"]?["fp32"]?["validation"] is { } fp32)
        {
            wanted = wanted.Prepend(("fp32", fp32.GetValue<double>()));
        }

        JsonObject points = CardPoints.Of(validation, test, wanted);
        if (!ReferenceEquals(test.Model, test.Baseline))
        {
            OutcomeSource source = test.Baseline.Source;
            card[Baseline] = new JsonObject
            {
                ["model"] = source.Model,
                [Hash] = source.BlobSha256,
                ["accuracyInt8"] = test.Baseline.AccuracyInt8,
            };
        }

        card["points"] = points.DeepClone();
        card["prediction"] = CardPoints.Prediction(validation, test);
        if (agreement is not null)
        {
            card["agreement"] = agreement;
        }

        return (Text(card), points);
    }

    /// <summary>The model a card is of; null where there is no card yet, or one without a name.</summary>
    /// <exception cref="DatasetException">badCard: the file is not a JSON object.</exception>
    public static string? NameOf(string path) => Read(path)["name"]?.ToString();

    private static void Set(JsonObject integer, ModelBlob blob)
    {
        ModelInspection model = ModelInspection.Of(blob);
        integer["blobBytes"] = model.BlobBytes;
        integer[Hash] = model.Sha256;
        integer["confidenceThreshold"] = model.ConfidenceThreshold / 256.0;
        integer["macsBnn"] = model.Nets.First(n => n.Net == NetKind.Bnn).Macs;
        integer["macsInt8"] = model.Nets.First(n => n.Net == NetKind.Int8).Macs;
        integer["flashBytes"] = model.Nets.Sum(n => n.FlashBytes);
        integer["ramBytes"] = model.RamBytes;
        integer["paperRamBytes"] = model.PaperRamBytes;
        integer["ram"] = new JsonObject
        {
            ["inputBanks"] = model.InputBankBytes,
            ["arena"] = model.ArenaBytes,
            ["largestScratch"] = model.Rows.Max(r => r.ScratchBytes),
        };
        JsonObject papers = [];
        foreach (BlobNet net in blob.Nets)
        {
            papers[BlobNames.Of(net.Kind)] = PaperRamOf([net]);
        }

        papers["model"] = PaperRamOf(blob.Nets);
        integer["paperRam"] = papers;
    }

    // Eq. (18), by contribution.
    private static JsonObject PaperRamOf(IReadOnlyList<BlobNet> nets)
    {
        PaperRamParts parts = PaperRam.PartsOf(nets);
        return new JsonObject
        {
            ["parameters"] = parts.Parameters,
            ["activations"] = parts.Activations,
            ["im2col"] = parts.Im2Col,
            ["total"] = parts.Total,
        };
    }

    private static void Set(JsonObject integer, EvaluationResult test)
    {
        integer["testSamples"] = test.Samples;
        integer["accuracyFull"] = test.AccuracyFull;
        integer["accuracyInt8"] = test.AccuracyInt8;
        integer["accuracyBnn"] = test.AccuracyLight;
        integer["accuracyAuto"] = test.AccuracyAuto;
        integer["confidenceThreshold"] = test.ConfidenceThreshold;
        integer["lightFraction"] = test.LightFraction;
        integer["deltaOverInt8"] = test.AutoMinusInt8?.Difference;
        integer["deltaInterval95"] = test.AutoMinusInt8 is { } d ? new JsonArray(Rounded(d.Low), Rounded(d.High)) : null;
    }

    private static string Text(JsonObject card) => card.ToJsonString(Format) + "\n";

    private static bool Names(JsonNode? section, string sha256) => section is JsonObject o && o[Hash]?.ToString() == sha256;

    private static double Rounded(double value) => Math.Round(value, 6);

    private static JsonObject Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(InputFile.ReadText(path)) as JsonObject ?? throw new JsonException("it holds no object");
        }
        catch (JsonException e)
        {
            throw new DatasetException(
                "badCard",
                $"{path} is not a model card: {e.Message}",
                "make it again: nanocoop quantise BUNDLE -o MODEL.ncn --card CARD.json",
                e
            );
        }
    }
}
