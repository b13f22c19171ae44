// The latency model on costs that fit it exactly and on costs that do not; memory sums against the model's own figures.
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Analysis.Tests;

[TestClass]
public sealed class CostModelTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void ConstantCostsArePredictedExactly(bool coopNet)
    {
        using Records records = new();
        Random random = TestSeed.New(nameof(ConstantCostsArePredictedExactly));
        MeasurementRow[] rows =
        [
            .. Enumerable.Range(0, 50).Select(i => Records.Row(i, 0, 0, 0, coopNet ? null : 0, random.Next(257))),
        ];
        LatencyCheck check = LatencyModel.Check(records.Read(Records.Header(coopNet), rows))!;
        Assert.AreEqual(5, check.CharacterisedOn);
        Assert.AreEqual(45, check.CheckedOn);
        Assert.AreEqual(new PartCosts(100, 1, 300, coopNet ? 0 : 10), check.Constants);
        Assert.AreEqual(0, check.LargestRelativeError, 1e-12);
        Assert.AreEqual(0, check.LargestSampleError, 1e-12);
    }

    [TestMethod]
    public void AnErrorIsFoundWhereItIs()
    {
        // The tenth costs 100 + 1 (light) and 401 (full); the others 110 + 1 and 431, all light up to CT 0.5 and full above.
        using Records records = new();
        LatencyCheck check = LatencyModel.Check(
            records.Read(
                Records.Header(),
                [.. Enumerable.Range(0, 40).Select(i => Records.Row(i, 0, 0, 0, null, 128, i < 4 ? 0 : 10))]
            )
        )!;
        Assert.AreEqual(10 / 111.0, check.LargestRelativeError, 1e-12);
        Assert.AreEqual(10 / 111.0, check.LargestSampleError, 1e-12);
        Assert.AreEqual(36 * 101, check.PredictedCounts, 1e-9);
        Assert.AreEqual(36 * 111, check.MeasuredCounts, 1e-9);
        Assert.IsNull(
            LatencyModel.Check(records.Read(Records.Header(), [Records.Row(0, 0, 0, 0, null, 1)])),
            "too few to characterise by"
        );
    }

    [TestMethod]
    [DataRow("coopnet", 2)]
    [DataRow("bcnet-logits", 3)]
    public void MemoryIsSummedByMode(string model, int nets)
    {
        ModelBlob blob = BlobReader.ReadFile(Path.Combine(RepositoryRoot.Find(), "tests", "kernels", "golden", model + ".ncn"));
        MemoryModel memory = MemoryModel.Of(blob);
        Assert.HasCount(nets, memory.Nets);
        Assert.AreEqual(blob.Nets.Sum(n => PaperRam.Of([n])), memory.PapersFull);
        Assert.AreEqual(PaperRam.Of([blob.Nets[0]]), memory.PapersLight);
        Assert.AreEqual(blob.Nets.Sum(n => n.Layers.Sum(l => l.TensorBytes)), memory.Nets.Sum(n => n.Papers.Parameters));
        Assert.IsGreaterThanOrEqualTo(memory.FullLiveBytes, memory.PlannedArenaBytes);
        Assert.IsGreaterThanOrEqualTo(memory.LightLiveBytes, memory.FullLiveBytes);
    }
}
