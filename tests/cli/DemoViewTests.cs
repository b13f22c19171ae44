// What the demo prints: the point at its end, and that nothing breaks on a terminal of 80 columns.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Demo;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class DemoViewTests
{
    private const int Columns = 80;
    private static readonly string[] Classes = ["yes", "no"];

    [TestMethod]
    public void ItEndsWithWhatTheCascadeSaved()
    {
        string[] lines = Lines(Report(TimeSource.EmulatedInstructions, meanAuto: 5_423_552), int8Accuracy: 0.5);
        StringAssert.Contains(Line(lines, "INT8 alone"), "7,046,119 instructions (est. 32.76 ms), 50.0 % right");
        StringAssert.Contains(Line(lines, "cascade  "), "5,423,552 instructions (est. 25.29 ms), 75.0 % right");
        StringAssert.Contains(Line(lines, "saved"), "22.8 % of the time saved, 25.0 points more right");
        StringAssert.Contains(Line(lines, "Next:"), "host-tools/nanocoop vboard");
    }

    [TestMethod]
    public void ItSaysWhereNothingIsSaved()
    {
        string[] lines = Lines(
            Report(TimeSource.EmulatedInstructions, meanAuto: 7_750_731, light: 4_227_671),
            int8Accuracy: 0.75
        );
        StringAssert.Contains(Line(lines, "more time"), "10.1 % more time than INT8 alone, as many right");
    }

    [TestMethod]
    public void CostsOfThePcAreCalledSo()
    {
        string[] lines = Lines(Report(TimeSource.HostClock, meanAuto: 5_423_552), int8Accuracy: 0.76);
        StringAssert.Contains(Line(lines, "INT8 alone"), "7,046,119 counts of the PC's clock (est. 32.76 ms), 76.0 % right");
        StringAssert.Contains(Line(lines, "saved"), "22.8 % of the time saved, 1.0 points fewer right");
    }

    [TestMethod]
    public void WithoutFullModeThereIsNothingToCompare()
    {
        DemoReport report = Report(TimeSource.EmulatedInstructions, meanAuto: 3_767_676);
        string[] lines = Lines(
            report with
            {
                MeanCounts = report.MeanCounts with { Full = null, Int8 = null },
            },
            int8Accuracy: 0.5
        );
        Assert.IsFalse(lines.Any(l => l.Contains("INT8 alone", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void NothingBreaksOnEightyColumns()
    {
        foreach (TimeSource source in new[] { TimeSource.EmulatedInstructions, TimeSource.HostClock })
        {
            DemoReport report = Report(source, meanAuto: 123_423_552);
            string[] narrow = Lines(report, int8Accuracy: 0.765, Columns),
                wide = Lines(report, int8Accuracy: 0.765, 200);
            Assert.AreEqual("", string.Join('\n', narrow.Where(l => l.Length > Columns)));
            CollectionAssert.IsSubsetOf(
                wide.Where(l => l.Contains("  ", StringComparison.Ordinal)).Select(l => l.Trim()).ToArray(),
                narrow.Select(l => l.Trim()).ToArray(),
                "tables stand as on a wide terminal"
            );
        }
    }

    private static string Line(string[] lines, string with) => lines.First(l => l.Contains(with, StringComparison.Ordinal));

    private static string[] Lines(DemoReport report, double int8Accuracy, int columns = Columns)
    {
        using StringWriter output = new() { NewLine = "\n" };
        Shell shell = new(output, TextWriter.Null, interactive: false, coloured: false, CancellationToken.None);
        shell.Console.Profile.Width = columns;
        DemoView.Render(shell, report, Classes, int8Accuracy);
        return output.ToString().Split('\n');
    }

    // Half of the samples are light: the cascade takes light + int8 / 2 cycles.
    private static DemoReport Report(TimeSource source, double meanAuto, long light = 1_902_452) =>
        new(
            Samples: 4,
            Accuracy: 0.75,
            LightFraction: 0.5,
            ConfidenceThreshold: 0.758,
            InstructionsLight: null,
            InstructionsFull: null,
            new DemoCosts(3_767_676, 10_813_959, 7_046_119, meanAuto),
            source.Name(),
            "NUCLEO-F767ZI (virtual)",
            "m7",
            "1.0",
            "gscnet-keywords-coopnet",
            "00",
            Seed: 1,
            new PartClock(new(light, light, light), new(0, 0, 0), new(7_046_119, 7_046_119, 7_046_119), new(0, 0, 0)),
            ThresholdMoves: true,
            [new ThresholdStep("ct 0.324", "ct 83/256 (0.324)", 0.324, 40, 0.875, 0.825, 4_648_491)],
            [0, 1, 2, 3],
            Labels: [0, 1, 0, 1],
            Predictions: [0, 1, 0, 0],
            Confidences: [65000, 64000, 1000, 2000],
            [TakenMode.Light, TakenMode.Light, TakenMode.Full, TakenMode.Full]
        );
}
