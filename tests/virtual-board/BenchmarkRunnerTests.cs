// MLPerf Tiny's runner drives the board: what it reads is what the golden cases say.
using NanoCoopNet.Device;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public sealed class BenchmarkRunnerTests
{
    [TestMethod]
    [DataRow("coopnet.ncn", BoardCpu.Host)]
    [DataRow("bcnet-logits.ncn", BoardCpu.Host)]
    [DataRow("bcnet-features.ncn", BoardCpu.M7)]
    public void Results_are_the_golden_logits(string model, BoardCpu cpu)
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
        foreach (GoldenCase one in model.Cases.Take(3))
        {
            runner.Load(one.Input);
            foreach (string mode in new[] { "light", "full" })
            {
                port.Write(System.Text.Encoding.ASCII.GetBytes($"mode {mode}\r"));
                runner.Send("");
                (double[] results, long elapsed) = runner.Infer(3, 1);
                int[] logits = mode == "light" ? one.Logits[Networks.Bnn]! : one.Logits[Networks.Glue] ?? one.Logits[Networks.Int8]!;
                CollectionAssert.AreEqual(logits.Select(l => (double)l).ToArray(), results, mode);
                Assert.IsGreaterThanOrEqualTo(0, elapsed);
            }
        }
    }
}
