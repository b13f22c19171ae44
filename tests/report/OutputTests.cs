// Page, CSV, markdown and figure files hold the same numbers, and the page needs nothing from elsewhere.
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Report.Tests;

[TestClass]
public sealed partial class OutputTests
{
    private static readonly PageAssets NoAssets = new("", "");
    private static readonly Tool Chromium = new(
        "Chromium",
        ["chromium", "chromium-browser", "google-chrome"],
        "chromium",
        "chromium",
        "--cask chromium",
        "Hibbiki.Chromium"
    );

    [TestMethod]
    public void PageAndCsvHoldTheSameNumbers()
    {
        using GeneratedReport report = new(11);
        string folder = report.At("csv");
        CsvFiles.Write(folder, report.Document);
        JsonElement tables = Data(HtmlPage.Of(report.Document, NoAssets)).GetProperty("tables");
        int numbers = 0;
        foreach (JsonProperty table in tables.EnumerateObject())
        {
            IReadOnlyList<string[]> rows = CsvText.Read(File.ReadAllText(Path.Combine(folder, table.Name + ".csv")));
            JsonElement[] inPage = [.. table.Value.GetProperty("rows").EnumerateArray()];
            CollectionAssert.AreEqual(
                table.Value.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()).ToArray(),
                rows[0]
            );
            Assert.HasCount(rows.Count - 1, inPage, table.Name);
            for (int i = 0; i < inPage.Length; i++)
            {
                string[] cells = [.. inPage[i].EnumerateArray().Select(Text)];
                CollectionAssert.AreEqual(cells, rows[i + 1], $"{table.Name}, row {i}");
                numbers += cells.Length;
            }
        }

        Assert.AreEqual(tables.EnumerateObject().Count(), Directory.GetFiles(folder).Length);
        Assert.IsGreaterThan(1000, numbers);
    }

    [TestMethod]
    public void TablesOfPageAndMarkdownShowTheCells()
    {
        using GeneratedReport report = new(12);
        string page = HtmlPage.Of(report.Document, NoAssets),
            markdown = MarkdownReport.Of(report.Document);
        foreach (ReportTable table in report.Document.Sections.SelectMany(s => s.Tables))
        {
            foreach (IReadOnlyList<object?> row in table.Rows)
            {
                string[] shown = [.. table.KnownColumns.Select(i => ReportTable.Show(row[i], table.Columns[i].Format))];
                StringAssert.Contains(markdown, $"| {string.Join(" | ", shown)} |", table.Id);
                StringAssert.Contains(page, System.Net.WebUtility.HtmlEncode(shown[^1]), table.Id);
            }
        }
    }

    [TestMethod]
    public void NamesInARecordCannotBreakThePage()
    {
        using Analysis.Tests.Records records = new();
        string run = records.Write(
            "x.csv",
            Analysis.Tests.Records.Header() with
            {
                Model = "</script><b>&\"'",
                Data = "<i>.npz",
            },
            Analysis.Tests.Records.Random(new Random(13), 30, coopNet: true)
        );
        string page = HtmlPage.Of(
            ReportBuilder.Build(ReportRuns.Read([run], []), new ReportOptions(null, null, new Analysis.SteOptions())),
            NoAssets
        );
        Assert.DoesNotContain("<b>&", page);
        Assert.DoesNotContain("<i>", page);
        Assert.AreEqual(2, ScriptEnd().Count(page), "the data's script and the page's own");
        Assert.AreEqual("</script><b>&\"'", Data(page).GetProperty("title").GetString());
    }

    [TestMethod]
    [DataRow(0.8312, CellFormat.Percent, "83.12 %")]
    [DataRow(-0.0053, CellFormat.Points, "−0.53")]
    [DataRow(0.0053, CellFormat.Points, "+0.53")]
    [DataRow(0.0, CellFormat.Points, "0.00")]
    [DataRow(1234567.0, CellFormat.Count, "1,234,567")]
    [DataRow(0.734375, CellFormat.Fraction, "0.734")]
    [DataRow(-12.345, CellFormat.Decimal, "−12.35")]
    public void NumbersAreWrittenForPeople(double value, CellFormat format, string text) =>
        Assert.AreEqual(text, ReportTable.Show(value, format));

    [TestMethod]
    [TestCategory("Slow")]
    public void ThePageIsWholeAndDrawsWithoutErrors()
    {
        string chromium = Need("chromium", Chromium);
        using GeneratedReport report = new(14);
        string page = HtmlPage.Of(report.Document, Assets()),
            path = report.At("report.html");
        File.WriteAllText(path, page);
        Assert.DoesNotMatchRegex(FromElsewhere(), page[..page.IndexOf("<script>", StringComparison.Ordinal)]);
        foreach ((string theme, string size) in new[] { ("light", "1280,900"), ("dark", "390,844") })
        {
            string shown = Shown(chromium, $"{path}#{theme}", size);
            StringAssert.Contains(shown, $"data-theme=\"{theme}\"");
            int drawn = DrawnFigure().Count(shown);
            Assert.AreEqual(report.Document.Figures.Count(), drawn, "every figure holds a drawing");
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void PrintedFiguresFitTwoAbreastOnPaper()
    {
        const double columnPx = 180 / 25.4 * 96 / 2;
        string chromium = Need("chromium", Chromium);
        using GeneratedReport report = new(16);
        string path = report.At("report.html");
        File.WriteAllText(
            path,
            HtmlPage.Of(report.Document, Assets()) + "<script>dispatchEvent(new Event('beforeprint'))</script>"
        );
        MatchCollection drawings = FigureWidth().Matches(Shown(chromium, $"{path}#dark", "1280,900"));
        Assert.HasCount(report.Document.Figures.Count(), drawings);
        foreach (Match drawing in drawings)
        {
            Assert.IsInRange(columnPx * 0.8, columnPx, double.Parse(drawing.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The page as the browser holds it once its script has run, which must say nothing on the console.</summary>
    private static string Shown(string chromium, string address, string size)
    {
        ToolResult result = ToolProcess.Run(
            chromium,
            [
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--virtual-time-budget=8000",
                $"--window-size={size}",
                "--dump-dom",
                $"file://{address}",
            ],
            null
        );
        string[] said = [.. result.Output.Split('\n').Where(l => l.Contains(":CONSOLE", StringComparison.Ordinal))];
        Assert.IsEmpty(said, string.Join('\n', said));
        StringAssert.Contains(result.Output, "data-ready=\"yes\"", "the script ran to its end");
        return result.Output;
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void FiguresAreWrittenAsSvgAndPng()
    {
        using GeneratedReport report = new(15);
        string folder = report.At("figures");
        Assets();
        PageTools.WriteFigures(report.Document, folder, png: true, dark: true, null);
        foreach (Figure figure in report.Document.Figures)
        {
            string light = File.ReadAllText(Path.Combine(folder, figure.Id + ".svg"));
            StringAssert.Contains(light, "<path", figure.Id);
            Assert.AreNotEqual(
                light,
                File.ReadAllText(Path.Combine(folder, figure.Id + "-dark.svg")),
                "other colours for dark pages"
            );
            byte[] png = File.ReadAllBytes(Path.Combine(folder, figure.Id + ".png"));
            CollectionAssert.AreEqual(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }, png[..4]);
            Assert.AreEqual(1800, (png[18] << 8) | png[19], "width in dots");
        }
    }

    /// <summary>The built page, or an inconclusive test where Node or the registry is missing.</summary>
    private static PageAssets Assets()
    {
        try
        {
            return PageTools.Assets(Console.WriteLine);
        }
        catch (ToolchainException e) when (e.Code == ExitCode.ToolMissing)
        {
            throw new AssertInconclusiveException(e.Message);
        }
    }

    private static string Need(string name, Tool tool) =>
        tool.Path ?? throw new AssertInconclusiveException($"{name} is not installed (sudo apt-get install {tool.Debian})");

    private static JsonElement Data(string page)
    {
        const string begin = "id=\"report-data\">";
        int at = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return JsonDocument.Parse(page[at..page.IndexOf("</script>", at, StringComparison.Ordinal)]).RootElement;
    }

    private static string Text(JsonElement cell) =>
        cell.ValueKind switch
        {
            JsonValueKind.Number => cell.GetDouble().ToString("R", CultureInfo.InvariantCulture),
            JsonValueKind.Null => "",
            _ => cell.GetString()!,
        };

    [GeneratedRegex("(src|href)=\"https?:|url\\(|@import")]
    private static partial Regex FromElsewhere();

    [GeneratedRegex("</script>")]
    private static partial Regex ScriptEnd();

    [GeneratedRegex("<figure data-figure=.*?<svg.*?<path.*?</figure>", RegexOptions.Singleline)]
    private static partial Regex DrawnFigure();

    [GeneratedRegex("<svg [^>]*?width=\"([0-9.]+)\"")]
    private static partial Regex FigureWidth();
}
