// Repacked models answer as before, bit for bit, on the PC and on the emulated Cortex-M7; and packing back gives the bytes there
// were.
using NanoCoopNet.Bridge;
using NanoCoopNet.Interop;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Kernels.Tests;

[TestClass]
public sealed class RepackTests
{
    private const int Models = 120,
        ShippedImages = 3,
        OneByteRamBytes = 64 * 1024,
        FastestRamBytes = 80 * 1024;

    /// <summary>All of the store for one model, whose slot begins with its records.</summary>
    private static readonly PackingBudget Generous = new(
        (3 * 256 * 1024) - CommittedSlot.BlobAt,
        Toolchain.ArenaBytes,
        Toolchain.ArenaBytes
    );
    private const int LeastFastBytes = 256;
    private const double MostSlower = 1.01;

    /// <summary>Costs by lot choose layouts by lot, so that layouts meet all shapes they take, not only those where they are
    /// fast.</summary>
    [TestMethod]
    [TestCategory("Slow")]
    public void GeneratedModelsAnswerAsBefore()
    {
        Random random = TestSeed.New(nameof(GeneratedModelsAnswerAsBefore));
        using PcNative pc = Toolchain.Pc();
        using M7Machine machine = Toolchain.M7();
        EmulatedNative emulated = new(machine, pc);
        Dictionary<string, int> layouts = [];
        int placed = 0;
        foreach (GoldenModel model in Toolchain.RandomModels(random.Next(), Models))
        {
            CostTable byLot = new([
                .. Enum.GetValues<LayerOp>()
                    .SelectMany(op =>
                        WeightLayouts
                            .Of(op)
                            .Prepend(0)
                            .Select(kernel => new CostRow(
                                (int)op,
                                kernel,
                                1,
                                1,
                                1,
                                1,
                                1,
                                1,
                                1,
                                1,
                                random.Next(1, 1000),
                                0,
                                [.. Enumerable.Range(0, 8).Select(_ => (long)random.Next(100))]
                            ))
                    ),
            ]);
            Packer packer = new(model.Blob, byLot);
            if (packer.ReferenceBlob.Length > Generous.FlashBytes)
            {
                continue; // no board holds it
            }

            int whole = BlobReader.Read(packer.ReferenceBlob).Header.EngineArenaBytes;
            PackedModel packed = packer.Fastest(
                Generous with
                {
                    FastBytes = random.Next(2) == 0 ? Toolchain.ArenaBytes : random.Next(Math.Min(LeastFastBytes, whole), whole),
                }
            );
            placed += BlobReader.Read(packed.Blob).Header.Places is null ? 0 : 1;
            CollectionAssert.AreEqual(
                packer.ReferenceBlob,
                new Packer(packed.Blob).Reference(Generous).Blob,
                $"{model.Name}: and back"
            );
            Assert.AreEqual(packed.Report.BlobBytes, packed.Blob.Length, $"{model.Name}: bytes as reported");
            foreach (LayerPacking layer in packed.Report.Layers)
            {
                string layout = $"{BlobNames.Of(layer.Op)} {layer.Layout}";
                layouts[layout] = layouts.GetValueOrDefault(layout) + 1;
            }

            int[] pcInfo = ModelRun.Open(pc, pc.LoadBlob(0, packed.Blob)),
                m7Info = M7Tests.OpenOnM7(machine, emulated, packed.Blob);
            Assert.AreEqual(
                packed.Report.FastBytes + packed.Report.SramBytes,
                pcInfo[ModelField.ArenaBytes],
                $"{model.Name}: RAM as reported"
            );
            foreach (GoldenCase c in model.Cases)
            {
                ModelRun.Of(pc, pcInfo, c.Input).AssertEquals(c.Logits, c.Confidence, $"{model.Name} on the PC");
                ModelRun.Of(emulated, m7Info, c.Input).AssertEquals(c.Logits, c.Confidence, $"{model.Name} on the M7");
            }
        }

        Assert.IsGreaterThan(Models / 4, placed, "models in two regions");
        Console.WriteLine(string.Join(", ", layouts.OrderBy(l => l.Key).Select(l => $"{l.Value} {l.Key}")));
        Assert.IsTrue(
            layouts.Keys.Any(l => !l.EndsWith(" reference", StringComparison.Ordinal)),
            "layouts other than the reference's were chosen"
        );
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void ShippedModelsAnswerTheSameInEveryLayout()
    {
        Random random = TestSeed.New(nameof(ShippedModelsAnswerTheSameInEveryLayout));
        using PcNative pc = Toolchain.Pc();
        using M7Machine machine = Toolchain.M7();
        EmulatedNative emulated = new(machine, pc);
        foreach (string file in Shipped())
        {
            Packer packer = new(File.ReadAllBytes(file));
            byte[] fastest = packer.Fastest(Generous).Blob;
            for (int i = 0; i < ShippedImages; i++)
            {
                int[] info = ModelRun.Open(pc, pc.LoadBlob(0, packer.ReferenceBlob));
                byte[] image = new byte[info[ModelField.InputBytes]];
                random.NextBytes(image);
                ModelRun before = ModelRun.Of(pc, info, image);
                ModelRun
                    .Of(pc, ModelRun.Open(pc, pc.LoadBlob(0, fastest)), image)
                    .AssertEquals(before.Logits, before.Confidence, $"{file} on the PC");
                ModelRun
                    .Of(emulated, M7Tests.OpenOnM7(machine, emulated, fastest), image)
                    .AssertEquals(before.Logits, before.Confidence, $"{file} on the M7");
            }
        }
    }

    /// <summary>All buffers of a shipped model's BNN lie in the board's fast memory: it fits whole, or its places say
    /// so.</summary>
    [TestMethod]
    public void EveryShippedBinaryNetworkWorksInFastMemory()
    {
        foreach (string file in Shipped())
        {
            ModelBlob model = BlobReader.ReadFile(file);
            PackingReport report = Packer.Explain(
                model,
                smallest => new(BlobLayout.MaxBlobBytes, ArenaSizes.Default.FastArenaBytes, ArenaSizes.Default.ArenaBytes)
            );
            Assert.IsTrue(report.Layers.Where(l => l.Net == NetKind.Bnn).All(l => l.InSram == InSram.None), file);
        }
    }

    /// <summary>A shipped model is at most 1 % slower than `repack` would make it with today's cost table.</summary>
    [TestMethod]
    public void ShippedModelsArePackedByTodaysTable()
    {
        BoardDescription board = BoardDescription.NucleoF767Zi;
        List<string> slow = [];
        foreach (string file in Shipped())
        {
            ModelBlob model = BlobReader.ReadFile(file);
            Packer packer = new(model.Bytes);
            int flashBytes = PackingBudget.FlashWithoutLosingASlot(
                packer.ReferenceBlob.Length,
                board.FlashStore.Sectors,
                board.FlashStore.SectorBytes
            );
            PackedModel again = packer.Fastest(new PackingBudget(flashBytes, board.FastArenaBytes, board.ArenaBytes));
            long now = Cycles(model),
                best = Cycles(BlobReader.Read(again.Blob));
            Console.WriteLine($"{Path.GetFileName(file)}: {now} cycles, {(now - best) / (double)best:P2} more than packed again");
            if (now > MostSlower * best)
            {
                slow.Add(file);
            }
        }

        Assert.IsEmpty(slow, "nanocoop repack MODEL -o MODEL, with each --card that names it");
    }

    // Of all its networks.
    private static long Cycles(ModelBlob model) =>
        model.Nets.Sum(net => ModelClock.Of(model.Bytes.Span).Net((int)net.Kind).Cycles);

    /// <summary>The plan takes no byte more than live at once at the fullest step, which no plan can do with less.</summary>
    [TestMethod]
    public void ArenaPlansOfShippedModelsAreTheLeastPossible()
    {
        foreach (string file in Shipped())
        {
            Packer packer = new(File.ReadAllBytes(file));
            foreach (byte[] blob in new[] { packer.ReferenceBlob, packer.Fastest(Generous).Blob })
            {
                ArenaPlan plan = ArenaPlan.Of(BlobReader.Read(blob));
                Assert.AreEqual(plan.LiveBytes.Max(), plan.Bytes, file);
            }
        }
    }

    /// <summary>Peak RAM of CaffeNet's BC-Net: input banks, activations, tables and scratch; weights stay in flash. The fastest
    /// layouts need nothing beyond it; kernels of the reference layout transform weights while they run where an arena has
    /// more.</summary>
    [TestMethod]
    public void CaffeNetBcNetFitsItsRam()
    {
        Packer packer = new(File.ReadAllBytes(Shipped().Single(f => Path.GetFileName(f) == "caffenet-cifar10-bcnet.ncn")));
        PackedModel oneByte = packer.Fastest(Generous with { FlashBytes = packer.ReferenceBlob.Length }),
            fastest = packer.Fastest(Generous);
        foreach (
            (string name, PackedModel model, int ram, double slower) in new[]
            {
                ("one byte a weight", oneByte, OneByteRamBytes, 1.3),
                ("fastest", fastest, FastestRamBytes, 1.01),
            }
        )
        {
            long tight = Instructions(model.Blob, ram),
                ample = Instructions(model.Blob, Toolchain.ArenaBytes);
            Console.WriteLine(
                $"{name}: {model.Report.FastBytes} bytes planned, {tight} instructions in {ram} bytes, {ample} in "
                    + $"{Toolchain.ArenaBytes}"
            );
            Assert.IsLessThanOrEqualTo(ram, model.Report.FastBytes, name);
            Assert.IsLessThan(slower, tight / (double)ample, $"{name}: slower in {ram} bytes");
        }
    }

    // Of one inference of all networks on the emulated core.
    private static long Instructions(byte[] blob, int arenaBytes)
    {
        using PcNative pc = Toolchain.Pc();
        using M7Machine machine = Toolchain.M7(arenaBytes, fastBytes: 0);
        EmulatedNative emulated = new(machine, pc);
        int[] info = M7Tests.OpenOnM7(machine, emulated, blob);
        return ModelRun.Of(emulated, info, new byte[info[ModelField.InputBytes]]).Costs.Sum(c => (long)c);
    }

    private static string[] Shipped() =>
        [.. Directory.GetFiles(SourceTree.PathOf("host-tools", "models"), "*.ncn").Order(StringComparer.Ordinal)];
}
