// The verbs of analysis on records that the tool itself wrote.
using System.Text.Json;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
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
        string record = files.At("run.csv"),
            curve = files.At("curve.csv"),
            data = files.Data("x.npz", Files.GoldenBlob(), 12);
        Assert.AreEqual(
            ExitCode.Success,
            Tool.Measure(Files.Golden(), "--data", data, "--port", board.PortName, "--out", record).Code
        );

        JsonElement json = Tool.Succeed("sweep", record, "--all", "--csv", curve, "--json").Json;
        Assert.AreEqual(256, json.GetProperty("curve").GetArrayLength());
        Assert.HasCount(257, File.ReadAllLines(curve));
        Assert.AreEqual(0.0, json.GetProperty("curve")[0].GetProperty("fullFraction").GetDouble());
        Assert.AreEqual(
            JsonValueKind.Null,
            json.GetProperty("curve")[0].GetProperty("meanMs").ValueKind,
            "the PC's clock says nothing about the board"
        );
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
        string record = files.At("run.csv"),
            predictions = files.At("p.csv"),
            data = files.Data("x.npz", Files.GoldenBlob("bcnet-logits"), 30);
        Assert.AreEqual(
            ExitCode.Success,
            Tool.Measure(
                Files.Golden("bcnet-logits"),
                "--data",
                data,
                "--count",
                "10",
                "--port",
                board.PortName,
                "--out",
                record
            ).Code
        );
        Tool.Succeed("evaluate", Files.Golden("bcnet-logits"), "--data", data, "--record", predictions);
        JsonElement json = Tool.Succeed("sweep", predictions, "--costs", record, "--json").Json;
        Assert.AreEqual(30, json.GetProperty("samples").GetInt32());
        Assert.AreEqual(10, json.GetProperty("costsMeasuredOn").GetInt32());
        Assert.AreEqual(JsonValueKind.Null, json.GetProperty("baseline").ValueKind, "a BC-Net's INT8 branch is no baseline");
        Tool.Fail(ExitCode.BadRecord, "duplicateSample", "sweep", record, record);
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", "sweep", files.At("nothing.csv"));
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void AThresholdThatWasFoundIsWrittenAndSent()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string predictions = files.At("p.csv"),
            data = files.Data("x.npz", Files.GoldenBlob(), 400),
            copy = files.At("copy.ncn");
        Tool.Succeed("evaluate", Files.Golden(), "--data", data, "--record", predictions);
        string[] ste = ["ste", predictions, "--full-fraction", "0.5"];
        double ct = Tool.Succeed([.. ste, "--model", Files.Golden(), "-o", copy, "--port", board.PortName, "--json"])
            .Json.GetProperty("chosen")
            .GetProperty("ct")
            .GetDouble();
        Assert.AreEqual(ct, BlobReader.ReadFile(copy).Header.ConfidenceThreshold / 256.0);
        Assert.AreEqual(
            ct,
            Tool.Succeed("ct", "--port", board.PortName, "--json").Json.GetProperty("confidenceThreshold").GetDouble()
        );

        Tool.Fail(ExitCode.Usage, "usage", [.. ste, "-o", copy]);
        Tool.Fail(ExitCode.Usage, "usage", "ste", predictions, "--model", Files.Golden(), "-o", copy);
        Tool.Fail(ExitCode.ModelMismatch, "modelMismatch", [.. ste, "--model", Files.Golden("bcnet-logits"), "-o", copy]);
        Tool.Succeed("push", Files.Golden("bcnet-logits"), "--port", board.PortName);
        Tool.Fail(ExitCode.ModelMismatch, "modelMismatch", [.. ste, "--port", board.PortName]);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void PairsAreChosenAndConfirmed()
    {
        using Files files = new();
        string[] models = [Files.Shipped("lenet5-mnist-coopnet"), Files.Shipped("lenet5-mnist-bcnet")];
        string Record(string model, string name, string data)
        {
            Tool.Succeed("evaluate", model, "--data", data, "--record", files.At(name));
            return files.At(name);
        }

        ModelBlob blob = BlobReader.ReadFile(models[0]);
        string validation = files.Data("val.npz", blob, 60),
            test = files.Data("test.npz", blob, 40);
        string[] records = [Record(models[0], "a.csv", validation), Record(models[1], "b.csv", validation)];
        string[] confirm = [Record(models[0], "at.csv", test), Record(models[1], "bt.csv", test)];
        string[] pair = ["pair", .. records, "--model", .. models];
        JsonElement free = Tool.Succeed([.. pair, "--csv", files.At("points.csv"), "--json"]).Json;
        Assert.AreEqual(JsonValueKind.Null, free.GetProperty("chosen").ValueKind);
        Assert.HasCount(free.GetProperty("points").GetInt32() + 1, File.ReadAllLines(files.At("points.csv")));
        JsonElement front = free.GetProperty("front");
        Assert.IsTrue(
            front
                .EnumerateArray()
                .Select(p => p.GetProperty("confidenceThreshold"))
                .All(ct => ct.ValueKind == JsonValueKind.Null || ct.GetDouble() < 1),
            "a threshold is a fraction in every JSON"
        );
        double most = front[front.GetArrayLength() - 1].GetProperty("accuracy").GetDouble();

        JsonElement json = Tool.Succeed([
            .. pair,
            "--accuracy",
            FormattableString.Invariant($"{most}"),
            "--power-mw",
            "400",
            "--confirm",
            .. confirm,
            "--json",
        ]).Json;
        JsonElement chosen = json.GetProperty("chosen"),
            confirmed = json.GetProperty("confirmed");
        Assert.AreEqual(most, chosen.GetProperty("accuracy").GetDouble());
        Assert.AreEqual(0.4 * chosen.GetProperty("meanMs").GetDouble(), chosen.GetProperty("meanMj").GetDouble(), 1e-9);
        Assert.AreEqual(40, json.GetProperty("confirmedSamples").GetInt32());
        foreach (string part in new[] { "kind", "light", "full", "confidenceThreshold" })
        {
            Assert.AreEqual(chosen.GetProperty(part).ToString(), confirmed.GetProperty(part).ToString(), part);
        }

        string found = files.At("pairs.json"),
            page = files.At("page.html");
        StringAssert.Contains(Tool.Succeed([.. pair, "--latency-ms", "1000"]).Output, "Best for the target");
        Tool.Succeed([.. pair, "--latency-ms", "1000", "--json", found]);
        Tool.Succeed("report", records[0], "-o", page, "--pairs", found, "--csv", files.At("csv"));
        Assert.HasCount(front.GetArrayLength() + 1, File.ReadAllLines(Path.Combine(files.At("csv"), "pairs-front.csv")));
        File.WriteAllText(found, "{}");
        Tool.Fail(ExitCode.BadRecord, "badPairs", "report", records[0], "-o", page, "--pairs", found);
        Tool.Fail(ExitCode.Usage, "usage", [.. pair, "-o", files.At("none.ncn")]);
        // the fastest is a BNN alone
        Tool.Fail(ExitCode.Usage, "usage", [.. pair, "--accuracy", "0", "-o", files.At("none.ncn")]);
        Assert.IsFalse(File.Exists(files.At("none.ncn")));
        Tool.Fail(ExitCode.TargetUnreachable, "targetUnreachable", [.. pair, "--latency-ms", "0"]);
        Tool.Fail(ExitCode.Usage, "usage", [.. pair, "--energy-mj", "1"]);
        Tool.Fail(ExitCode.BadRecord, "mixedData", "pair", records[0], confirm[1], "--model", models[0], models[1]);
        Tool.Fail(ExitCode.BadRecord, "noMilliseconds", "pair", records[0], records[1], "--model", models[0]);
        Tool.Fail(ExitCode.BadRecord, "noMilliseconds", "pair", records[0]);
    }

    [TestMethod]
    public void ABoundOnTheAccuracyLostSetsTheThreshold()
    {
        using Files files = new();
        string record = files.At("p.csv"),
            copy = files.At("copy.ncn"),
            model = Files.Shipped("lenet5-mnist-coopnet");
        Tool.Succeed("evaluate", model, "--data", files.Data("x.npz", BlobReader.ReadFile(model), 400), "--record", record);
        string[] ste = ["ste", record, "--risk", "0.3", "--confidence", "0.8"];
        JsonElement risk = Tool.Succeed([.. ste, "--model", model, "-o", copy, "--json"]).Json.GetProperty("risk");
        Assert.AreEqual(risk.GetProperty("confidenceThreshold").GetInt32(), BlobReader.ReadFile(copy).Header.ConfidenceThreshold);
        Assert.IsLessThanOrEqualTo(0.3, risk.GetProperty("loss").GetDouble());
        StringAssert.Contains(Tool.Succeed(ste).Output, "At most 30 points below INT8 with 80 % confidence");
        Tool.Fail(ExitCode.TargetUnreachable, "targetUnreachable", "ste", record, "--risk", "0", "--confidence", "0.999");
        Tool.Succeed(
            "evaluate",
            Files.Shipped("lenet5-mnist-bcnet"),
            "--data",
            files.At("x.npz"),
            "--record",
            files.At("bc.csv")
        );
        Tool.Fail(ExitCode.BadRecord, "badBaseline", "ste", files.At("bc.csv"), "--risk", "0.3");
        Tool.Succeed("ste", files.At("bc.csv"), "--risk", "0.9", "--baseline", record);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void EnergiesAreAModelsUntilTheyAreMeasured()
    {
        using Files files = new();
        string run = files.At("run.csv"),
            measured = files.At("measured.csv");
        string[] head =
        [
            "# nanocoop measurement 1",
            "# board: NUCLEO-F767ZI",
            "# uniqueId: 00",
            "# firmware: 0.1.0",
            "# build: interface 1",
            "# clockHz: 1000000",
            "# timeSource: dwt-cycles",
            "# model: m",
            "# blobSha256: " + new string('a', 64),
            "# mode: both",
            "# confidenceThreshold: 0.5",
            "# data: x.npz",
            "# started: 2026-01-01T00:00:00Z",
            "# layers: 1 1 0",
        ];
        const string columns =
            "index,label,answer,modeTaken,bnnTop1,bnnTop2,int8Top1,glueTop1,confidence256,confidence65536,"
            + "countsBnn,countsConfidence,countsInt8,countsGlue,countsGaps,countsEndToEnd,bnn.0,int8.0";
        IEnumerable<string> rows = Enumerable
            .Range(0, 200)
            .Select(i =>
                FormattableString.Invariant(
                    $"{i},{i % 2},{i % 2},full,{i % 3 % 2},0,{i % 2},,{i},{i << 8},9000,1000,30000,0,,0,,"
                )
            );
        void Write(string path, params string[] more)
        {
            File.WriteAllText(path, string.Concat(head.Concat(more).Append(columns).Concat(rows).Select(l => l + "\n")));
            RecordSeal.Append(path, 200);
        }

        Write(run);
        Write(measured, "# energyMj: light 5, full 12.5, probe");
        JsonElement model = Tool.Succeed("sweep", run, "--power-mw", "400,500", "--json").Json;
        StringAssert.StartsWith(
            model.GetProperty("energy").GetProperty("are").GetString(),
            "model: 400 mW (BNN), 500 mW (INT8, glue) × time"
        );
        Assert.AreEqual(4.0, model.GetProperty("energy").GetProperty("lightMj").GetDouble(), 1e-9, "10 ms × 400 mW");
        Assert.AreEqual(19.0, model.GetProperty("energy").GetProperty("fullMj").GetDouble(), 1e-9, "and 30 ms × 500 mW");
        JsonElement last = model.GetProperty("curve")[99];
        Assert.AreEqual(4 + (15 * last.GetProperty("fullFraction").GetDouble()), last.GetProperty("meanMj").GetDouble(), 1e-9);
        StringAssert.Contains(Tool.Succeed("sweep", measured).Output, "Energy, measured (probe): light 5.000 mJ, full 12.500 mJ");

        JsonElement chosen = Tool.Succeed("ste", run, "--energy-mj", "10", "--power-mw", "400,500", "--json")
            .Json.GetProperty("chosen");
        Assert.IsLessThanOrEqualTo(10.0, chosen.GetProperty("predictedMj").GetDouble());
        string[] polynomials = ["--method", "polynomial", "--stratify", "confidence", "--calibration", "0.3"];
        Tool.Succeed(["ste", measured, "--energy-mj", "10", .. polynomials]);
        StringAssert.Contains(
            Tool.Fail(ExitCode.TargetUnreachable, "targetUnreachable", "ste", measured, "--energy-mj", "4").Error,
            "light mode alone takes 5.000 mJ"
        );
        Tool.Fail(ExitCode.Usage, "usage", "ste", run, "--energy-mj", "10");
        Tool.Fail(ExitCode.Usage, "usage", "sweep", run, "--power-mw", "much");
    }

    [TestMethod]
    public void TheBoardKeepsATargetByItself()
    {
        using RunningBoard board = Boards.Start("coopnet");
        string[] auto = ["ct", "auto", "--port", board.PortName];
        StringAssert.Contains(Tool.Succeed(auto).Output, "automatic threshold off");
        StringAssert.Contains(Tool.Succeed([.. auto, "--latency-ms", "12.5"]).Output, "mean latency 12.500 ms of the PC");
        StringAssert.Contains(
            Tool.Succeed([.. auto, "--energy-mj", "3.2", "--power-mw", "400,500"]).Output,
            "model: 400 and 500 mW"
        );
        Assert.AreEqual(
            "settling",
            Tool.Succeed([.. auto, "--full-fraction", "0.25", "--json"]).Json.GetProperty("state").GetString()
        );
        StringAssert.Contains(Tool.Succeed("console", "--port", board.PortName, "--send", "status").Output, "auto full 0.250");
        StringAssert.Contains(Tool.Succeed("info", "--port", board.PortName).Output, "full mode 25.0 %, settling");
        Tool.Succeed([.. auto, "--off"]);
        StringAssert.Contains(Tool.Succeed(auto).Output, "automatic threshold off");
        Tool.Fail(ExitCode.Usage, "usage", [.. auto, "--energy-mj", "3"]);
        Tool.Fail(ExitCode.Usage, "usage", [.. auto, "--latency-ms", "3", "--off"]);
        Tool.Fail(ExitCode.Usage, "usage", [.. auto, "--latency-ms", "0"]);
        Tool.Fail(ExitCode.Usage, "usage", [.. auto, "--full-fraction", "1.5"]);
    }

    [TestMethod]
    public void SteFindsAThresholdOrSaysWhyNot()
    {
        using Files files = new();
        string predictions = files.At("p.csv"),
            data = files.Data("x.npz", Files.GoldenBlob(), 400);
        Needs.Tools(() => Tool.Succeed("evaluate", Files.Golden(), "--data", data, "--record", predictions));
        JsonElement json = Tool.Succeed("ste", predictions, "--full-fraction", "0.5", "--json").Json;
        Assert.AreEqual(3, json.GetProperty("predictors").GetArrayLength());
        Assert.IsInRange(0.0, 0.99, json.GetProperty("chosen").GetProperty("ct").GetDouble());
        Assert.AreEqual(100, json.GetProperty("points").GetArrayLength());
        StringAssert.Contains(Tool.Succeed("ste", predictions).Output, "BC-Net's own");
        Assert.AreEqual(JsonValueKind.Null, json.GetProperty("chosen").GetProperty("accuracy").GetProperty("measured").ValueKind);
        string[] confirmed = ["ste", predictions, "--full-fraction", "0.5", "--confirm", predictions];
        Assert.AreEqual(
            "x.npz",
            Tool.Succeed([.. confirmed, "--json"]).Json.GetProperty("confirmedOn").GetString(),
            "confirmed on the same file, where nothing can differ"
        );
        StringAssert.Contains(Tool.Succeed(confirmed).Output, "of x.npz");
        StringAssert.Contains(Tool.Succeed("ste", predictions, "--method", "polynomial").Output, "degree");
        Tool.Fail(ExitCode.Usage, "usage", "ste", predictions, "--stratify", "confidence");
        Tool.Fail(ExitCode.Usage, "usage", "ste", predictions, "--confirm-baseline", predictions);
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
        string record = files.At("run.csv"),
            data = files.Data("x.npz", Files.GoldenBlob(), 12),
            page = files.At("report.html");
        Assert.AreEqual(
            ExitCode.Success,
            Tool.Measure(Files.Golden(), "--data", data, "--port", board.PortName, "--out", record).Code
        );
        Needs.Tools(() =>
            Tool.Succeed(
                "report",
                record,
                "-o",
                page,
                "--model",
                Files.Golden(),
                "--csv",
                files.At("csv"),
                "--markdown",
                files.At("report.md")
            )
        );
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
