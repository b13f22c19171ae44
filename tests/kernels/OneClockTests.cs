// There is one way from instructions or cycles to time: the clock of nf-interop/bridge/CYCLE-MODEL.md. No source has a factor of
// its own, nor the board's frequency, which board.json has.
using System.Globalization;
using System.Text.RegularExpressions;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Kernels.Tests;

[TestClass]
public sealed partial class OneClockTests
{
    private static readonly string[] Folders = ["boards", "firmware", "host-tools", "nf-interop", "tests/kernels/bench"];
    private static readonly string[] Kinds = [".c", ".h", ".cpp", ".cs", ".def", ".py", ".js", ".ts"];

    [TestMethod]
    public void NoSourceHasAClockOfItsOwn()
    {
        string[] files = [.. Folders.SelectMany(f => SourceTree.Files(SourceTree.PathOf(f), Kinds))];
        Assert.IsGreaterThan(500, files.Length);
        string[] found =
        [
            .. files.SelectMany(f => Clocks(File.ReadAllText(f)).Select(c => $"{Path.GetRelativePath(SourceTree.Root, f)}: {c}")),
        ];
        Assert.IsEmpty(found, "times come from BoardClock or tests/kernels/bench/clock.py alone:\n" + string.Join('\n', found));
    }

    [TestMethod]
    [DataRow("const double Cpi = 1.0;")]
    [DataRow("CYCLES_PER_INSTRUCTION = 0.72")]
    [DataRow("double cyclesPerInstruction => 1.3;")]
    [DataRow("ms = instructions * 0.8 / clockHz")]
    [DataRow("var cycles = (double)net.Instructions / 1.4;")]
    [DataRow("ms = cycles / 216e3")]
    [DataRow("ms = cycles / 216_000.0;")]
    [DataRow("enum { CLOCK = 216000000 };")]
    [DataRow("us = cycles / 216")]
    public void AClockIsFound(string source) => Assert.IsNotEmpty(Clocks(source).ToArray());

    [TestMethod]
    [DataRow("WAIT_STATES = 7  # of the flash at 216 MHz")]
    [DataRow("public double MeanCyclesPerInstruction => rows.Sum();")]
    [DataRow("share = 100 * instructions / total")]
    [DataRow("ms = cycles * 1e3 / ClockHz")]
    [DataRow("/// 216 MHz")]
    public void OtherNumbersAreNone(string source) => Assert.IsEmpty(Clocks(source).ToArray());

    private static IEnumerable<string> Clocks(string text) =>
        Factor()
            .Matches(text)
            .Select(m => m.Value)
            .Concat(Number().Matches(text).Select(m => m.Value).Where(IsFrequency))
            .Concat(
                Divisor()
                    .Matches(text)
                    .Where(m => Value(m.Groups[1].Value) == BoardClock.Default.ClockHz / 1e6)
                    .Select(m => m.Value)
            );

    /// <summary>In Hz, or in kHz as cycles a millisecond.</summary>
    private static bool IsFrequency(string number) =>
        Value(number) is double v && (v == BoardClock.Default.ClockHz || v == BoardClock.Default.ClockHz / 1e3);

    private static double? Value(string number) =>
        double.TryParse(number.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out double v) ? v : null;

    /// <summary>Cycles an instruction by name, or a number that instructions are multiplied with or divided by.</summary>
    [GeneratedRegex(
        @"\bcpi\b|cycles?_?per_?instructions?\s*(?:=>|=|:)\s*\d[\d.]*|instructions?_?per_?cycles?\s*(?:=>|=|:)\s*\d[\d.]*"
            + @"|instructions?\)?\s*[*/]\s*\d[\d.]*",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Factor();

    [GeneratedRegex(@"(?<![\w.])\d[\d_]*(?:\.\d+)?(?:[eE]\d+)?(?![\w])")]
    private static partial Regex Number();

    /// <summary>Cycles a microsecond; not the marks of a comment.</summary>
    [GeneratedRegex(@"(?<![*/])[*/]\s*(\d[\d_]*(?:\.\d+)?)(?![\w.])")]
    private static partial Regex Divisor();
}
