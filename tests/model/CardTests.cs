// Model cards: working points counted by hand, and the schema that every card keeps.
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using NanoCoopNet.Analysis;
using NanoCoopNet.Evaluation;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class CardTests
{
    private static readonly Lazy<JsonSchema> Schema = new(() =>
        JsonSchema.FromText(
            File.ReadAllText(SourceTree.PathOf("host-tools", "src", "NanoCoopNet.Evaluation", "card.schema.json"))
        )
    );

    public static IEnumerable<object[]> Shipped =>
        Directory.GetFiles(SourceTree.PathOf("host-tools", "models"), "*.json").Select(f => new object[] { Path.GetFileName(f) });

    [TestMethod]
    [DynamicData(nameof(Shipped))]
    public void EveryShippedCardKeepsTheSchema(string card) =>
        Require(File.ReadAllText(SourceTree.PathOf("host-tools", "models", card)));

    /// <summary>Of what training said and the blob tells, as `quantise --card` makes it, comes the card that is shipped, but for
    /// what `evaluate` and `points` add.</summary>
    [TestMethod]
    [DynamicData(nameof(Shipped))]
    public void AShippedCardComesOfManifestAndBlob(string name)
    {
        string path = SourceTree.PathOf("host-tools", "models", name),
            blob = Path.ChangeExtension(path, ".ncn");
        JsonObject shipped = JsonNode.Parse(File.ReadAllText(path))!.AsObject(),
            known = shipped.DeepClone().AsObject();
        if (!File.Exists(blob))
        {
            Assert.Inconclusive($"{name}: its blob is not shipped");
        }

        foreach (string field in new[] { "name", "form", "integer", "points", "prediction", "agreement" })
        {
            known.Remove(field);
        }

        JsonObject made = JsonNode.Parse(ModelCard.New(known.ToJsonString(), BlobReader.ReadFile(blob)))!.AsObject();
        foreach ((string field, JsonNode? value) in made["integer"]!.AsObject())
        {
            Assert.IsTrue(JsonNode.DeepEquals(value, shipped["integer"]![field]), $"{name}: integer.{field}");
        }

        foreach ((string field, JsonNode? value) in made.Where(f => f.Key != "integer"))
        {
            Assert.IsTrue(JsonNode.DeepEquals(value, shipped[field]), $"{name}: {field}");
        }
    }

    [TestMethod]
    public void WhatTheSchemaForbidsIsNoticed()
    {
        JsonNode card = JsonNode.Parse(
            File.ReadAllText(SourceTree.PathOf("host-tools", "models", "caffenet-cifar10-bcnet.json"))
        )!;
        card["integer"]!["accuracyBnn"] = 78.05;
        Assert.IsFalse(Evaluate(card.ToJsonString()).IsValid, "an accuracy in percent");
        card["integer"]!["accuracyBnn"] = 0.7805;
        Assert.IsTrue(Evaluate(card.ToJsonString()).IsValid);
        card["points"]!["breakEven"]!["deltaInterval95"]!.AsArray().RemoveAt(1);
        Assert.IsFalse(Evaluate(card.ToJsonString()).IsValid, "half an interval");
    }

    /// <summary>The BNN is right where it is sure; full mode is right everywhere; the baseline is right in three of
    /// four.</summary>
    [TestMethod]
    public void PointsAreChosenOnValidationAndJudgedAgainstTheBaseline()
    {
        using TestFolder folder = new();
        string path = folder["card.json"];
        File.WriteAllText(path, """{"name": "x", "float": {"fp32": {"validation": 0.75, "test": 0.5}}}""");
        Outcomes own = Of("own", (1, 1, null, 1, 60000), (2, 0, null, 2, 20000), (3, 3, null, 3, 50000), (4, 0, null, 4, 10000));
        Outcomes other = Of("other", (1, 1, 1, 1, 0), (2, 2, 2, 2, 0), (3, 0, 0, 0, 0), (4, 4, 4, 4, 0));
        CardRecords records = new(own, other);
        (string text, JsonObject points) = ModelCard.WithPoints(
            path,
            records,
            records,
            [("half", 0.5), ("beyond", 1.1)],
            JsonNode.Parse("""{"equal": 1}""")
        );
        double Number(string name, string field) => points[name]![field]!.GetValue<double>();

        // Of four answers 0.5 are right at once, 0.75 when the sample of 10000 / 65536 goes to full mode, all with that of 20000
        // / 65536.
        CollectionAssert.AreEqual(
            new double[] { 0, (10000 / 256) + 1, (10000 / 256) + 1, (20000 / 256) + 1 },
            new[] { "half", "breakEven", "fp32", "maximum" }.Select(n => 256 * Number(n, "confidenceThreshold")).ToArray()
        );
        CollectionAssert.AreEqual(
            new[] { 0, 0.25, 0.5, 1 },
            new[] { "half", "breakEven", "maximum", "alwaysFull" }.Select(n => Number(n, "fractionFull")).ToArray()
        );
        Assert.IsNull(points["beyond"]);
        Assert.AreEqual(0.25, Number("maximum", "deltaOverInt8"));
        Assert.AreEqual(
            0.25 - (1.959964 * Math.Sqrt(0.25 * 0.75 / 4)),
            points["maximum"]!["deltaInterval95"]![0]!.GetValue<double>(),
            1e-5
        );
        JsonNode card = JsonNode.Parse(text)!;
        Assert.AreEqual("x", card["name"]!.GetValue<string>());
        Assert.AreEqual(0.75, card["baseline"]!["accuracyInt8"]!.GetValue<double>());
        Assert.AreEqual(1, card["agreement"]!["equal"]!.GetValue<int>());
        JsonNode predicted = points["maximum"]!["predicted"]!;
        Assert.AreEqual(0.25, predicted["deltaOverInt8"]!.GetValue<double>(), "the same samples give what they predict");
        Assert.AreEqual(0.5, predicted["fractionFull"]!.GetValue<double>());
        Assert.AreEqual(0, card["prediction"]!["maxFullFractionError"]!.GetValue<double>());

        Outcomes less = other with { Samples = [.. other.Samples.Take(3)] };
        Assert.AreEqual(
            "badBaseline",
            Assert.ThrowsExactly<AnalysisException>(() => ModelCard.WithPoints(path, records, new(own, less), [], null)).Name
        );
        Assert.AreEqual(
            "badBaseline",
            Assert.ThrowsExactly<AnalysisException>(() => ModelCard.WithPoints(path, new(own, own), records, [], null)).Name
        );
    }

    private static Outcomes Of(string name, params (int Label, int Bnn, int? Int8, int Full, int Confidence)[] rows) =>
        new(
            new OutcomeSource(name, true, new string('a', 64), "x.npz", "made"),
            [.. rows.Select((r, i) => new Outcome(i, r.Label, r.Bnn, r.Full, r.Int8, r.Confidence))],
            null
        );

    private static EvaluationResults Evaluate(string card)
    {
        using JsonDocument document = JsonDocument.Parse(card);
        return Schema.Value.Evaluate(
            document.RootElement,
            new Json.Schema.EvaluationOptions { OutputFormat = OutputFormat.List }
        );
    }

    private static void Require(string card)
    {
        EvaluationResults results = Evaluate(card);
        Assert.IsTrue(
            results.IsValid,
            string.Join(
                '\n',
                (results.Details ?? [])
                    .Where(d => d.Errors is not null)
                    .SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"))
            )
        );
    }
}
