// Powers of a study's boards from captures: nanocoop study --energy BOARD=ENERGY.json.
using NanoCoopNet.Boards;
using NanoCoopNet.Cli.Verbs;
using CatalogueBoard = NanoCoopNet.Boards.Board;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public class StudyPowersTests
{
    private const string Energy = """
        {"capture": "run.rld", "isModel": false,
         "parts": [{"part": "light mode", "meanMw": 1}, {"part": "BNN", "meanMw": 310},
                   {"part": "INT8 and glue", "meanMw": 345.5}]}
        """;

    private static readonly CatalogueBoard[] Boards = [BoardCatalogue.Find("l496"), BoardCatalogue.Find("f767")];

    private static IReadOnlyList<CatalogueBoard> Apply(string energy, string board = "F767")
    {
        using TestFolder folder = new();
        File.WriteAllText(folder["energy.json"], energy);
        return StudyPowers.Apply(Boards, [$"{board}={folder["energy.json"]}"]);
    }

    [TestMethod]
    public void ACaptureReplacesTheBoardsPower()
    {
        IReadOnlyList<CatalogueBoard> boards = Apply(Energy);
        Assert.AreSame(Boards[0], boards[0]);
        BoardPower power = boards[1].Power;
        Assert.AreEqual((345.5, 310.0, true), (power.Of(isBinary: false), power.Of(isBinary: true), power.IsVerified));
        Assert.Contains("run.rld", power.Source);
        Assert.IsFalse(Apply(Energy.Replace("false", "true", StringComparison.Ordinal))[1].Power.IsVerified, "a modelled one");
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("[1]")]
    [DataRow("""{"capture": "a", "isModel": false, "parts": [{"part": "BNN", "meanMw": 3}]}""")]
    [DataRow("no json")]
    public void SomethingElseIsRefusedWithTheCommandThatMakesIt(string text)
    {
        NanoCoopException wrong = Assert.Throws<NanoCoopException>(() => Apply(text));
        Assert.AreEqual(ExitCode.BadRecord, wrong.Code);
        Assert.Contains("nanocoop energy", wrong.Hint);
    }

    [TestMethod]
    public void ABoardOutsideTheStudyAndAMissingSignAreUsage()
    {
        Assert.AreEqual(ExitCode.Usage, Assert.Throws<NanoCoopException>(() => Apply(Energy, "h743")).Code);
        Assert.AreEqual(ExitCode.Usage, Assert.Throws<NanoCoopException>(() => StudyPowers.Apply(Boards, ["F767"])).Code);
    }
}
