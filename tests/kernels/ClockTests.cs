// The one clock: estimates of layers that the cost table has and has not, of whole models, and its calibration.
using System.Text.Json;
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Kernels.Tests;

[TestClass]
public sealed class ClockTests
{
    private const double LeastWithinBounds = 0.9;

    [TestMethod]
    public void ALayerThatIsNotInTheTableIsWithinItsBounds()
    {
        int within = 0,
            all = 0;
        foreach (CostRow row in CostTable.Default.Rows)
        {
            CostTable others = new([.. CostTable.Default.Rows.Where(r => r.Shape != row.Shape)]);
            if (others.Of(row.Shape, InSram.None) is { } estimate)
            {
                long real = BoardClock.Default.Of(row, InSram.None).Cycles;
                Assert.IsFalse(estimate.IsExact);
                within += real >= estimate.Least && real <= estimate.Most ? 1 : 0;
                all++;
            }
        }

        Console.WriteLine($"{within} of {all} layers within the bounds of what the others say");
        Assert.IsGreaterThan(100, all);
        Assert.IsGreaterThanOrEqualTo(LeastWithinBounds, within / (double)all);
    }

    [TestMethod]
    public void EveryLayerOfAShippedModelIsKnownAndTheSumIsThatOfItsLayers()
    {
        foreach (string file in Directory.GetFiles(SourceTree.PathOf("host-tools", "models"), "*.ncn"))
        {
            ModelBlob model = BlobReader.ReadFile(file);
            ModelClock clock = ModelClock.Of(model.Bytes.Span);
            foreach (BlobNet net in model.Nets)
            {
                IReadOnlyList<CycleEstimate?> layers = clock.Layers[(int)net.Kind];
                Assert.HasCount(net.Layers.Count, layers);
                Assert.IsTrue(layers.All(l => l is { } known && known.Least <= known.Cycles && known.Cycles <= known.Most), file);
                Assert.AreEqual(layers.Sum(l => l!.Value.Cycles), clock.Net((int)net.Kind).Cycles, file);
            }

            Assert.AreEqual(clock.Parts, PartClock.Parse(clock.Parts.ToString()), "as a record has it");
        }
    }

    [TestMethod]
    public void ManagedCodeIsPartOfEveryMode()
    {
        ManagedCode code = BoardClock.Default.Managed!;
        PartClock coopNet = Parts("gscnet-keywords-coopnet.ncn"),
            bcNet = Parts("gscnet-keywords-bcnet.ncn");
        foreach (
            (CycleEstimate part, int instructions) in new[]
            {
                (coopNet.ManagedLight, code.Light),
                (coopNet.ManagedFull, code.Full),
                (bcNet.ManagedFull, code.FullWithGlue),
                (coopNet.ManagedInt8, code.Int8),
            }
        )
        {
            Assert.AreEqual(instructions * 500e-6, BoardClock.Default.Ms(part.Least), 1e-4, "0.5 us an instruction");
            Assert.AreEqual(instructions * 800e-6, BoardClock.Default.Ms(part.Most), 1e-4, "0.8 us");
            Assert.AreEqual((part.Least + part.Most) / 2.0, part.Cycles, 1.0);
        }

        Assert.AreEqual(coopNet.Bnn + coopNet.Confidence + coopNet.ManagedLight, coopNet.Light);
        Assert.AreEqual(bcNet.Bnn + bcNet.Confidence + bcNet.Int8 + bcNet.Glue + bcNet.ManagedFull, bcNet.Full);
        Assert.AreEqual(bcNet.Light, bcNet.At(0));
        Assert.AreEqual(bcNet.Full, bcNet.At(1));
    }

    [TestMethod]
    public void ASharedStemIsPartOfTheBnnAndOfInt8Alone()
    {
        byte[] blob = File.ReadAllBytes(SourceTree.PathOf("tests", "kernels", "golden", "coopnet-stem.ncn"));
        ModelClock clock = ModelClock.Of(blob);
        Assert.IsTrue(clock.Layers[0].All(l => l is not null), "signs behind the stem have a cost");
        Assert.AreEqual(BlobReader.Read(blob).Header.StemLayers, clock.StemLayers);
        PartClock parts = clock.Parts;
        Assert.AreEqual(clock.Layers[0].Take(clock.StemLayers).Sum(l => l!.Value.Cycles), parts.Stem.Cycles);
        Assert.AreEqual(parts.Stem + parts.Int8 + parts.ManagedInt8, parts.Int8Alone);
        Assert.AreEqual(parts.Bnn + parts.Confidence + parts.Int8 + parts.Glue + parts.ManagedFull, parts.Full, "once");
        Assert.AreEqual(parts, PartClock.Parse(parts.ToString()));
    }

    private static PartClock Parts(string model) =>
        ModelClock.Of(BlobReader.ReadFile(SourceTree.PathOf("host-tools", "models", model)).Bytes.Span).Parts;

    [TestMethod]
    public void SramIsNeverFasterThanFastMemory()
    {
        foreach (CostRow row in CostTable.Default.Rows)
        {
            Assert.HasCount((int)InSram.All + 1, row.CyclesWaiting);
            Assert.AreEqual(row.CyclesWaiting[0], row.CyclesWaiting.Min());
        }
    }

    [TestMethod]
    public void AFactorIsFoundAgainInWhatWasMeasuredByIt()
    {
        Random random = TestSeed.New(nameof(AFactorIsFoundAgainInWhatWasMeasuredByIt));
        ModelBlob model = BlobReader.ReadFile(SourceTree.PathOf("host-tools", "models", "caffenet-cifar10-bcnet.ncn"));
        ModelClock clock = ModelClock.Of(model.Bytes.Span);
        double factor = Math.Round(random.NextDouble(), 2);
        IReadOnlyList<IReadOnlyList<int>> layers = [.. clock.Layers.Select(net => net.Select(l => Measured(l!.Value)).ToArray())];
        ClockFit fit = ClockFit.Of(model.Bytes.Span, [layers, layers]);
        Assert.AreEqual(factor, fit.Factor, 0.01);
        Assert.IsLessThan(0.001, fit.Error);
        using JsonDocument json = JsonDocument.Parse(ClockFit.Text(fit.Factor, "a \"board\"", fit.Layers));
        Assert.AreEqual(fit.Factor, json.RootElement.GetProperty("waitingFactor").GetDouble(), 0.005);
        Assert.AreEqual(fit.Layers.Count, json.RootElement.GetProperty("measured").GetArrayLength());

        // The estimate is core + F·waiting, the upper bound core + waiting.
        int Measured(CycleEstimate e)
        {
            double waiting = (e.Most - e.Cycles) / (1 - BoardClock.Default.WaitingFactor);
            return (int)Math.Round(e.Most - ((1 - factor) * waiting));
        }
    }
}
