// The command line itself: help, wrong verbs, wrong options, values out of range.
using NanoCoopNet.Cli.Verbs;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class UsageTests
{
    private static readonly string[] Verbs =
        ["demo", "vboard", "ports", "info", "push", "classify", "measure", "ct", "console", "quantise", "repack", "inspect", "export", "models",
            "evaluate", "sweep", "ste", "confirm", "report", "doctor"];

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
    [DataRow("nonsense")]
    [DataRow("")]
    [DataRow("push")]
    [DataRow("demo --cpu z80")]
    [DataRow("demo --seed x")]
    [DataRow("demo --count 0")]
    [DataRow("evaluate model.ncn")]
    [DataRow("measure model.ncn --data x.npz --mode both-of-them")]
    [DataRow("vboard --rx-buffer 3")]
    [DataRow("inspect a.ncn b.ncn")]
    [DataRow("repack model.ncn")]
    [DataRow("repack model.ncn -o out.ncn --budget-ram -1")]
    [DataRow("repack model.ncn -o out.ncn --layout small")]
    [DataRow("export model.ncn")]
    [DataRow("export model.ncn --c model.h --name 2nd")]
    public void AWrongCommandLineIsTwo(string line) => Tool.Fail(ExitCode.Usage, "usage",
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

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

    [TestMethod]
    public void ExitCodesAreInTheReadme()
    {
        string readme = File.ReadAllText(Path.Combine(NanoCoopNet.Kernels.RepositoryRoot.Find(), "README.md"));
        foreach (ExitCode code in Enum.GetValues<ExitCode>())
        {
            StringAssert.Contains(readme,
                $"| {(int)code} | `{char.ToLowerInvariant(code.ToString()[0])}{code.ToString()[1..]}` |");
        }
    }
}
