// The same C on the PC and on the emulated Cortex-M7: one result, and counts that never change.
using NanoCoopNet.Interop;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class EngineTests
{
    private const int GeneratedInputs = 20;

    [TestMethod]
    [DataRow(BoardCpu.Pc)]
    [DataRow(BoardCpu.M7)]
    [DataRow(BoardCpu.M4)]
    [DataRow(BoardCpu.M3)]
    public void GoldenModelsGiveGoldenResults(BoardCpu cpu)
    {
        using var bench = new NativeBench(cpu);
        foreach (GoldenModel model in TestBlob.Golden)
        {
            int[] info = StoreAndOpen(bench, model);
            foreach (GoldenCase golden in model.Cases)
            {
                RunResult run = bench.Run(info, golden.Input);
                AssertSame(golden.Logits, run.Logits, model.Name);
                AssertSame(golden.Confidence, run.Confidence, model.Name);
            }
        }
    }

    [TestMethod]
    public void BothCpusAgreeOnEveryLogitAndConfidence()
    {
        Random random = TestSeed.New(nameof(BothCpusAgreeOnEveryLogitAndConfidence));
        using var pc = new NativeBench(BoardCpu.Pc);
        using var m7 = new NativeBench(BoardCpu.M7);
        foreach (GoldenModel model in TestBlob.Golden)
        {
            int[] pcInfo = StoreAndOpen(pc, model);
            int[] m7Info = StoreAndOpen(m7, model);
            CollectionAssert.AreEqual(pcInfo, m7Info);
            for (int i = 0; i < GeneratedInputs; i++)
            {
                byte[] input = new byte[pcInfo[ModelField.InputBytes]];
                random.NextBytes(input);
                RunResult a = pc.Run(pcInfo, input),
                    b = m7.Run(m7Info, input);
                AssertSame(a.Logits, b.Logits, model.Name);
                AssertSame(a.Confidence, b.Confidence, model.Name);
            }
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void BothCpusAgreeOnTheModelsThatAreShipped()
    {
        string[] models = Directory.GetFiles(Path.Combine(SourceTree.Root, "host-tools/models"), "*.ncn");
        if (models.Length == 0)
        {
            Assert.Inconclusive("this checkout ships no model");
        }

        Random random = TestSeed.New(nameof(BothCpusAgreeOnTheModelsThatAreShipped));
        foreach (string file in models)
        {
            using var pc = new NativeBench(BoardCpu.Pc);
            using var m7 = new NativeBench(BoardCpu.M7);
            var model = new GoldenModel(Path.GetFileName(file), File.ReadAllBytes(file), 0, []);
            int[] info = StoreAndOpen(pc, model);
            StoreAndOpen(m7, model);
            byte[] input = new byte[info[ModelField.InputBytes]];
            random.NextBytes(input);
            RunResult a = pc.Run(info, input),
                b = m7.Run(info, input);
            AssertSame(a.Logits, b.Logits, model.Name);
            AssertSame(a.Confidence, b.Confidence, model.Name);
            Console.WriteLine(
                $"{model.Name}: {b.Counts.Sum(c => (long)c)} instructions, {m7.Machine!.CallStackPeakBytes} bytes of stack"
            );
        }
    }

    [TestMethod]
    public void CountsAreTheSameOnEveryRunAndInEveryProcess()
    {
        var counts = new List<List<int>>();
        for (int process = 0; process < 2; process++)
        {
            using var bench = new NativeBench(BoardCpu.M7);
            for (int round = 0; round < 2; round++)
            {
                var all = new List<int>();
                foreach (GoldenModel model in TestBlob.Golden)
                {
                    int[] info = StoreAndOpen(bench, model);
                    all.AddRange(model.Cases.SelectMany(c => bench.Run(info, c.Input).Counts));
                }

                counts.Add(all);
                Assert.IsTrue(all.TrueForAll(c => c > 0));
            }
        }

        foreach (List<int> others in counts)
        {
            CollectionAssert.AreEqual(counts[0], others);
        }
    }

    [TestMethod]
    public void NativeCallsFitTheClrsStack()
    {
        using var bench = new NativeBench(BoardCpu.M7);
        foreach (GoldenModel model in TestBlob.Golden)
        {
            int[] info = StoreAndOpen(bench, model);
            bench.Run(info, model.Cases[0].Input);
        }

        Console.WriteLine($"most bytes of stack: {bench.Machine!.CallStackPeakBytes}");
        Assert.IsLessThan(M7Layout.CallStackBytes / 2, bench.Machine.CallStackPeakBytes, "the CLR needs the other half");
    }

    [TestMethod]
    [DataRow(BoardCpu.Pc)]
    [DataRow(BoardCpu.M7)]
    public void AnArenaOneByteTooSmallIsRefused(BoardCpu cpu)
    {
        GoldenModel model = TestBlob.CoopNet;
        int need;
        using (var ample = new NativeBench(cpu))
        {
            need = StoreAndOpen(ample, model)[10];
        }

        using (var enough = new NativeBench(cpu, need))
        {
            StoreAndOpen(enough, model);
        }

        using (
            var board = RunningBoard.Start(
                new VirtualBoardOptions
                {
                    Cpu = cpu,
                    ArenaBytes = need - 1,
                    FastArenaBytes = 0,
                    Link = "tcp",
                    FlashTimeScale = 0,
                }
            )
        )
        {
            using var client = Link.BoardClient.Open(board.PortName);
            Link.BoardErrorException e = Assert.ThrowsExactly<Link.BoardErrorException>(() => client.Push(model.Blob));
            Console.WriteLine(e.Message);
            Assert.IsFalse(client.Status().HasModel);
        }
    }

    private static int[] StoreAndOpen(NativeBench bench, GoldenModel model)
    {
        Assert.IsGreaterThanOrEqualTo(0, bench.Store(model.Blob), model.Name);
        int slot = bench.Store(model.Blob);
        int[] info = new int[ModelField.Ints];
        Assert.IsGreaterThanOrEqualTo(0, bench.Native.ModelOpen(NativeBench.Context, slot, info), model.Name);
        return info;
    }

    private static void AssertSame(int[]?[] wanted, int[]?[] got, string model)
    {
        for (int net = 0; net < 3; net++)
        {
            CollectionAssert.AreEqual(wanted[net], got[net], $"{model} net {net}: {string.Join(' ', got[net] ?? [])}");
        }
    }
}
