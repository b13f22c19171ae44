// MLPerf Tiny's runner drives the board: what it reads is what the golden cases say.
using NanoCoopNet.Device;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public sealed class BenchmarkRunnerTests
{
    [TestMethod]
    [DataRow("coopnet.ncn", BoardCpu.Pc)]
    [DataRow("bcnet-logits.ncn", BoardCpu.Pc)]
    [DataRow("bcnet-features.ncn", BoardCpu.M7)]
    public void ResultsAreTheProbabilitiesOfTheGoldenLogits(string model, BoardCpu cpu)
    {
        using RunningBoard board = TestBoard.Start(cpu);
        using (BoardClient client = BoardClient.Open(board.PortName))
        {
            client.Push(TestBlob.Golden.First(m => m.Name == model).Blob);
        }

        using IByteTransport port = Transports.Open(board.PortName);
        Dialogue(port, TestBlob.Golden.First(m => m.Name == model), "NUCLEO-F767ZI");
    }

    /// <summary>The runner's whole dialogue on a board that holds the model, in every mode it has.</summary>
    internal static void Dialogue(IByteTransport port, GoldenModel model, string boardName)
    {
        var runner = new BenchmarkRunner(port);
        Assert.AreEqual(boardName, runner.Name());
        Assert.Contains(l => l.StartsWith("m-model-[", StringComparison.Ordinal), runner.Send("profile"));
        List<double[]> answers = [];
        List<int> labels = [];
        foreach (GoldenCase one in model.Cases.Take(3))
        {
            runner.Load(one.Input);
            foreach (string mode in new[] { "light", "full" })
            {
                port.Write(System.Text.Encoding.ASCII.GetBytes($"mode {mode}\r"));
                runner.Send("");
                (double[] results, long elapsed) = runner.Infer(3, 1);
                int[] logits =
                    mode == "light" ? one.Logits[Networks.Bnn]! : one.Logits[Networks.Glue] ?? one.Logits[Networks.Int8]!;
                Assert.AreEqual(1, results.Sum(), 1e-6, mode);
                Assert.AreEqual(Array.IndexOf(logits, logits.Max()), Array.IndexOf(results, results.Max()), mode);
                answers.Add(results);
                labels.Add(Array.IndexOf(logits, logits.Max()));
                Assert.IsGreaterThanOrEqualTo(0, elapsed);
            }
        }

        Assert.AreEqual(
            100,
            RunnerScore.Accuracy(answers, labels),
            "the runner's top-1 where the labels are the model's answers"
        );
        Assert.IsInRange(0.5, 1, RunnerScore.Auc(answers, labels), "the runner's area under the curves");
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(BoardCpu.M7)]
    public void ItsClockIsTheModelledOneWhateverThePcDoes(BoardCpu cpu)
    {
        GoldenModel model = TestBlob.Golden.First(m => m.Name == "coopnet.ncn");
        List<long> elapsed = [];
        for (int run = 0; run < 2; run++)
        {
            using RunningBoard board = TestBoard.Start(cpu);
            using (BoardClient client = BoardClient.Open(board.PortName))
            {
                client.Push(model.Blob);
            }

            using IByteTransport port = Transports.Open(board.PortName);
            var runner = new BenchmarkRunner(port);
            Assert.AreEqual("NUCLEO-F767ZI", runner.Name(), "the first answer: what the port held before goes with it");
            runner.Load(model.Cases[0].Input);
            port.Write("mode full\r"u8.ToArray());
            runner.Send("");
            elapsed.Add(runner.Infer(Runs, 1).ElapsedUs);
            double expectedMs = NanoCoopNet.Bridge.BoardClock.Default.Ms(Runs * (double)Cycles(model.Blob));
            Assert.AreEqual(expectedMs, elapsed[^1] / 1e3, 1.01, "the clock has whole milliseconds");
        }

        Assert.AreEqual(elapsed[0], elapsed[1]);
    }

    private const int Runs = 300;

    // Mode full asks no confidence; the virtual board's own clock has no managed code.
    private static long Cycles(byte[] blob)
    {
        NanoCoopNet.Bridge.PartClock parts = NanoCoopNet.Bridge.ModelClock.Of(blob).Parts;
        return (parts.Bnn + parts.Int8 + parts.Glue).Cycles;
    }
}
