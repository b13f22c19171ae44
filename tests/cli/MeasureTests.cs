// Measurements that are interrupted, shared among boards, or refused.
using System.Diagnostics;
using System.Globalization;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class MeasureTests
{
    private const int Samples = 1000;

    [TestMethod]
    [TestCategory("Slow")]
    public void AKilledRunGoesOnAndEqualsAnUninterruptedOne()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string data = files.Data("x.npz", Files.GoldenBlob(), Samples),
            whole = files.At("whole.csv"),
            resumed = files.At("resumed.csv");
        string[] Arguments(string output) =>
            [Files.Golden(), "--data", data, "--port", board.PortName, "--no-layers", "--out", output];
        Assert.AreEqual(ExitCode.Success, Tool.Measure(Arguments(whole)).Code);

        int before = KillAfter(resumed, 200, ["measure", .. Arguments(resumed)]);
        Assert.IsFalse(File.Exists(resumed));
        Outcome rest = Tool.Measure(Arguments(resumed));
        Assert.AreEqual(ExitCode.Success, rest.Code, rest.Error);
        StringAssert.Contains(rest.Error, "going on after");
        Assert.IsFalse(File.Exists(resumed + ".partial"));

        MeasurementFile one = Read(whole),
            two = Read(resumed);
        Assert.IsGreaterThanOrEqualTo(200, before);
        Assert.HasCount(1, one.Sessions);
        Assert.HasCount(2, two.Sessions);
        StringAssert.Contains(
            two.Sessions[1],
            string.Create(CultureInfo.InvariantCulture, $"after {before} rows, warm-up discarded: 16 inferences")
        );
        Assert.HasCount(Samples, two.Rows);
        CollectionAssert.AreEqual(
            one.Rows.Select(Answers).ToArray(),
            two.Rows.Select(Answers).ToArray(),
            "all but the PC's clock"
        );
        Assert.AreEqual(SealState.Intact, RecordSeal.Check(File.ReadAllBytes(resumed)));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void AKilledRunLeavesTheBoardsModeAndEcho()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string data = files.Data("x.npz", Files.GoldenBlob(), Samples),
            record = files.At("light.csv");
        string[] arguments =
        [
            Files.Golden(),
            "--data",
            data,
            "--mode",
            "light",
            "--port",
            board.PortName,
            "--no-layers",
            "--out",
            record,
        ];
        Assert.IsTrue(KillAfter(record, 50, ["measure", .. arguments]) >= 50);
        Assert.AreEqual("auto", ModeOf(board));
        Outcome rest = Tool.Measure(arguments);
        Assert.AreEqual(ExitCode.Success, rest.Code, rest.Error);
        Assert.AreEqual("auto", ModeOf(board), "after its resume as well");
        Assert.IsTrue(Read(record).Rows.All(r => r.Result.Mode == TakenMode.Light));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void TwoRunsDoNotWriteOneRecord()
    {
        using Files files = new();
        using RunningBoard first = Boards.Start("coopnet"),
            second = Boards.Start("coopnet");
        string data = files.Data("x.npz", Files.GoldenBlob(), Samples),
            record = files.At("run.csv");
        string[] Arguments(RunningBoard board) =>
            ["measure", Files.Golden(), "--data", data, "--port", board.PortName, "--out", record];
        using Process tool = Start(Arguments(first));
        while (!tool.HasExited && RowsOf(record + ".partial") < 20)
        {
            Thread.Sleep(5);
        }

        Outcome other = Tool.Fail(ExitCode.FileNotWritable, "fileNotWritable", [.. Arguments(second), "--restart"]);
        StringAssert.Contains(other.Error, "another nanocoop");
        tool.WaitForExit();
        Assert.AreEqual(0, tool.ExitCode, tool.StandardError.ReadToEnd());
        CollectionAssert.AreEqual(Enumerable.Range(0, Samples).ToArray(), Read(record).Rows.Select(r => r.Index).ToArray());
        Assert.AreEqual(SealState.Intact, RecordSeal.Check(File.ReadAllBytes(record)));
        Assert.IsFalse(File.Exists(record + ".lock"));
    }

    [TestMethod]
    public void WhatAnotherRunLeftIsNotGoneOnWith()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string data = files.Data("x.npz", Files.GoldenBlob(), 30),
            record = files.At("r.csv"),
            partial = record + ".partial";
        string[] arguments = [Files.Golden(), "--data", data, "--port", board.PortName, "--out", record];
        Assert.AreEqual(ExitCode.Success, Tool.Measure(arguments).Code);
        string[] lines = File.ReadAllLines(record);

        // a torn last line is dropped; so is a seal whose file had not got its name yet
        File.WriteAllText(partial, string.Join('\n', lines[..^8]) + "\n21,0,1");
        Assert.AreEqual(ExitCode.Success, Tool.Measure(arguments).Code);
        Assert.HasCount(30, Read(record).Rows);
        File.Copy(record, partial);
        Assert.AreEqual(ExitCode.Success, Tool.Measure(arguments).Code);
        Assert.HasCount(30, Read(record).Rows);

        foreach (
            string spoilt in new[]
            {
                string.Join('\n', lines[..^8]).Replace("# mode: both", "# mode: light", StringComparison.Ordinal) + "\n",
                string.Join('\n', [.. lines[..18], .. lines[20..^8]]) + "\n",
                string.Join('\n', lines[..^8])
                    .Replace(",full,", ",fool,", StringComparison.Ordinal)
                    .Replace(",light,", ",fool,", StringComparison.Ordinal) + "\n",
            }
        )
        {
            File.WriteAllText(partial, spoilt);
            Tool.Fail(ExitCode.BadRecord, "badRecord", ["measure", .. arguments]);
            Assert.AreEqual(spoilt, File.ReadAllText(partial), "nothing is changed by a command that fails");
        }

        Assert.AreEqual(ExitCode.Success, Tool.Measure([.. arguments, "--restart", "--warm-up", "0"]).Code);
        StringAssert.EndsWith(Read(record).Sessions.Single(), "0 inferences");
    }

    [TestMethod]
    public void SeveralBoardsShareTheSamplesAndKeepTheirOwnRecords()
    {
        using Files files = new();
        using RunningBoard first = Boards.Start("coopnet"),
            second = Boards.Start("coopnet");
        string data = files.Data("x.npz", Files.GoldenBlob(), 25);
        string[] arguments = [Files.Golden(), "--data", data, "--out", files.At("run.csv"), "--port"];
        Outcome both = Tool.Measure([.. arguments, $"{first.PortName},{second.PortName}", "--json"]);
        Assert.AreEqual(ExitCode.Success, both.Code, both.Error);
        CollectionAssert.AreEqual(
            new[] { 13, 12 },
            both.Json.EnumerateArray().Select(r => r.GetProperty("samples").GetInt32()).ToArray()
        );
        Assert.AreEqual("1 of 2", both.Json[1].GetProperty("shard").GetString());
        Assert.IsGreaterThan(0.0, both.Json[0].GetProperty("parts").GetProperty("bnn").GetProperty("p99").GetDouble());

        Assert.AreEqual(ExitCode.Success, Tool.Measure([.. arguments, first.PortName]).Code);
        MeasurementRow[] shards =
        [
            .. Read(files.At("run.0.csv")).Rows.Concat(Read(files.At("run.1.csv")).Rows).OrderBy(r => r.Index),
        ];
        CollectionAssert.AreEqual(Read(files.At("run.csv")).Rows.Select(Answers).ToArray(), shards.Select(Answers).ToArray());
        Assert.AreEqual(
            25,
            Tool.Succeed("sweep", files.At("run.0.csv"), files.At("run.1.csv"), "--json").Json.GetProperty("samples").GetInt32()
        );

        Tool.Succeed("push", Files.Golden("bcnet-logits"), "--port", second.PortName);
        Tool.Fail(ExitCode.ModelMismatch, "modelMismatch", ["measure", .. arguments, $"{first.PortName},{second.PortName}"]);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void ChosenPointsAreConfirmedOnTheBoard()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string data = files.Data("x.npz", Files.GoldenBlob(), 40),
            record = files.At("run.csv");
        Assert.AreEqual(
            ExitCode.Success,
            Tool.Measure(Files.Golden(), "--data", data, "--port", board.PortName, "--out", record).Code
        );
        Tool.Succeed("ct", "0.3", "--port", board.PortName);
        string[] confirm = ["confirm", record, "--model", Files.Golden(), "--data", data, "--port", board.PortName];
        foreach (string[] more in new string[][] { ["--ct", "0.1", "--ct", "0.6"], [] })
        {
            var points = Tool.Succeed([.. confirm, .. more, "--json"]).Json.GetProperty("points").EnumerateArray().ToArray();
            Assert.IsNotEmpty(points);
            Assert.IsTrue(
                points.All(p => p.GetProperty("otherModes").GetInt32() == 0 && p.GetProperty("otherAnswers").GetInt32() == 0)
            );
            Assert.IsTrue(
                points.All(p => p.GetProperty("predictedAccuracy").GetDouble() == p.GetProperty("measuredAccuracy").GetDouble())
            );
        }

        StringAssert.Contains(Tool.Succeed(confirm).Output, "eq. (7)");
        StringAssert.Contains(Tool.Succeed("ct", "--port", board.PortName).Output, "0.301", "the board is left as it was");
        Tool.Fail(
            ExitCode.ModelMismatch,
            "modelMismatch",
            "confirm",
            record,
            "--model",
            Files.Golden("bcnet-logits"),
            "--data",
            data,
            "--port",
            board.PortName
        );
        string other = files.Data("other.npz", Files.GoldenBlob(), 40);
        Tool.Fail(
            ExitCode.BadRecord,
            "badRecord",
            "confirm",
            record,
            "--model",
            Files.Golden(),
            "--data",
            other,
            "--port",
            board.PortName
        );
    }

    private static MeasurementFile Read(string path) => MeasurementFile.Parse(path, File.ReadAllText(path));

    private static object Answers(MeasurementRow r) =>
        (
            r.Index,
            r.Label,
            r.Result.Mode,
            r.Result.Answer,
            r.Result.BnnTop1,
            r.Result.BnnTop2,
            r.Result.Int8Top1,
            r.Result.GlueTop1,
            r.Result.Confidence65536
        );

    private static string ModeOf(RunningBoard board) =>
        Tool.Succeed("info", "--port", board.PortName, "--json").Json.GetProperty("status").GetProperty("mode").GetString()!;

    private static Process Start(string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "nanocoop.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    /// <summary>Runs the tool as a process and kills it (SIGKILL) once the partial record has so many rows; returns how many
    /// whole ones are left.</summary>
    private static int KillAfter(string record, int rows, string[] arguments)
    {
        using Process tool = Start(arguments);
        while (!tool.HasExited && RowsOf(record + ".partial") < rows)
        {
            Thread.Sleep(5);
        }

        Assert.IsFalse(tool.HasExited, tool.HasExited ? tool.StandardError.ReadToEnd() : "");
        tool.Kill();
        tool.WaitForExit();
        return RowsOf(record + ".partial");
    }

    private static int RowsOf(string path) =>
        !File.Exists(path) ? 0 : File.ReadAllText(path).Split('\n')[..^1].Count(l => char.IsAsciiDigit(l.FirstOrDefault()));
}
