// A virtual board with a core that the NUCLEO-F767ZI does not have: instructions are that core's, and no time is made of them.
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public class OtherCoreTests
{
    [TestMethod]
    [DataRow(BoardCpu.M4, "Cortex-M4 (virtual)", false)]
    [DataRow(BoardCpu.M3, "Cortex-M3 (virtual)", false)]
    [DataRow(BoardCpu.M7, "NUCLEO-F767ZI (virtual)", true)]
    public void OnlyTheClocksOwnBoardHasMilliseconds(BoardCpu cpu, string name, bool hasTime)
    {
        using var files = new Files();
        string record = files.At("record.csv"),
            data = files.Data("x.npz", Files.GoldenBlob(), 2);
        using RunningBoard board = Needs.Tools(() => RunningBoard.Start(new VirtualBoardOptions { Cpu = cpu }));
        Tool.Succeed("push", Files.Golden(), "--port", board.PortName);
        Outcome measured = Tool.Measure(Files.Golden(), "--data", data, "--port", board.PortName, "--out", record);
        Assert.AreEqual(ExitCode.Success, measured.Code, measured.Error);
        MeasurementHeader header = MeasurementFile.Parse(record, File.ReadAllText(record)).Header;
        Assert.AreEqual((name, TimeSource.EmulatedInstructions), (header.Board, header.TimeSource));
        Assert.AreEqual((hasTime, hasTime), (header.Modelled is not null, header.ModelledLayers is not null));
        string part = measured.Output.Split('\n').Single(l => l.TrimStart().StartsWith("light mode", StringComparison.Ordinal));
        Assert.AreEqual(hasTime ? 0 : 3, part.Split(' ').Count(w => w == "–"), part); // est. ms, at least, at most
        StringAssert.Contains(Tool.Succeed("info", "--port", board.PortName).Output, name);
    }
}
