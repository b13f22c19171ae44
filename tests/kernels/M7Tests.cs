// The same models on the integer model, the PC and the emulated Cortex-M7: identical answers, and counts that repeat.
using NanoCoopNet.Bridge;
using NanoCoopNet.Interop;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Kernels.Tests;

[TestClass]
public sealed class M7Tests
{
    private const int Models = 150;

    [TestMethod]
    [TestCategory("Slow")]
    public void PcAndM7AndIntegerModelAgreeOnEveryLogitAndConfidence()
    {
        int seed = TestSeed.New(nameof(PcAndM7AndIntegerModelAgreeOnEveryLogitAndConfidence)).Next();
        GoldenModel[] models = Toolchain.RandomModels(seed, Models);
        using PcNative pc = Toolchain.Pc();
        using M7Machine machine = Toolchain.M7();
        var emulated = new EmulatedNative(machine, pc);
        foreach (GoldenModel model in models)
        {
            int[] pcInfo = ModelRun.Open(pc, pc.LoadBlob(0, model.Blob));
            int[] m7Info = OpenOnM7(machine, emulated, model.Blob);
            m7Info[ModelField.Slot] = pcInfo[ModelField.Slot];
            CollectionAssert.AreEqual(pcInfo, m7Info, $"{model.Name}: info of ModelOpen, arena plan included");
            foreach (GoldenCase c in model.Cases)
            {
                ModelRun.Of(pc, pcInfo, c.Input).AssertEquals(c.Logits, c.Confidence, $"{model.Name} on the PC");
                ModelRun.Of(emulated, m7Info, c.Input).AssertEquals(c.Logits, c.Confidence, $"{model.Name} on the M7");
            }
        }
    }

    [TestMethod]
    public void InstructionCountsAreTheSameFromRunToRun()
    {
        var runs = new List<int[]>();
        for (int machineNumber = 0; machineNumber < 2; machineNumber++)
        {
            using M7Machine machine = Toolchain.M7();
            using PcNative pc = Toolchain.Pc();
            var emulated = new EmulatedNative(machine, pc);
            for (int repeat = 0; repeat < 2; repeat++)
            {
                var costs = new List<int>();
                foreach (GoldenModel model in GoldenModel.ReadFolder(SourceTree.PathOf("tests", "kernels", "golden")))
                {
                    int[] info = OpenOnM7(machine, emulated, model.Blob);
                    foreach (GoldenCase c in model.Cases)
                    {
                        costs.AddRange(ModelRun.Of(emulated, info, c.Input).Costs);
                    }
                }

                runs.Add([.. costs]);
            }
        }

        Assert.IsTrue(runs[0].All(c => c > 0), "every layer costs instructions");
        foreach (int[] run in runs)
        {
            CollectionAssert.AreEqual(runs[0], run);
        }
    }

    /// <summary>Puts a model into the store and opens it; the fields of Model, as ModelOpen fills them.</summary>
    internal static unsafe int[] OpenOnM7(M7Machine machine, EmulatedNative emulated, byte[] blob)
    {
        emulated.ModelClose(1);
        CommittedSlot.Write(new Span<byte>((void*)machine.Flash, Toolchain.Store.Sectors * Toolchain.Store.SectorBytes), blob);
        return ModelRun.Open(emulated, 0);
    }
}
