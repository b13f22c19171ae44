// Evaluation: sweep, interval, choice of CT, and a small test set through the real engine.
using System.Text.Json.Nodes;
using NanoCoopNet.Analysis;
using NanoCoopNet.Evaluation;

namespace NanoCoopNet.Model.Tests;

[TestClass]
public sealed class EvaluationTests
{
    [TestMethod]
    public void TheChosenThresholdKeepsItsPromise()
    {
        Random random = TestSeed.New(nameof(TheChosenThresholdKeepsItsPromise));
        for (int trial = 0; trial < 20; trial++)
        {
            EvaluationResult r = EvaluationResult.Of(RandomOutcomes(random, 300), 100, 1, 1);
            int Choose(ThresholdRule rule, double baseline) =>
                OperatingPoints.Choose(r.Sweep, rule, baseline).ConfidenceThreshold;
            CurvePoint best = r.Sweep[Choose(ThresholdRule.MaxAccuracy, 0)];
            Assert.AreEqual(r.Sweep.Max(p => p.Accuracy), best.Accuracy);
            double wanted = random.NextDouble();
            int[] reach = [.. r.Sweep.Where(p => p.Accuracy >= wanted).Select(p => p.ConfidenceThreshold)];
            Assert.AreEqual(reach.Length > 0 ? reach.Min() : best.ConfidenceThreshold, Choose(ThresholdRule.BreakEven, wanted));
            CurvePoint even = r.Sweep[Choose(ThresholdRule.BreakEven, r.AccuracyInt8!.Value)];
            bool possible = r.Sweep.Any(p => p.Accuracy >= r.AccuracyInt8);
            Assert.IsTrue(possible ? even.Accuracy >= r.AccuracyInt8 : even == best);
            Assert.IsTrue(
                !possible || r.Sweep.All(p => p.ConfidenceThreshold >= even.ConfidenceThreshold || p.Accuracy < r.AccuracyInt8),
                "the lowest"
            );
            Assert.AreEqual(r.AccuracyAuto - r.AccuracyInt8!.Value, r.AutoMinusInt8!.Difference, 1e-12);
            Assert.AreEqual(100 / 256.0, r.ConfidenceThreshold);
            Assert.AreEqual(r.Sweep[100].Accuracy, r.AccuracyAuto, 1e-12);
            Assert.AreEqual(1 - r.Sweep[100].FullFraction, r.LightFraction, 1e-12);
        }
    }

    [TestMethod]
    public void ThePairedIntervalIsThatOfTheDifferences()
    {
        Random random = TestSeed.New(nameof(ThePairedIntervalIsThatOfTheDifferences));
        for (int trial = 0; trial < 50; trial++)
        {
            int n = random.Next(10, 2000),
                b = random.Next(n / 2),
                c = random.Next(n / 2);
            double[] d = [.. Enumerable.Repeat(1.0, b), .. Enumerable.Repeat(-1.0, c), .. Enumerable.Repeat(0.0, n - b - c)];
            double mean = d.Average(),
                error = Math.Sqrt(d.Average(v => (v - mean) * (v - mean)) / n);
            PairedDifference p = PairedInterval.Of(b, c, n);
            Assert.AreEqual(mean, p.Difference, 1e-12);
            Assert.AreEqual(mean - (1.959964 * error), p.Low, 1e-6);
            Assert.AreEqual(mean + (1.959964 * error), p.High, 1e-6);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow("coopnet", true)]
    [DataRow("bcnet-logits", true)]
    [DataRow("bcnet-features", false)]
    public void ATestSetThroughTheEngineGivesTheArgmaxOfItsLogits(string form, bool keepsLastLayer)
    {
        Engine.Require();
        Random random = TestSeed.New(nameof(ATestSetThroughTheEngineGivesTheArgmaxOfItsLogits));
        BundleBuilder builder =
            form == "coopnet" ? SampleBundles.Residual(random) : SampleBundles.Glued(random, form, keepsLastLayer);
        TensorBundle bundle = builder.Build();
        byte[] blob = Quantiser.Quantise(bundle, new QuantiseOptions(40)).Blob;
        Dataset data = Labelled(bundle.Calibration, random);
        int reported = 0;
        EvaluationResult r = Evaluator.Run(
            blob,
            data,
            new EvaluationOptions(Threads: 3),
            new Counter(n => reported = Math.Max(reported, n))
        );
        using Engine engine = Engine.Open(blob);
        ModelBlob model = BlobReader.Read(blob);
        for (int i = 0; i < data.Count; i++)
        {
            double[]?[] logits = engine.Logits(data.Sample(i).Span, model);
            Assert.AreEqual(ArgMax(logits[0]!), r.Outcomes.Samples[i].Light);
            Assert.AreEqual(ArgMax(logits[form == "coopnet" ? 1 : 2]!), r.Outcomes.Samples[i].Full);
            if (keepsLastLayer)
            {
                Assert.AreEqual(ArgMax(logits[1]!), r.Outcomes.Samples[i].Int8);
            }
        }

        Assert.AreEqual(keepsLastLayer, r.AccuracyInt8 is not null, "accuracyInt8 is null where the INT8 network has no logits");
        Assert.AreEqual(data.Count, reported);
        Assert.AreEqual(40 / 256.0, r.ConfidenceThreshold);
        CollectionAssert.AreEqual(
            r.Outcomes.Samples.ToArray(),
            Evaluator.Run(blob, data, new EvaluationOptions(Threads: 1)).Outcomes.Samples.ToArray()
        );
    }

    [TestMethod]
    public void ABlobTheEngineRefusesIsRefusedWithItsRule()
    {
        Engine.Require();
        byte[] blob = BlobTests.HexExample();
        blob[224 + BlobLayout.LayerMacs]++;
        BlobWriter.Seal(blob);
        Dataset data = new(new Shape(4, 4, 1), new byte[16], [0], "test");
        ModelFormatException e = Assert.ThrowsExactly<ModelFormatException>(() => Evaluator.Run(blob, data));
        Assert.AreEqual("refused", e.Name);
        StringAssert.Contains(e.Message, "network bnn, layer 0");
        StringAssert.Contains(e.Message, "number of multiplications");
        Assert.AreEqual(
            "badLabels",
            Assert
                .ThrowsExactly<DatasetException>(() =>
                    Evaluator.Run(BlobTests.HexExample(), new Dataset(new Shape(4, 4, 1), new byte[16], null, "test"))
                )
                .Name
        );
    }

    [TestMethod]
    public void ACardKeepsWhatTrainingWroteAndGetsTheIntegerFigures()
    {
        using TestFolder folder = new();
        string path = folder["card.json"];
        File.WriteAllText(path, """{"name": "mine", "seed": 7, "integer": {"accuracyInt8": null, "note": "ü"}}""");
        ModelBlob model = BlobReader.Read(BlobTests.HexExample());
        EvaluationResult r = EvaluationResult.Of(RandomOutcomes(new Random(1), 100), 61, 1, 1);
        ModelCard.Update(path, model, r);
        JsonNode card = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.AreEqual("mine", card["name"]!.GetValue<string>());
        Assert.AreEqual(7, card["seed"]!.GetValue<int>());
        Assert.AreEqual("ü", card["integer"]!["note"]!.GetValue<string>());
        Assert.AreEqual(r.AccuracyInt8!.Value, card["integer"]!["accuracyInt8"]!.GetValue<double>());
        Assert.AreEqual(model.Header.Sha256, card["integer"]!["blobSha256"]!.GetValue<string>());
        JsonNode sum = card["integer"]!["paperRam"]!["model"]!;
        Assert.AreEqual(model.Nets.Sum(n => PaperRam.Of([n])), sum["total"]!.GetValue<int>(), "the papers add up the networks");
        Assert.AreEqual(
            sum["total"]!.GetValue<int>(),
            new[] { "parameters", "activations", "im2col" }.Sum(part => sum[part]!.GetValue<int>())
        );
        Assert.AreEqual(r.AccuracyFull, CardSummary.Read(path)!.Full);
        Assert.AreEqual(61 / 256.0, card["integer"]!["confidenceThreshold"]!.GetValue<double>());
        File.WriteAllText(path, "[]");
        Assert.AreEqual("badCard", Assert.ThrowsExactly<DatasetException>(() => ModelCard.Update(path, model, r)).Name);
    }

    [TestMethod]
    public void AnInspectionSumsUpTheExample()
    {
        ModelBlob blob = BlobReader.Read(BlobTests.HexExample());
        ModelInspection model = ModelInspection.Of(blob);
        Assert.HasCount(7, model.Rows);
        Assert.AreEqual(blob.Nets.Sum(n => n.Layers.Sum(l => l.Macs)), model.Macs);
        Assert.IsTrue(model.PeakLiveBytes <= model.PlannedArenaBytes && model.PlannedArenaBytes <= model.ArenaBytes);
        Assert.AreEqual(model.ArenaBytes + (2 * 32), model.RamBytes, "two input banks of 16 bytes, rounded up to 32");
        Assert.IsTrue(model.PaperRamBytes > model.Rows.Sum(r => r.FlashBytes), "the papers count parameters as RAM");
    }

    private static int ArgMax(double[] values) => Array.IndexOf(values, values.Max());

    private static Dataset Labelled(Dataset images, Random random) =>
        new(
            images.Shape,
            Enumerable.Range(0, images.Count).SelectMany(i => images.Sample(i).ToArray()).ToArray(),
            Enumerable.Range(0, images.Count).Select(_ => random.Next(SampleBundles.Classes)).ToArray(),
            "test"
        );

    private static Outcomes RandomOutcomes(Random random, int count) =>
        new(
            new OutcomeSource("m", true, new string('a', 64), "x.npz", "made"),
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i =>
                    {
                        int full = random.Next(3);
                        return new Outcome(i, random.Next(3), random.Next(3), full, full, random.Next(65537));
                    }),
            ],
            null
        );

    private sealed class Counter(Action<int> report) : IProgress<int>
    {
        public void Report(int value)
        {
            lock (this)
            {
                report(value);
            }
        }
    }
}
