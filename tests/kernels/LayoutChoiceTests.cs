// The packer's search against trying everything, and what the flash budget is by default.
using NanoCoopNet.Bridge;
using NanoCoopNet.Packing;

namespace NanoCoopNet.Kernels.Tests;

[TestClass]
public sealed class LayoutChoiceTests
{
    private const int Cases = 2000;

    [TestMethod]
    public void TheSearchFindsWhatTryingEverythingFinds()
    {
        Random random = TestSeed.New(nameof(TheSearchFindsWhatTryingEverythingFinds));
        int without = 0;
        for (int i = 0; i < Cases; i++)
        {
            LayerOption[][] layers = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Options(random))];
            int bytes = random.Next(0, 40 * layers.Length),
                scratch = random.Next(0, 40);
            // The arena's plan grows with no layer alone, nor with their sum: any predicate must do.
            bool FitsRam(IReadOnlyList<LayerOption> c) => c.Max(o => o.ScratchBytes) + (c[0].ScratchBytes / 2) <= scratch;
            (long Cycles, int Bytes)? best = All(layers, 0)
                .Where(c => c.Sum(o => o.WeightBytes) <= bytes && FitsRam(c))
                .Select(c => ((long, int)?)(c.Sum(o => o.Cycles), c.Sum(o => o.WeightBytes)))
                .Min();
            IReadOnlyList<LayerOption>? found = LayoutChoice.Fastest(layers, bytes, FitsRam);
            Assert.AreEqual(best, found is null ? null : (found.Sum(o => o.Cycles), found.Sum(o => o.WeightBytes)), $"case {i}");
            Assert.IsTrue(found is null || FitsRam(found));
            without += found is null ? 1 : 0;
        }

        Assert.IsInRange(1, Cases - 1, without, "both cases occur");
    }

    [TestMethod]
    [DataRow(100_000, 262_144 - 1024)]
    [DataRow(262_144 - 1024, 262_144 - 1024)]
    [DataRow(262_144 - 1023, (3 * 262_144) - 1024)]
    [DataRow(700_000, (3 * 262_144) - 1024)]
    public void SpeedNeverCostsASlotOfTheStore(int smallest, int budget) =>
        Assert.AreEqual(budget, PackingBudget.FlashWithoutLosingASlot(smallest, 3, 262_144));

    private static LayerOption[] Options(Random random) =>
        [
            .. Enumerable
                .Range(0, random.Next(1, 5))
                .Select(k => new LayerOption(
                    k,
                    "",
                    random.Next(0, 40),
                    random.Next(0, 40),
                    new CycleEstimate(random.Next(0, 30), 0, 0),
                    null,
                    []
                )),
        ];

    private static IEnumerable<LayerOption[]> All(LayerOption[][] layers, int from) =>
        from == layers.Length
            ?
            [
                [],
            ]
            : layers[from].SelectMany(o => All(layers, from + 1).Select(rest => (LayerOption[])[o, .. rest]));
}
