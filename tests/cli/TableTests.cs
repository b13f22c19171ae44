// Tables on a terminal of 80 columns: columns are left out in their order, numbers and names stay whole.
using NanoCoopNet.Cli.Output;
using Spectre.Console;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class TableTests
{
    private const int Columns = 80;

    [TestMethod]
    public void WhatDoesNotFitIsLeftOutInOrderAndSaid()
    {
        string[] lines = Printed(wide: false);
        Assert.IsTrue(lines.All(l => l.Length <= Columns), string.Join('\n', lines));
        StringAssert.Contains(string.Join(' ', lines), "left out: first of the columns that may go, second to go first");
        string row = lines.Single(l => l.Contains("a-model-with-a-long-name", StringComparison.Ordinal));
        StringAssert.Contains(row, "12,345,678");
        Assert.IsTrue(lines.Any(l => l.Contains("stays", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void FactsKeepTheirValues()
    {
        StringWriter output = new() { NewLine = "\n" };
        Shell shell = NarrowTables.Terminal(output, wide: false);
        Tables.Facts(shell, "Model", ("SHA-256", new string('a', 64)), ("a name of some length", "value"));
        StringAssert.Contains(output.ToString(), "value");
        Assert.IsFalse(output.ToString().Contains("left out", StringComparison.Ordinal));
    }

    /// <summary>"SRAM 0 of 13" and "1,072" on the next line were a number once.</summary>
    [TestMethod]
    public void ALineIsBrokenBetweenWords()
    {
        const string line = "flash 104,736 of 261,120 bytes; arena: fast memory 8,896 of 98,304, SRAM 0 of 131,072";
        StringWriter output = new() { NewLine = "\n" };
        NarrowTables.Terminal(output).Line(line);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.IsTrue(lines.All(l => l.Length <= Columns), string.Join('\n', lines));
        CollectionAssert.AreEqual(line.Split(' '), lines.SelectMany(l => l.TrimEnd().Split(' ')).ToArray());
    }

    /// <summary>What a table is for stays in it.</summary>
    [TestMethod]
    [DataRow("models --savings", "time saved")]
    [DataRow("models", "full mode")]
    public void TheColumnThatMattersIsKept(string command, string column)
    {
        StringWriter output = new() { NewLine = "\n" };
        Assert.AreEqual(ExitCode.Success, Nanocoop.Run(command.Split(' '), NarrowTables.Terminal(output)));
        string heading = output.ToString().Split('\n').First(l => l.Contains("model", StringComparison.Ordinal));
        StringAssert.Contains(heading, column);
    }

    [TestMethod]
    public void WideShowsAll()
    {
        string[] lines = Printed(wide: true);
        Assert.IsTrue(lines.Any(l => l.Contains("second to go first", StringComparison.Ordinal)));
        Assert.IsFalse(lines.Any(l => l.Contains("left out", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void InAPipeNothingIsLeftOut()
    {
        Outcome models = Tool.Succeed("models");
        StringAssert.Contains(models.Output, "papers: INT8,");
        Assert.IsFalse(models.Output.Contains("left out", StringComparison.Ordinal));
    }

    [TestMethod]
    public void AModelIsDrawn()
    {
        using Files files = new();
        foreach (string name in new[] { "coopnet", "bcnet-logits" })
        {
            Tool.Succeed("inspect", Files.Golden(name), "--graph", files.At("model.svg"));
            System.Xml.Linq.XElement svg = System.Xml.Linq.XElement.Load(files.At("model.svg"));
            int layers = Files.GoldenBlob(name).Nets.Sum(n => n.Layers.Count);
            Assert.HasCount(layers, svg.Elements().Where(e => e.Name.LocalName == "rect"), name);
            Assert.IsGreaterThanOrEqualTo(layers, svg.Elements().Count(e => e.Name.LocalName == "path"), name);
        }
    }

    private static string[] Printed(bool wide)
    {
        StringWriter output = new() { NewLine = "\n" };
        Shell shell = NarrowTables.Terminal(output, wide);
        Table table = Tables.Make(
            shell,
            null,
            "model",
            "?first of the columns that may go",
            "??>second to go first",
            ">count",
            "stays"
        );
        table.Row("a-model-with-a-long-name", "some text", "123", "12,345,678", "words that break where they must");
        shell.Print(table);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A push to a board of its own, inside a measurement, on a terminal.</summary>
    [TestMethod]
    public void WorkInsideOtherWorkShowsNoSecondBar()
    {
        Shell shell = new(TextWriter.Null, new StringWriter(), interactive: true, coloured: true, CancellationToken.None);
        int Inner() => shell.WithProgress("push", bar => Report(bar, 7));
        Assert.AreEqual(7, shell.WithProgress("measure", bar => Report(bar, Inner())));
        Assert.AreEqual(8, shell.WithProgress("again", bar => Report(bar, 8)));

        static int Report(Action<double, double> bar, int result)
        {
            bar(1, 2);
            return result;
        }
    }
}
