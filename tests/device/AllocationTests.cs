// The inference loop leaves nothing for the garbage collector: not one byte in 1,000 inferences.
namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class AllocationTests
{
    [TestMethod]
    [DataRow(CoopMode.Auto)]
    [DataRow(CoopMode.Light)]
    [DataRow(CoopMode.Full)]
    [DataRow(CoopMode.Int8)]
    public void InferencesAllocateNothing(CoopMode mode)
    {
        var native = new FakeNative { Model = FakeModel.WithGlue(), KeepsLog = false };
        native.Store.Put(DeviceUnderTest.SomeBlob);
        var state = new DeviceState(native, new FakeLink(), new FakeBoard());
        state.OpenNewestModel();
        state.Settings.SetMode(mode);
        byte[] sample = new byte[native.Model.InputBytes];
        byte[] payload = new byte[Protocol.LargestPayload];

        Assert.AreEqual(
            0,
            Allocated(() =>
            {
                state.Model.WriteSample(0, 0, sample, 0, sample.Length);
                state.Infer(0, true);
                state.Infer(0, false);
                state.Result.Write(payload, 7);
            })
        );
        Assert.AreEqual(4000, state.Statistics.Inferences);
    }

    [TestMethod]
    public void TheLibrarysClassifyAllocatesNothing()
    {
        var native = new FakeNative { KeepsLog = false };
        native.Store.Put(DeviceUnderTest.SomeBlob);
        var classifier = new CooperativeClassifier(native, 216_000_000);
        classifier.OpenNewest();
        var result = new ClassifierResult();
        byte[] sample = new byte[classifier.InputBytes];
        int letters = 0;

        Assert.AreEqual(
            0,
            Allocated(() =>
            {
                classifier.Classify(sample, result);
                letters += classifier.ClassName(result.Answer).Length;
            })
        );
        Assert.AreEqual(2000 * "class0".Length, letters);
    }

    [TestMethod]
    public void TheAutomaticThresholdAllocatesNothing()
    {
        var native = new FakeNative { KeepsLog = false };
        native.Store.Put(DeviceUnderTest.SomeBlob);
        var state = new DeviceState(native, new FakeLink(), new FakeBoard());
        state.OpenNewestModel();
        state.Model.WriteSample(0, 0, new byte[native.Model.InputBytes], 0, native.Model.InputBytes);
        state.Auto.Start(AutoKind.Latency, 10, 1, 1);
        byte[] payload = new byte[Protocol.LargestPayload];
        int i = 0;

        Assert.AreEqual(
            0,
            Allocated(() =>
            {
                native.Model.Confidence[2] = i++ * 37 % 256;
                state.Infer(0, false);
                state.Auto.Write(payload);
            })
        );
    }

    [TestMethod]
    public void ConsoleLinesAllocateNothing()
    {
        var native = new FakeNative { KeepsLog = false };
        native.Store.Put(DeviceUnderTest.SomeBlob);
        var link = new FakeLink { KeepsOutput = false };
        var board = new FakeBoard();
        var state = new DeviceState(native, link, board);
        state.OpenNewestModel();
        var output = new ConsoleOutput(link);
        var report = new ConsoleReport(native, board, state, output);
        var lines = new BenchmarkOutput(output);
        var benchmark = new BenchmarkRun(native, board, state, lines);
        var console = new TextConsole(
            state.Settings,
            new ConsoleCommands(board, state, output, report, new RunCommand(state, report, output)),
            new BenchmarkCommands(board, state, benchmark, lines),
            output
        );
        byte[] typed =
        [
            .. "status\rstats\rct 0.3\rct 7\rct auto latency 2\rct auto\rstatus\rct auto x\rmode auto\rnonsense\rhelp\r"u8,
            .. "name%db load 6%db 000102030405%infer 2 1%\r"u8,
        ];

        Assert.AreEqual(
            0,
            Allocated(() =>
            {
                console.Take(typed, typed.Length);
                while (benchmark.Poll()) { }
            })
        );
    }

    /// <summary>Bytes allocated by 1,000 calls, after as many to warm up.</summary>
    private static long Allocated(Action action)
    {
        for (int i = 0; i < 1000; i++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
