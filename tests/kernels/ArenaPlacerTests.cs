// The placement of buffers in two regions against trying every choice of regions and every order of placing.
using NanoCoopNet.Model;
using NanoCoopNet.Packing;

namespace NanoCoopNet.Kernels.Tests;

[TestClass]
public sealed class ArenaPlacerTests
{
    private const int Cases = 300,
        MostCost = 50;

    private sealed record Buffer(int Bytes, int First, int Last);

    [TestMethod]
    public void NoChoiceOfRegionsThatFitsCostsLess()
    {
        Random random = TestSeed.New(nameof(NoChoiceOfRegionsThatFitsCostsLess));
        int without = 0,
            both = 0;
        for (int i = 0; i < Cases; i++)
        {
            BlobLayer[][] nets = Nets(random);
            int stem = random.Next(2);
            int steps = nets.Sum(n => n.Length),
                input = 32 * random.Next(1, 4);
            long[][] costs =
            [
                .. Enumerable
                    .Range(0, steps)
                    .Select(_ => Enumerable.Range(0, 8).Select(_ => (long)random.Next(MostCost)).ToArray()),
            ];
            ArenaPlacer placer = new(nets, stem, input, (step, inSram) => costs[step][(int)inSram]);
            int whole = ArenaPlan.Of(nets, stem).Bytes + (2 * input);
            int fast = 32 * random.Next(0, whole / 32),
                sram = 32 * random.Next(0, whole / 32);
            ArenaPlaces? found = placer.Least(fast, sram);
            long? best = Best(nets, stem, input, costs, fast, sram);
            Assert.AreEqual(
                best,
                found is null ? null : placer.CostOf(found),
                $"case {i}: fast {fast}, SRAM {sram}, {string.Join(' ', ArenaPlan.Lives(nets, stem))}"
            );
            without += found is null ? 1 : 0;
            if (found is { } places)
            {
                AssertValid(nets, stem, input, places, fast, sram);
                both += places is { FastBytes: > 0, SramBytes: > 0 } ? 1 : 0;
            }
        }

        Assert.IsInRange(1, Cases - 1, without, "both cases occur");
        Assert.IsGreaterThan(Cases / 10, both, "models in both regions");
    }

    // A BNN and an INT8 network of few layers each, chains and an addition.
    private static BlobLayer[][] Nets(Random random) =>
        [Net(random, 2, LayerOp.ConvBitsToInt8), Net(random, random.Next(2, 4), LayerOp.Conv)];

    private static BlobLayer[] Net(Random random, int layers, LayerOp op)
    {
        List<BlobLayer> net = [];
        for (int i = 0; i < layers; i++)
        {
            bool last = i == layers - 1,
                adds = i == 2;
            Shape output = adds ? net[1].Output : new Shape(1, last ? 1 : 32, last ? 4 : random.Next(1, 5));
            LayerOp kind =
                last ? LayerOp.DenseLogits
                : adds ? LayerOp.Add
                : op;
            net.Add(
                new BlobLayer(
                    kind,
                    0,
                    LayerFlags.None,
                    i - 1,
                    adds ? 0 : -1,
                    output,
                    output,
                    1,
                    1,
                    1,
                    1,
                    1,
                    1,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    default,
                    default,
                    default,
                    default,
                    0
                )
            );
        }

        return [.. net];
    }

    // Least cost of all choices of regions for banks and buffers for which some order of placing fits.
    private static long? Best(BlobLayer[][] nets, int stem, int input, long[][] costs, int fast, int sram)
    {
        IReadOnlyList<ArenaBuffer> buffers = ArenaPlan.Lives(nets, stem);
        long? best = null;
        for (int choice = 0; choice < 1 << (buffers.Count + 1); choice++)
        {
            bool InSram(int i) => (choice >> i & 1) != 0;
            bool banks = InSram(buffers.Count);
            bool Output(int step) =>
                InSram(Enumerable.Range(0, buffers.Count).Single(i => buffers[i].Step == step && !buffers[i].IsScratch));
            bool Scratch(int step) =>
                Enumerable.Range(0, buffers.Count).Any(i => buffers[i].Step == step && buffers[i].IsScratch && InSram(i));
            long cost = 0;
            int step = 0;
            foreach (BlobLayer[] net in nets)
            {
                int first = step;
                foreach (BlobLayer layer in net)
                {
                    bool source =
                        layer.Source0 >= 0 ? Output(first + layer.Source0)
                        : net == nets[1] && stem > 0 ? Output(stem - 1)
                        : banks;
                    source |= layer.Op == LayerOp.Add && Output(first + layer.Source1);
                    cost += costs[step][(source ? 1 : 0) + (Output(step) ? 2 : 0) + (Scratch(step) ? 4 : 0)];
                    step++;
                }
            }

            if (
                (best is null || cost < best)
                && new[] { false, true }.All(region =>
                    Fits(
                        [
                            .. Banks(banks == region, input, step),
                            .. buffers.Where((_, i) => InSram(i) == region).Select(b => new Buffer(b.Bytes, b.First, b.Last)),
                        ],
                        region ? sram : fast
                    )
                )
            )
            {
                best = cost;
            }
        }

        return best;
    }

    private static IEnumerable<Buffer> Banks(bool here, int input, int steps) =>
        here ? [new(input, 0, steps - 1), new(input, 0, steps - 1)] : [];

    // Whether some order of placing each buffer at its lowest place fits: true whenever any plan does.
    private static bool Fits(IReadOnlyList<Buffer> buffers, int bytes)
    {
        bool Place(List<(Buffer Buffer, int At)> placed, IReadOnlyList<Buffer> left)
        {
            for (int i = 0; i < left.Count; i++)
            {
                Buffer b = left[i];
                int at = 0;
                while (
                    placed.Any(p =>
                        p.Buffer.First <= b.Last && b.First <= p.Buffer.Last && at < p.At + p.Buffer.Bytes && p.At < at + b.Bytes
                    )
                )
                {
                    at += 32;
                }

                if (at + b.Bytes <= bytes && Place([.. placed, (b, at)], [.. left.Where((_, k) => k != i)]))
                {
                    return true;
                }
            }

            return left.Count == 0;
        }

        return Enumerable
                .Range(0, buffers.Count == 0 ? 0 : buffers.Max(b => b.Last) + 1)
                .All(s => buffers.Where(b => b.First <= s && s <= b.Last).Sum(b => b.Bytes) <= bytes) && Place([], buffers);
    }

    private static void AssertValid(BlobLayer[][] nets, int stem, int input, ArenaPlaces places, int fast, int sram)
    {
        Assert.IsLessThanOrEqualTo(fast, places.FastBytes);
        Assert.IsLessThanOrEqualTo(sram, places.SramBytes);
        HashSet<(int Step, bool InSram, int Unit)> used = [];
        void Take(ArenaPlace place, int bytes, int first, int last)
        {
            Assert.IsLessThanOrEqualTo(place.InSram ? places.SramBytes : places.FastBytes, place.Offset + bytes);
            for (int step = first; step <= last; step++)
            {
                for (int at = place.Offset; at < place.Offset + bytes; at += 32)
                {
                    Assert.IsTrue(used.Add((step, place.InSram, at / 32)), $"step {step}, {place}");
                }
            }
        }

        foreach (ArenaPlace bank in places.Banks)
        {
            Take(bank, input, 0, places.Layers.Count - 1);
        }

        foreach (ArenaBuffer b in ArenaPlan.Lives(nets, stem))
        {
            Take(b.IsScratch ? places.Layers[b.Step].Scratch : places.Layers[b.Step].Output, b.Bytes, b.First, b.Last);
        }
    }
}
