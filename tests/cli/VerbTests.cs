// The verbs at work on a virtual board: what a script reads from their JSON and files.
using System.Text.Json;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class VerbTests
{
    [TestMethod]
    public void PushReportsAndSkips()
    {
        using RunningBoard board = Boards.Start();
        JsonElement first = Tool.Succeed("push", Files.Golden(), "--port", board.PortName, "--json").Json;
        Assert.IsFalse(first.GetProperty("skipped").GetBoolean());
        Assert.AreEqual(921600, first.GetProperty("baud").GetInt32());
        Assert.IsTrue(
            Tool.Succeed("push", Files.Golden(), "--port", board.PortName, "--json").Json.GetProperty("skipped").GetBoolean()
        );
    }

    /// <summary>Two models in the store: the list names both, and <c>use</c> switches, also over a restart.</summary>
    [TestMethod]
    public void UseSwitchesBetweenStoredModels()
    {
        using RunningBoard board = Boards.Start();
        Tool.Fail(ExitCode.NoModel, "noModel", "use", "0", "--port", board.PortName);
        Tool.Succeed("push", Files.Golden("coopnet"), "--port", board.PortName);
        Tool.Succeed("push", Files.Golden("bcnet-logits"), "--port", board.PortName);
        Assert.AreEqual(1, InForce(board));
        JsonElement used = Tool.Succeed("use", "0", "--port", board.PortName, "--json").Json;
        Assert.AreEqual(Files.GoldenBlob("coopnet").Header.Sha256, used.GetProperty("identity").GetString());
        Tool.Succeed("console", "--port", board.PortName, "--send", "reset");
        Assert.AreEqual(0, InForce(board));
        StringAssert.Contains(
            Tool.Fail(ExitCode.NoModel, "noModel", "use", "2", "--port", board.PortName).Error,
            "slot 0 and slot 1"
        );
        StringAssert.Contains(Tool.Fail(ExitCode.Usage, "usage", "use", "x", "--port", board.PortName).Error, "models --board");
        string table = Tool.Succeed("models", "--board", "--port", board.PortName).Output;
        StringAssert.Contains(table, Files.GoldenBlob("coopnet").Name);
        StringAssert.Contains(table, "empty");
    }

    /// <summary>A board's memory beside each model's: 320 KiB of RAM hold all, 1 MiB of flash too.</summary>
    [TestMethod]
    public void ModelsSaysWhatFitsABoard()
    {
        JsonElement[] fits = [.. Tool.Succeed("models", "--board", "l496", "--json").Json.EnumerateArray()];
        Assert.IsNotEmpty(fits);
        foreach (JsonElement fit in fits)
        {
            int flash = fit.GetProperty("flashBytes").GetInt32(),
                left = fit.GetProperty("flashLeftBytes").GetInt32();
            Assert.AreEqual(1 << 20, flash + left);
            Assert.AreEqual(fit.GetProperty("ramLeftBytes").GetInt32() >= 0 && left >= 0, fit.GetProperty("fits").GetBoolean());
        }

        StringAssert.Contains(Tool.Succeed("models", "--board", "NUCLEO-F767ZI").Output, "216 MHz");
        StringAssert.Contains(Tool.Fail(ExitCode.Usage, "unknownBoard", "models", "--board", "arduino").Error, "NUCLEO-F767ZI");
    }

    private static int InForce(RunningBoard board) =>
        Tool.Succeed("models", "--board", "--port", board.PortName, "--json")
            .Json.GetProperty("slots")
            .EnumerateArray()
            .Single(s => s.GetProperty("isInForce").GetBoolean())
            .GetProperty("slot")
            .GetInt32();

    [TestMethod]
    public void ThresholdIsSetAndShown()
    {
        using RunningBoard board = Boards.Start("coopnet");
        JsonElement set = Tool.Succeed("ct", "0.25", "--port", board.PortName, "--json").Json;
        Assert.AreEqual(0.25, set.GetProperty("confidenceThreshold").GetDouble());
        Assert.AreEqual("confidence threshold 0.250\n", Tool.Succeed("ct", "--port", board.PortName).Output);
        string[] console = Tool.Succeed("console", "--port", board.PortName, "--send", "ct", "--send", "ct 9")
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(2, console);
        StringAssert.Contains(console[0], "0.250");
        StringAssert.StartsWith(console[1], "error");
    }

    [TestMethod]
    public void MeasureRecordsBothNetworksForEverySample()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("bcnet-logits");
        string record = files.At("run.csv"),
            data = files.Data("x.npz", Files.GoldenBlob("bcnet-logits"), 9);
        Outcome outcome = Tool.Measure(
            Files.Golden("bcnet-logits"),
            "--data",
            data,
            "--count",
            "7",
            "--port",
            board.PortName,
            "--out",
            record,
            "--json"
        );
        Assert.AreEqual(ExitCode.Success, outcome.Code, outcome.Error);
        Assert.AreEqual(7, outcome.Json.GetProperty("samples").GetInt32());
        Assert.AreEqual("host-clock", outcome.Json.GetProperty("timeSource").GetString());
        MeasurementFile file = MeasurementFile.Parse(record, File.ReadAllText(record));
        Assert.HasCount(7, file.Rows);
        Assert.AreEqual(Files.GoldenBlob("bcnet-logits").Header.Sha256, file.Header.BlobSha256);
        foreach (MeasurementRow row in file.Rows)
        {
            Assert.IsNotNull(row.Result.BnnTop1);
            Assert.IsNotNull(row.Result.Int8Top1);
            Assert.IsNotNull(row.Result.GlueTop1);
            CollectionAssert.AreEqual(file.Header.LayerCounts.ToArray(), row.Layers.Select(l => l.Count).ToArray());
        }
    }

    [TestMethod]
    public void ClassifyAgreesWithMeasure()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string data = files.Data("x.npz", Files.GoldenBlob(), 4);
        JsonElement Classified(string index) =>
            Tool.Succeed("classify", data, index, "3", "--model", Files.Golden(), "--port", board.PortName, "--json")
                .Json.GetProperty("results")[0];
        JsonElement one = Classified("--index"),
            again = Classified("-i");
        Assert.AreEqual(one.GetProperty("confidence").GetDouble(), again.GetProperty("confidence").GetDouble());
        Assert.AreEqual(one.GetProperty("answer").GetInt32(), again.GetProperty("answer").GetInt32());
        Tool.Fail(ExitCode.Usage, "usage", "classify", data, "-i", "4", "--model", Files.Golden(), "--port", board.PortName);
    }

    [TestMethod]
    public void EvaluateGivesWhatItPromises()
    {
        using Files files = new();
        JsonElement json = Needs.Tools(() =>
            Tool.Succeed("evaluate", Files.Golden(), "--data", files.Data("x.npz", Files.GoldenBlob(), 50), "--json").Json
        );
        foreach (
            string name in new[]
            {
                "accuracyFull",
                "accuracyInt8",
                "accuracyLight",
                "accuracyAuto",
                "confidenceThreshold",
                "lightFraction",
            }
        )
        {
            Assert.IsInRange(0.0, 1.0, json.GetProperty(name).GetDouble(), name);
        }

        Assert.AreEqual(50, json.GetProperty("samples").GetInt32());
    }

    [TestMethod]
    public void EvaluateFillsTheCardOfItsModelOnly()
    {
        using Files files = new();
        string data = files.Data("x.npz", Files.GoldenBlob(), 50),
            card = files.At("card.json");
        JsonElement json = Needs.Tools(() =>
            Tool.Succeed("evaluate", Files.Golden(), "--data", data, "--card", card, "--json").Json
        );
        string written = File.ReadAllText(card);
        JsonElement integer = JsonDocument.Parse(written).RootElement.GetProperty("integer");
        Assert.AreEqual(json.GetProperty("accuracyAuto").GetDouble(), integer.GetProperty("accuracyAuto").GetDouble());
        Assert.AreEqual(50, integer.GetProperty("testSamples").GetInt32());
        Tool.Fail(ExitCode.Usage, "usage", "evaluate", Files.Golden(), "--data", data, "--card", card, "--count", "9");
        Tool.Fail(
            ExitCode.BadData,
            "badData",
            "evaluate",
            Files.Golden("bcnet-logits"),
            "--data",
            files.Data("y.npz", Files.GoldenBlob("bcnet-logits"), 5),
            "--card",
            card
        );
        Assert.AreEqual(written, File.ReadAllText(card), "a refusal leaves the card as it was");
    }

    [TestMethod]
    public void ModelsListsTheCardsOfAFolder()
    {
        JsonElement shipped = Tool.Succeed("models", "--json").Json;
        CollectionAssert.Contains(
            shipped.EnumerateArray().Select(c => c.GetProperty("name").GetString()).ToArray(),
            "gscnet-keywords-coopnet"
        );
        using Files files = new();
        StringAssert.Contains(Tool.Succeed("models", files.Folder).Output, "no model cards here");
        File.WriteAllText(files.At("x.json"), "{\"integer\": {\"flashBytes\": \"many\"}}");
        Tool.Fail(ExitCode.BadData, "badCard", "models", files.Folder);
        Tool.Fail(ExitCode.BadData, "badData", "models", files.At("absent"));
    }

    [TestMethod]
    public void DoctorNamesEveryToolAndTheBoardsVersions()
    {
        using RunningBoard board = Boards.Start("coopnet");
        Outcome outcome = Tool.Succeed("doctor", "--port", board.PortName, "--json");
        string[] subjects = [.. outcome.Json.EnumerateArray().Select(f => f.GetProperty("subject").GetString()!)];
        foreach (
            string subject in new[]
            {
                "CMake",
                "arm-none-eabi-gcc",
                "qemu-system-arm",
                "native library",
                "kernel ABI",
                "blob ABI",
                "model",
            }
        )
        {
            CollectionAssert.Contains(subjects, subject);
        }
    }

    [TestMethod]
    public void AThresholdIsTheSameNumberInEveryReport()
    {
        using RunningBoard board = Boards.Start("coopnet");
        double set = Tool.Succeed("ct", "0.3", "--port", board.PortName, "--json")
            .Json.GetProperty("confidenceThreshold")
            .GetDouble();
        JsonElement info = Tool.Succeed("info", "--port", board.PortName, "--json").Json;
        Assert.AreEqual(77 / 256.0, set);
        Assert.AreEqual(set, info.GetProperty("status").GetProperty("confidenceThreshold").GetDouble());
        Assert.AreEqual(set, info.GetProperty("auto").GetProperty("confidenceThreshold").GetDouble());
        double own = Files.GoldenBlob().Header.ConfidenceThreshold / 256.0;
        Assert.AreEqual(
            own,
            Tool.Succeed("inspect", Files.Golden(), "--json").Json.GetProperty("confidenceThreshold").GetDouble()
        );
        Outcome again = Tool.Succeed("push", Files.Golden(), "--port", board.PortName);
        StringAssert.Contains(again.Output, "confidence threshold 0.301, set on this board for this model before");
    }

    [TestMethod]
    public void FlashIsTheSameNumberInModelsAndInspect()
    {
        foreach (JsonElement card in Tool.Succeed("models", "--json").Json.EnumerateArray())
        {
            string model = Path.Combine(Repository.Models, card.GetProperty("name").GetString() + ".ncn");
            Assert.AreEqual(new FileInfo(model).Length, card.GetProperty("flashBytes").GetInt64(), model);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void FeaturesOfABcNetHaveACostAndOneHeardOnlyInPartIsMarked()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("bcnet-features-only");
        string data = files.Data("x.npz", Files.GoldenBlob("bcnet-features-only"), 40);
        string[] arguments = [Files.Golden("bcnet-features-only"), "--data", data, "--port", board.PortName];
        JsonElement parts = Tool.Measure([.. arguments, "--json"]).Json.GetProperty("parts");
        Assert.AreEqual(40, parts.GetProperty("int8").GetProperty("count").GetInt32());
        Assert.AreEqual(40, parts.GetProperty("full mode").GetProperty("count").GetInt32());
        Tool.Succeed("push", Files.Golden(), "--port", board.PortName);
        string[] auto =
        [
            Files.Golden(),
            "--data",
            files.Data("y.npz", Files.GoldenBlob(), 40),
            "--port",
            board.PortName,
            "--mode",
            "auto",
        ];
        JsonElement report = Tool.Measure([.. auto, "--json"]).Json;
        int seen = report.GetProperty("answeredBy").GetProperty("int8").GetInt32();
        Assert.IsInRange(1, 39, seen, "some samples are light, some are not");
        StringAssert.Contains(Tool.Measure(auto).Output, $"(of the {seen} samples it saw)");
    }

    [TestMethod]
    public void BreakEvenAtZeroIsSaid()
    {
        using Files files = new();
        string record = files.Predictions(
            "p.csv",
            Enumerable
                .Range(0, 50)
                .Select(i => (Label: i % 2, Bnn: i % 2, Int8: i % 5 == 0 ? 1 - (i % 2) : i % 2, Confidence: 700 * i))
        );
        StringAssert.Contains(Tool.Succeed("sweep", record).Output, "break-even is at CT 0");
    }

    /// <summary>Half of the samples have confidence 0: a step that no polynomial follows.</summary>
    [TestMethod]
    public void AThresholdReachesItsTargetOnTheRecordOrIsWarnedOf()
    {
        using Files files = new();
        int warned = 0;
        for (int seed = 1; seed <= 4; seed++)
        {
            Random random = new(seed);
            (int Label, int Bnn, int Int8, int Confidence)[] samples =
            [
                .. Enumerable
                    .Range(0, 2000)
                    .Select(i =>
                    {
                        bool hard = i % 2 == 0;
                        int label = random.Next(2);
                        return (
                            label,
                            random.Next(100) < (hard ? 65 : 2) ? 1 - label : label,
                            random.Next(100) < 8 ? 1 - label : label,
                            hard ? 0 : random.Next(1, 65537)
                        );
                    }),
            ];
            string record = files.Predictions("half.csv", samples);
            foreach (string method in (string[])["record", "polynomial"])
            {
                JsonElement chosen = Tool.Succeed("ste", record, "--accuracy", "0.9", "--method", method, "--json")
                    .Json.GetProperty("chosen");
                double ct = 65536 * chosen.GetProperty("ct").GetDouble();
                double right = samples.Count(s => (s.Confidence >= ct ? s.Bnn : s.Int8) == s.Label);
                bool isWarnedOf = chosen.GetProperty("warning").ValueKind == JsonValueKind.String;
                Assert.IsTrue(
                    right >= 0.9 * samples.Length || isWarnedOf,
                    $"{method}, seed {seed}: CT {ct / 65536}: {right} right"
                );
                warned += isWarnedOf && method == "polynomial" ? 1 : 0;
            }
        }

        Assert.IsGreaterThan(0, warned, "a case that the polynomials get wrong");
    }

    [TestMethod]
    public void AConfidenceBeyondOneIsNoRecord()
    {
        using Files files = new();
        Tool.Fail(ExitCode.BadRecord, "badRecord", "sweep", files.Predictions("p.csv", [(0, 0, 0, 65537)]));
    }

    [TestMethod]
    public void TheSmallestReceiveBufferTakesAModel()
    {
        using RunningBoard board = Needs.Tools(() =>
            RunningBoard.Start(new VirtualBoardOptions { Cpu = BoardCpu.Pc, ReceiveBufferBytes = 128 })
        );
        Tool.Succeed("push", Files.Golden(), "--port", board.PortName);
    }

    [TestMethod]
    public void LaunchersAreWholeScripts()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("bash checks the launcher's syntax");
        }

        string root = NanoCoopNet.Bridge.RepositoryRoot.Find();
        foreach (string script in new[] { "host-tools/nanocoop", "tests/run.sh", ".ci/run" })
        {
            using System.Diagnostics.Process bash = System.Diagnostics.Process.Start("bash", ["-n", Path.Combine(root, script)]);
            bash.WaitForExit();
            Assert.AreEqual(0, bash.ExitCode, script);
        }
    }
}
