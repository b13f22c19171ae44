// The app on nanoFramework's own CLR, where the environment names one: a short push and measure, answer for answer as on the
// virtual board. The CLR and its stand-ins for serial port and pins are no part of the project.
using System.Diagnostics;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public sealed class NanoClrTests
{
    private const string Command = "NANOCOOP_NANOCLR";
    private const string Port = "NANOCOOP_NANOCLR_PORT";
    private const string Assemblies = "NANOCOOP_NANOCLR_PE";
    private const int Samples = 50;

    [TestMethod]
    [DataRow("coopnet.ncn")]
    [DataRow("bcnet-features.ncn")]
    public void AnswersAreThoseOfTheVirtualBoard(string model)
    {
        using Process clr = StartClr();
        try
        {
            using RunningBoard board = TestBoard.Start(BoardCpu.Pc);
            using BoardClient expected = BoardClient.Open(board.PortName);
            using BoardClient actual = Open(Environment.GetEnvironmentVariable(Port)!);
            GoldenModel golden = TestBlob.Golden.First(m => m.Name == model);
            actual.Push(golden.Blob);
            expected.Push(golden.Blob);
            Random random = TestSeed.New(nameof(NanoClrTests));
            for (int sample = 0; sample < Samples; sample++)
            {
                byte[] input = new byte[golden.Cases[0].Input.Length];
                random.NextBytes(input);
                byte threshold = (byte)random.Next(256);
                InferRequest what = sample % 2 == 0 ? InferRequest.Both : InferRequest.AsBoardSays;
                Assert.AreEqual(
                    Answer(expected, input, threshold, what),
                    Answer(actual, input, threshold, what),
                    $"sample {sample}"
                );
            }

            CollectionAssert.AreEqual(expected.Console("ct 0.5").ToArray(), actual.Console("ct 0.5").ToArray());
            actual.Reset();
            Assert.AreEqual(128, actual.ConfidenceThreshold(), "CT is kept over a reset");
            Assert.IsTrue(actual.Push(golden.Blob).Skipped, "and so is the model");
        }
        finally
        {
            clr.Kill(entireProcessTree: true);
        }
    }

    [TestMethod]
    public void MLPerfTinysRunnerDrivesIt()
    {
        using Process clr = StartClr();
        try
        {
            string port = Environment.GetEnvironmentVariable(Port)!;
            using (BoardClient client = Open(port))
            {
                client.Push(TestBlob.CoopNet.Blob);
            }

            using IByteTransport transport = Transports.Open(port);
            BenchmarkRunnerTests.Dialogue(transport, TestBlob.CoopNet, "NUCLEO-F767ZI");
        }
        finally
        {
            clr.Kill(entireProcessTree: true);
        }
    }

    private static string Answer(BoardClient client, byte[] input, byte threshold, InferRequest what)
    {
        client.ConfidenceThreshold(threshold);
        client.UploadSample(0, input);
        InferResult r = client.Infer(0, what);
        return $"CT {threshold}: {r.Mode} {r.Answer}, BNN {r.BnnTop1} {r.BnnTop2}, INT8 {r.Int8Top1}, glue {r.GlueTop1}, "
            + $"{r.Confidence256} {r.Confidence65536}";
    }

    private static BoardClient Open(string port)
    {
        Eventually.IsTrue(() => File.Exists(port), $"{port} appears");
        return BoardClient.Open(port);
    }

    private static Process StartClr()
    {
        string? command = Environment.GetEnvironmentVariable(Command);
        string? port = Environment.GetEnvironmentVariable(Port);
        if (command is null || port is null)
        {
            Assert.Inconclusive($"{Command} and {Port} name no nanoCLR and its port");
        }

        // A link that an earlier run left would be taken for the port that is still to come.
        if (new FileInfo(port).LinkTarget is not null)
        {
            File.Delete(port);
        }

        var start = new ProcessStartInfo(command) { UseShellExecute = false };
        foreach (
            string pe in (Environment.GetEnvironmentVariable(Assemblies) ?? "").Split(
                Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            start.ArgumentList.Add(pe);
        }

        return Process.Start(start)!;
    }
}
