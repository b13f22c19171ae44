// The command line itself: help, wrong verbs, wrong options, values out of range.
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class UsageTests
{
    private static readonly string[] Verbs =
    [
        "demo",
        "vboard",
        "ports",
        "info",
        "sign",
        "push",
        "use",
        "classify",
        "listen",
        "completion",
        "live",
        "dataset",
        "import",
        "measure",
        "calibrate",
        "ct",
        "console",
        "quantise",
        "repack",
        "inspect",
        "export",
        "models",
        "evaluate",
        "points",
        "sweep",
        "ste",
        "pair",
        "energy",
        "confirm",
        "report",
        "study",
        "doctor",
    ];

    [TestMethod]
    public void EveryVerbHasHelp()
    {
        string all = Tool.Succeed("--help").Output;
        foreach (string verb in Verbs)
        {
            StringAssert.Contains(all, verb);
            StringAssert.Contains(Tool.Succeed(verb, "--help").Output, $" {verb}");
        }

        CollectionAssert.AreEquivalent(Verbs, Nanocoop.Verbs().Select(v => v.Command.Name).ToArray());
    }

    [TestMethod]
    public void EveryVerbHasAGroupAndExamplesThatParse()
    {
        RootCommand root = Nanocoop.MakeRoot(new Shell(TextWriter.Null, TextWriter.Null, false, false, CancellationToken.None));
        string all = Tool.Succeed("--help").Output;
        foreach (string group in VerbHelp.Groups)
        {
            StringAssert.Contains(all, $"\n{group}\n");
        }

        foreach (string verb in Verbs)
        {
            Assert.Contains(VerbHelp.GroupOf(verb), VerbHelp.Groups);
            string help = Tool.Succeed(verb, "--help").Output;
            foreach (string example in VerbHelp.ExamplesOf(verb))
            {
                StringAssert.StartsWith(example, verb);
                StringAssert.Contains(help, $"  nanocoop {example}\n");
                Assert.IsEmpty(root.Parse(example.Split('<')[0]).Errors, example);
            }
        }

        Assert.IsTrue(all.Split('\n').All(l => l.Length <= 80), "80 columns");
        StringAssert.Contains(Tool.Succeed("ct", "auto", "--help").Output, "nanocoop ct auto --latency-ms");
    }

    [TestMethod]
    [DataRow("clasify x.png", "classify")]
    [DataRow("measrue", "measure")]
    [DataRow("sweep a.csv --scv out.csv", "--csv")]
    [DataRow("listen --scroe 0.5", "--score")]
    public void AMistypedVerbOrOptionIsGuessed(string line, string meant) =>
        StringAssert.Contains(Tool.Fail(ExitCode.Usage, "usage", line.Split(' ')).Error, $"did you mean {meant}?");

    [TestMethod]
    public void ShellsComplete()
    {
        StringAssert.Contains(Tool.Succeed("[suggest:4]", "clas").Output, "classify");
        StringAssert.Contains(Tool.Succeed("[suggest:13]", "measure --dat").Output, "--data");
        foreach (string shell in new[] { "bash", "zsh", "pwsh" })
        {
            StringAssert.Contains(Tool.Succeed("completion", shell).Output, "[suggest:");
        }

        Tool.Fail(ExitCode.Usage, "usage", "completion", "tcsh");
    }

    [TestMethod]
    public void ThePortAndTheModelPushedNeedNotBeSaidAgain()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start();
        Dictionary<string, string?> environment = new() { ["NANOCOOP_PORT"] = board.PortName, ["XDG_CACHE_HOME"] = files.Folder };
        string picture = files.Picture("a.png", 64, 48),
            model = files.Model("mine.ncn", b => b);
        int Run(params string[] arguments) => Processes.Run("dotnet", [Processes.Tool, .. arguments], files.Folder, environment);
        Assert.AreEqual(0, Run("push", "mine.ncn"));
        Assert.AreEqual(0, Run("classify", picture));
        File.Delete(model);
        Assert.AreEqual((int)ExitCode.ModelMismatch, Run("classify", picture));
    }

    [TestMethod]
    [DataRow("nonsense")]
    [DataRow("")]
    [DataRow("push")]
    [DataRow("demo --cpu z80")]
    [DataRow("demo --seed x")]
    [DataRow("demo --count 0")]
    [DataRow("evaluate model.ncn")]
    [DataRow("measure model.ncn --data x.npz --mode both-of-them")]
    [DataRow("vboard --rx-buffer 3")]
    [DataRow("classify")]
    [DataRow("classify cat.png --fit squeeze")]
    [DataRow("import model.onnx -o bundle")]
    [DataRow("import model.onnx -o bundle --data x.npz --range 0..2")]
    [DataRow("dataset photos -o x.npz --size big")]
    [DataRow("dataset photos -o x.npz --group (")]
    [DataRow("classify yes.wav --score 2")]
    [DataRow("inspect a.ncn b.ncn")]
    [DataRow("repack model.ncn")]
    [DataRow("repack model.ncn -o out.ncn --budget-ram -1")]
    [DataRow("repack model.ncn -o out.ncn --layout small")]
    [DataRow("export model.ncn")]
    [DataRow("export model.ncn --c model.h --name 2nd")]
    public void AWrongCommandLineIsTwo(string line) =>
        Tool.Fail(ExitCode.Usage, "usage", line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [TestMethod]
    [DataRow("7")]
    [DataRow("abc")]
    [DataRow("0.997")]
    [DataRow("-0.2")]
    public void AThresholdOutOfRangeIsTwo(string value)
    {
        Outcome outcome = Tool.Run("ct", "--port", "/dev/does-not-exist", "--", value);
        Assert.AreEqual(ExitCode.Usage, outcome.Code, "said before any port is touched");
        StringAssert.Contains(outcome.Error, "0 … 0.996");
    }

    [TestMethod]
    public void JsonDoesNotOverwriteItsInput()
    {
        using Files files = new();
        string model = files.Model("m.ncn", b => b);
        byte[] before = File.ReadAllBytes(model);
        Tool.Fail(ExitCode.Usage, "usage", "inspect", "--json", model);
        CollectionAssert.AreEqual(before, File.ReadAllBytes(model));
    }

    [TestMethod]
    public void AnErrorIsJsonWhereJsonWasAskedFor()
    {
        Outcome outcome = Tool.Run("inspect", "no-such-file.ncn", "--json");
        Assert.AreEqual(ExitCode.FileNotFound, outcome.Code);
        Assert.AreEqual("fileNotFound", outcome.Json.GetProperty("error").GetProperty("name").GetString());
        Assert.AreEqual((int)ExitCode.FileNotFound, outcome.Json.GetProperty("error").GetProperty("exitCode").GetInt32());
    }

    /// <summary>Every option that takes a number, with a word: said before anything is done, in words.</summary>
    [TestMethod]
    [DataRow("evaluate m --data d --count", "ten")]
    [DataRow("vboard --rx-buffer", "4k")]
    [DataRow("vboard --power-loss-at", "soon")]
    [DataRow("repack m -o q.ncn --budget-flash", "256K")]
    [DataRow("inspect m --budget-ram", "1e3")]
    [DataRow("inspect m --budget-dtcm", "x")]
    [DataRow("ste r.csv --min-accuracy", "ninety")]
    [DataRow("ste r.csv --max-full-fraction", "half")]
    [DataRow("ste r.csv --max-latency-ms", "fast")]
    [DataRow("ste r.csv --max-counts", "few")]
    [DataRow("ste r.csv --max-energy-mj", "little")]
    [DataRow("ste r.csv --light-error", "none")]
    [DataRow("ste r.csv --epsilon-accuracy", "small")]
    [DataRow("ste r.csv --epsilon-frequency", "small")]
    [DataRow("ste r.csv --accuracy .9 --calibration", "10%")]
    [DataRow("ste r.csv --seed", "any")]
    [DataRow("sweep r.csv --fp32", "x")]
    [DataRow("sweep r.csv --power-mw", "x")]
    [DataRow("measure m --data d --warm-up", "x")]
    [DataRow("measure m --data d --baud", "fast")]
    [DataRow("classify s.npz --index", "first")]
    [DataRow("energy c --windows w.json --inferences", "many")]
    [DataRow("demo --seed", "x")]
    [DataRow("quantise b -o q.ncn --calibration-images", "all")]
    [DataRow("ct auto --latency-ms", "NaN")]
    [DataRow("ct auto --energy-mj", "Infinity")]
    [DataRow("ct auto --full-fraction", "0x1")]
    public void AWordForANumberIsTwo(string line, string word)
    {
        Outcome outcome = Tool.Fail(ExitCode.Usage, "usage", [.. line.Split(' '), word]);
        StringAssert.Contains(outcome.Error, $"`{word}`");
        Assert.IsFalse(outcome.Error.Contains("System.", StringComparison.Ordinal), outcome.Error);
    }

    [TestMethod]
    [DataRow("ct auto --latency-ms", "25,5", "25.5")]
    [DataRow("ste r.csv --accuracy", "0,9", "0.9")]
    [DataRow("sweep r.csv --fp32", "0,85", "0.85")]
    public void ADecimalCommaIsTwoAndSaysWhatToType(string line, string typed, string meant) =>
        StringAssert.Contains(
            Tool.Fail(ExitCode.Usage, "usage", [.. line.Split(' '), typed]).Error,
            $"decimals stand after a point: {meant}"
        );

    [TestMethod]
    [DataRow("measure m --data d --warm-up 1001", "0 … 1000")]
    [DataRow("vboard --rx-buffer 64", "128 … 65535")]
    [DataRow("demo --count 0", "1 or more")]
    [DataRow("demo --count 99999999999", "1 or more")]
    [DataRow("ct auto --latency-ms 0", "0.001 … 100000")]
    [DataRow("ste r.csv --calibration 1", "0.01 … 0.9")]
    public void ANumberOutOfRangeNamesTheRange(string line, string range) =>
        StringAssert.Contains(Tool.Fail(ExitCode.Usage, "usage", line.Split(' ')).Error, range);

    [TestMethod]
    [DataRow("report a.csv -o r.html --fp23 0.9", "--fp23")]
    [DataRow("study lenet5-mnist-coopnet -o s.html --flag Os", "--flag")]
    [DataRow("sweep a.csv --scv out.csv", "--scv")]
    [DataRow("sweep -x", "-x")]
    [DataRow("models --json-file", "--json-file")]
    public void AnUnknownOptionIsNoFile(string line, string option) =>
        StringAssert.Contains(Tool.Fail(ExitCode.Usage, "usage", line.Split(' ')).Error, $"no option {option}");

    [TestMethod]
    public void AFileWhoseNameBeginsAsAnOptionDoesIsGivenAfterTwoDashes() =>
        Tool.Fail(ExitCode.FileNotFound, "fileNotFound", "sweep", "--", "--x.csv");

    [TestMethod]
    [DataRow("ct auto --full-fraction 7", "nanocoop ct auto --help")]
    [DataRow("demo --count 0", "nanocoop demo --help")]
    [DataRow("nonsense", "nanocoop --help")]
    public void TheAdviceIsAWholeCommand(string line, string command) =>
        StringAssert.Contains(Tool.Fail(ExitCode.Usage, "usage", line.Split(' ')).ErrorLines[^1], command);
}
