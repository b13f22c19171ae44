// boards/*/board.json: their form, and what fits which board.
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using NanoCoopNet.Boards;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public class BoardCatalogueTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "boards");
    private static readonly JsonSchema Schema = JsonSchema.FromFile(Path.Combine(Folder, "board.schema.json"));

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "board.json", SearchOption.AllDirectories);

    [TestMethod]
    public void EveryFileHasTheFormOfTheSchema()
    {
        Assert.IsGreaterThanOrEqualTo(4, Files.Count());
        foreach (string file in Files)
        {
            EvaluationResults result = Schema.Evaluate(
                JsonDocument.Parse(File.ReadAllText(file)).RootElement,
                new() { OutputFormat = OutputFormat.List }
            );
            string errors = string.Join("; ", (result.Details ?? []).SelectMany(d => d.Errors ?? []).Select(e => e.Value));
            Assert.IsTrue(result.IsValid, $"{file}: {errors}");
        }
    }

    [TestMethod]
    [DataRow("clockHz", "\"fast\"")]
    [DataRow("core", "\"cortex-a7\"")]
    [DataRow("power", "{ \"runMilliwatts\": 0, \"isVerified\": false, \"source\": \"somebody says so\" }")]
    [DataRow("ram", "[]")]
    public void TheSchemaRefusesWrongValues(string field, string value)
    {
        JsonObject board = JsonNode.Parse(File.ReadAllText(Files.First()))!.AsObject();
        board[field] = JsonNode.Parse(value);
        Assert.IsFalse(Schema.Evaluate(JsonSerializer.SerializeToElement(board)).IsValid);
    }

    [TestMethod]
    public void EveryFileIsABoardOfTheCatalogue()
    {
        Assert.HasCount(Files.Count(), BoardCatalogue.All);
        Assert.AreEqual(3, BoardCatalogue.All.Count(b => b.Core == "cortex-m7"));
        Assert.IsTrue(BoardCatalogue.All.All(b => (b.Fpu.Length == 0) == (b.Core == "cortex-m3")));
    }

    [TestMethod]
    [DataRow("l496", "NUCLEO-L496ZG")]
    [DataRow("nucleo_f767zi", "NUCLEO-F767ZI")]
    [DataRow("F469", "STM32F469I-DISCO")]
    [DataRow("NUCLEO-H743ZI", "NUCLEO-H743ZI")]
    public void ABoardIsFoundByPartOfItsName(string wanted, string name) =>
        Assert.AreEqual(name, BoardCatalogue.Find(wanted).Name);

    [TestMethod]
    [DataRow("nucleo", "write more of the name")]
    [DataRow("esp32", "known are NUCLEO-L496ZG")]
    [DataRow("-", "known are NUCLEO-L496ZG")]
    public void OtherNamesAreRefusedWithAHint(string wanted, string hint)
    {
        NanoCoopException e = Assert.ThrowsExactly<NanoCoopException>(() => BoardCatalogue.Find(wanted));
        Assert.AreEqual(ExitCode.Usage, e.Code);
        Assert.Contains(hint, e.Hint);
    }

    [TestMethod]
    public void RegionsThatFollowOneAnotherAreOneBlock()
    {
        Assert.AreEqual(320 * 1024, BoardCatalogue.Find("l496").LargestBlockBytes);
        Assert.AreEqual((384 * 1024, 320 * 1024), Sizes("f469"));
        Assert.AreEqual((512 * 1024, 512 * 1024), Sizes("f767"));
        Assert.AreEqual(512 * 1024, BoardCatalogue.Find("h743").LargestBlockBytes);
        Assert.AreEqual(128 * 1024, BoardCatalogue.Find("f767").DataTcmBytes);
        Assert.AreEqual(0, BoardCatalogue.Find("l496").DataTcmBytes);
    }

    [TestMethod]
    public void WhatDoesNotFitSaysByHowMuchAndWhatHoldsIt()
    {
        Board l4 = BoardCatalogue.Find("l496");
        Assert.IsTrue(BoardFit.Of(l4, l4.FlashBytes, l4.RamBytes, l4.RamBytes).Fits);
        BoardFit flash = BoardFit.Of(l4, l4.FlashBytes + 1234, 1000, 1000);
        Assert.AreEqual(1234, flash.FlashMissing);
        Assert.AreEqual(
            "does not fit the NUCLEO-L496ZG: 1,234 bytes of flash missing; it fits the NUCLEO-L4R5ZI, "
                + "NUCLEO-F439ZI, STM32F469I-DISCO, NUCLEO-F767ZI, NUCLEO-H743ZI",
            flash.Text
        );
        Assert.AreEqual(
            "does not fit the STM32F469I-DISCO: 8,192 bytes of RAM in one piece missing; it fits the NUCLEO-L4R5ZI, "
                + "NUCLEO-F767ZI, NUCLEO-H743ZI",
            BoardFit.Of(BoardCatalogue.Find("f469"), 1, 336 * 1024, 328 * 1024).Text
        );
        Assert.AreEqual(
            "does not fit the NUCLEO-L496ZG: 2,097,152 bytes of flash and 1 bytes of RAM missing; no board here holds it",
            BoardFit.Of(l4, 3 << 20, l4.RamBytes + 1, 1).Text
        );
    }

    private static (int Ram, int Block) Sizes(string name)
    {
        Board board = BoardCatalogue.Find(name);
        return (board.RamBytes, board.LargestBlockBytes);
    }
}
