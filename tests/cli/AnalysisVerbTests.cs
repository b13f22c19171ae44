// The verbs of analysis on records that the tool itself wrote.
using System.Text.Json;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class AnalysisVerbTests
{
    [TestMethod]
    public void SweepReadsWhatMeasureWrote()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string record = files.At("run.csv"), curve = files.At("curve.csv"), data = files.Data("x.npz", Files.GoldenBlob(), 12);
        Assert.AreEqual(ExitCode.Success, Tool.Measure(Files.Golden(), "--data", data, "--port", board.PortName, "--out", record).Code);

        JsonElement json = Tool.Succeed("sweep", record, "--all", "--csv", curve, "--json").Json;
        Assert.AreEqual(256, json.GetProperty("curve").GetArrayLength());
        Assert.HasCount(257, File.ReadAllLines(curve));
        Assert.AreEqual(0.0, json.GetProperty("curve")[0].GetProperty("fullFraction").GetDouble());
        Assert.AreEqual(JsonValueKind.Null, json.GetProperty("curve")[0].GetProperty("meanMs").ValueKind, "the PC's clock says nothing about the board");
        string text = Tool.Succeed("sweep", record, "--fp32", "1").Output;
        StringAssert.Contains(text, "break-even with INT8");
        StringAssert.Contains(text, "time saved: 1 − L / L_INT8");

        StringAssert.Contains(Tool.Succeed("sweep", record, "--model", Files.Golden()).Output, "papers' sum");
        Tool.Fail(ExitCode.ModelMismatch, "modelMismatch", "sweep", record, "--model", Files.Golden("bcnet-logits"));

        File.AppendAllText(record, "\n");
        Tool.Fail(ExitCode.BadRecord, "editedRecord", "sweep", record);
        Tool.Fail(ExitCode.Usage, "usage", "sweep", record, "--fp32", "90.2");
        Tool.Fail(ExitCode.Usage, "usage", "sweep", "--json", record);
    }

    [TestMethod]
    public void PredictionsOfThePcEqualTheBoards()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("bcnet-logits");
        string record = files.At("run.csv"), predictions = files.At("p.csv"), data = files.Data("x.npz", Files.GoldenBlob("bcnet-logits"), 30);
        Assert.AreEqual(ExitCode.Success, Tool.Measure(Files.Golden("bcnet-logits"), "--data", data, "--count", "10", "--port", board.PortName, "--out", record).Code);
        Tool.Succeed("evaluate", Files.Golden("bcnet-logits"), "--data", data, "--record", predictions);
        JsonElement json = Tool.Succeed("sweep", predictions, "--costs", record, "--json").Json;
        Assert.AreEqual(30, json.GetProperty("samples").GetInt32());
        Assert.AreEqual(10, json.GetProperty("costsMeasuredOn").GetInt32());
        Assert.AreEqual(JsonValueKind.Null, json.GetProperty("baseline").ValueKind, "a BC-Net's INT8 branch is no baseline");
        Tool.Fail(ExitCode.BadRecord, "duplicateSample", "sweep", record, record);
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", "sweep", files.At("nothing.csv"));
    }

    [TestMethod]
    public void SteFindsAThresholdOrSaysWhyNot()
    {
        using Files files = new();
        string predictions = files.At("p.csv"), data = files.Data("x.npz", Files.GoldenBlob(), 400);
        Boards.Needs(() => Tool.Succeed("evaluate", Files.Golden(), "--data", data, "--record", predictions));
        JsonElement json = Tool.Succeed("ste", predictions, "--full-fraction", "0.5", "--json").Json;
        Assert.AreEqual(3, json.GetProperty("predictors").GetArrayLength());
        Assert.IsInRange(0.0, 0.99, json.GetProperty("chosen").GetProperty("ct").GetDouble());
        Assert.AreEqual(100, json.GetProperty("points").GetArrayLength());
        StringAssert.Contains(Tool.Succeed("ste", predictions).Output, "BC-Net's own");

        Tool.Fail(ExitCode.TargetUnreachable, "targetUnreachable", "ste", predictions, "--accuracy", "1");
        Tool.Fail(ExitCode.BadRecord, "noMilliseconds", "ste", predictions, "--latency-ms", "20");
        Tool.Fail(ExitCode.Usage, "usage", "ste", predictions, "--accuracy", "84");
        Tool.Succeed("evaluate", Files.Golden(), "--data", data, "--count", "9", "--record", predictions);
        Tool.Fail(ExitCode.BadRecord, "tooFewSamples", "ste", predictions);
    }

    [TestMethod]
    public void ReportWritesOnePageOrSaysWhyNot()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string record = files.At("run.csv"), data = files.Data("x.npz", Files.GoldenBlob(), 12), page = files.At("report.html");
        Assert.AreEqual(ExitCode.Success, Tool.Measure(Files.Golden(), "--data", data, "--port", board.PortName, "--out", record).Code);
        Boards.Needs(() => Tool.Succeed("report", record, "-o", page, "--model", Files.Golden(), "--csv", files.At("csv"), "--markdown", files.At("report.md")));
        StringAssert.Contains(File.ReadAllText(page), "report-data");
        StringAssert.Contains(File.ReadAllText(files.At("report.md")), "convBits");
        Assert.IsTrue(File.Exists(Path.Combine(files.At("csv"), "summary.csv")));

        Tool.Fail(ExitCode.Usage, "usage", "report", record, "-o", record);
        Tool.Fail(ExitCode.Usage, "usage", "report", record, "-o", page, "--png");
        Tool.Fail(ExitCode.Usage, "usage", "report", record, "-o", page, "--ct", "1.5");
        Tool.Fail(ExitCode.BadModel, "badMagic", "report", record, "-o", page, "--model", record);
        File.AppendAllText(record, "\n");
        Tool.Fail(ExitCode.BadRecord, "editedRecord", "report", record, "-o", page);
    }
}
