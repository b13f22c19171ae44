// The content of a report: every section there, every figure of columns that exist, numbers that follow from the records.
using System.Text.Json;
using NanoCoopNet.Analysis;
using NanoCoopNet.Analysis.Tests;

namespace NanoCoopNet.Report.Tests;

[TestClass]
public sealed class DocumentTests
{
    [TestMethod]
    public void EverySectionIsThereAndTheCoopNetComesFirst()
    {
        using GeneratedReport report = new(1);
        CollectionAssert.AreEqual(
            new[]
            {
                "summary",
                "curves",
                "points",
                "comparison",
                "pairs",
                "answers",
                "layers",
                "latency",
                "confidence",
                "ste",
                "papers",
                "sources",
            },
            report.Document.Sections.Select(s => s.Id).ToArray()
        );
        ReportTable summary = Table(report, "summary");
        Assert.AreEqual("CoopNet", summary.Rows[0][0]);
        Assert.AreEqual("BC-Net", summary.Rows[1][0]);
    }

    [TestMethod]
    public void FiguresDrawColumnsThatExistAndIdsAreUnique()
    {
        using GeneratedReport report = new(2);
        Dictionary<string, ReportTable> tables = report.Document.Tables.ToDictionary(t => t.Id);
        CollectionAssert.AllItemsAreUnique(report.Document.Figures.Select(f => f.Id).ToArray());
        foreach (Figure figure in report.Document.Figures)
        {
            foreach (Series series in figure.Series)
            {
                string[] columns = [.. tables[series.Table].Columns.Select(c => c.Name)];
                CollectionAssert.Contains(columns, series.Y, figure.Id);
                CollectionAssert.IsSubsetOf(figure.X.Select(x => x.Column).ToArray(), columns, figure.Id);
                Assert.IsTrue(series.To is null || columns.Contains(series.To), figure.Id);
                Assert.IsTrue(series.Where is null || columns.Contains(series.Where), figure.Id);
            }
        }
    }

    /// <summary>Chosen by the report's own samples: a warning. Chosen by others: their break-even, and none.</summary>
    [TestMethod]
    public void ThresholdsComeFromValidationRecordsWhereTheyAreGiven()
    {
        using GeneratedReport report = new(5);
        Assert.HasCount(1, report.Document.Sections[0].Warnings);
        StringAssert.Contains(HtmlPage.Of(report.Document, new PageAssets("", "")), "<p class=\"warning\">");

        using GeneratedReport other = new(6);
        IReadOnlyList<ReportRun> runs = ReportRuns.Read([report.BcNet, report.CoopNet], []);
        Outcomes[] validation =
        [
            .. new[] { other.CoopNet, other.BcNet }
                .Select(path => OutcomeFiles.Read([path]))
                .Select(o => o with { Source = o.Source with { BlobSha256 = BlobOf(runs, o.Source.IsCoopNet) } }),
        ];
        ReportDocument document = ReportBuilder.Build(
            runs,
            new ReportOptions(null, null, new SteOptions(Resamples: 10)) { Validation = validation }
        );
        Assert.IsEmpty(document.Sections[0].Warnings);
        Baseline baseline = Baseline.Of(validation[0], null)!;
        CurvePoint expected = OperatingPoints.Choose(
            Sweep.Of(validation[0], baseline, ConfidenceSteps.All),
            ThresholdRule.BreakEven,
            baseline.Accuracy
        );
        Assert.AreEqual(expected.Ct, (double)Cell(document.Tables.Single(t => t.Id == "summary"), 0, "ct")!, 1e-12);
        AnalysisException refused = Assert.ThrowsExactly<AnalysisException>(() =>
            ReportRuns.ReadValidation([report.CoopNet], runs)
        );
        StringAssert.Contains(refused.Message, "the samples that the report shows");
    }

    /// <summary>An interval holds the curve and is as wide as the binomial says.</summary>
    [TestMethod]
    public void BandsHoldTheCurveAndAreAsWideAsTheSampleSays()
    {
        using GeneratedReport report = new(7);
        ReportTable curve = Table(report, report.Document.Curves[0].Table);
        for (int row = 0; row < curve.Rows.Count; row++)
        {
            double accuracy = (double)Cell(curve, row, "accuracy")!,
                low = (double)Cell(curve, row, "accuracyLow")!,
                high = (double)Cell(curve, row, "accuracyHigh")!;
            double expected = 2 * 1.96 * Math.Sqrt(accuracy * (1 - accuracy) / 400);
            Assert.IsTrue(low <= accuracy && accuracy <= high, $"row {row}");
            Assert.AreEqual(expected, high - low, 0.3 * expected, $"row {row}");
        }
    }

    private static string BlobOf(IReadOnlyList<ReportRun> runs, bool isCoopNet) =>
        runs.Single(r => r.Outcomes.Source.IsCoopNet == isCoopNet).Outcomes.Source.BlobSha256;

    [TestMethod]
    public void NumbersFollowFromTheRecords()
    {
        using GeneratedReport report = new(3);
        Outcomes coopNet = OutcomeFiles.Read([report.CoopNet]),
            bcNet = OutcomeFiles.Read([report.BcNet]);
        ReportTable summary = Table(report, "networks");
        Assert.AreEqual(
            coopNet.Samples.Count(s => s.Light == s.Label) / 400.0,
            (double)Cell(summary, 0, "accuracyLight")!,
            1e-12
        );
        Assert.AreEqual(bcNet.Samples.Count(s => s.Full == s.Label) / 400.0, (double)Cell(summary, 1, "accuracyFull")!, 1e-12);
        Assert.AreEqual(
            coopNet.AccuracyInt8!.Value,
            (double)Cell(summary, 1, "accuracyInt8")!,
            1e-12,
            "the CoopNet's INT8 network is the baseline of the BC-Net"
        );

        ReportTable confidence = Table(report, "confidence-coop");
        Assert.AreEqual(400.0, confidence.Rows.Sum(r => (double)r[1]! + (double)r[2]!));
        ReportTable latency = Table(report, "latency-bc");
        Assert.AreEqual(400.0, latency.Rows.Sum(r => (double)r[1]! + (double)r[2]!));
        ReportTable layers = Table(report, "layers-bc");
        Assert.AreEqual(1.0, layers.Rows.Sum(r => (double)r[^1]!), 1e-9, "layers and confidence are the whole cost");
        Assert.AreEqual((98.96 / 65.29) - 1, (double)Cell(Table(report, "papers-speedups"), 0, "mostRatio")!, 1e-12);
        ReportTable beside = Table(report, "papers-beside");
        Assert.AreEqual(0.8400, Cell(beside, 0, "full"));
        Assert.AreEqual(0.147, (double)Cell(beside, 0, "timeSaved")!, 5e-4, "eq. (7)");
        Assert.AreEqual(Cell(summary, 1, "accuracyFull"), Cell(beside, 2, "full"));
        Assert.HasCount(1, Table(report, "papers-bcnet").Rows, "the task's own row alone");
    }

    [TestMethod]
    [DataRow("caffenet", "CIFAR-10", "CIFAR-10")]
    [DataRow("vgg6", "CIFAR-100 (own split)", "CIFAR-100")]
    [DataRow("gscnet", "voices of people and espeak-ng", "Speech commands")]
    [DataRow("fernet", "FER2013", "FER2013")]
    [DataRow("resnet8", "CIFAR-10", null)]
    [DataRow("gscnet", "espeak-ng keywords", null)]
    public void PapersRowsAreForTheirTasksAlone(string topology, string dataset, string? task) =>
        Assert.AreEqual(task, PublishedResults.TaskOf(topology, dataset)?.Task);

    [TestMethod]
    public void RecordsThatDoNotBelongTogetherAreRefused()
    {
        using GeneratedReport report = new(4);
        using Records records = new();
        string other = records.Write(
            "other.csv",
            Records.Header() with
            {
                Data = "other.npz",
            },
            Records.Random(new Random(4), 20, coopNet: true)
        );
        Assert.AreEqual(
            "mixedData",
            Assert.ThrowsExactly<AnalysisException>(() => ReportRuns.Read([report.CoopNet, other], [])).Name
        );
        File.AppendAllText(other, "\n");
        Assert.AreEqual(
            "editedRecord",
            Assert.ThrowsExactly<NanoCoopNet.Link.RecordException>(() => ReportRuns.Read([other], [])).Name
        );
    }

    [TestMethod]
    public void ClassesConfusionAndRiskAreThoseOfTheAnswers()
    {
        using Records records = new();
        string path = records.Write("run.csv", Records.Header(), Records.Random(new Random(7), 300, coopNet: true));
        ReportRun run = ReportRuns.Read([path], [])[0];
        const int ct = 128;
        ReportDocument document = ReportBuilder.Build(
            [run],
            new ReportOptions(null, ct, new SteOptions()) { Title = "A paper's" }
        );
        Assert.AreEqual("A paper's", document.Title);
        ReportTable Of(string id) => document.Tables.Single(t => t.Id == $"{id}-{run.Key}");
        ReportTable classes = Of("classes"),
            confusion = Of("confusion"),
            risk = Of("risk");
        Outcome[] samples = [.. run.Outcomes.Samples];
        Assert.AreEqual(300.0, classes.Rows.Sum(r => (double)r[1]!));
        for (int c = 0; c < classes.Rows.Count; c++)
        {
            double right = (double)confusion.Rows[c][c + 1]!;
            Assert.AreEqual((double)samples.Count(s => s.Label == c && s.IsRight(ct)), right);
            Assert.AreEqual((double)classes.Rows[c][1]!, confusion.Rows[c].Skip(1).Sum(v => (double)v!));
        }

        Assert.AreEqual(1.0, risk.Rows[0][1]);
        Assert.AreEqual(samples.Count(s => s.Light != s.Label) / 300.0, (double)risk.Rows[0][2]!, 1e-12);
        double[] coverage = [.. risk.Rows.Select(r => (double)r[1]!)];
        CollectionAssert.AreEqual(coverage.OrderDescending().ToArray(), coverage);
        StringAssert.Contains(document.Sections.Single(s => s.Id == "answers").Text[1], "expected calibration error");
    }

    [TestMethod]
    public void ARecordOfFewSamplesIsReportedWithoutEstimation()
    {
        using Records records = new();
        string few = records.Write("few.csv", Records.Header(), Records.Random(new Random(5), 3, coopNet: true));
        ReportDocument document = ReportBuilder.Build(ReportRuns.Read([few], []), new ReportOptions(null, 128, new SteOptions()));
        Assert.DoesNotContain(s => s.Id is "papers" or "pairs", document.Sections, "no task of theirs, no pairs");
        Section ste = document.Sections.Single(s => s.Id == "ste");
        Assert.IsEmpty(ste.Tables);
        Assert.Contains(t => t.Contains("is left out", StringComparison.Ordinal), ste.Text);
        JsonDocument.Parse(ReportJson.Of(document));
    }

    [TestMethod]
    public void EnergiesOfAModelAreShownAndNamed()
    {
        using GeneratedReport report = new(6);
        Assert.DoesNotContain(
            i => Table(report, "points").Columns[i].Name == "meanMj",
            Table(report, "points").KnownColumns,
            "no energies without a model of power"
        );
        ReportDocument modelled = ReportBuilder.Build(
            ReportRuns.Read([report.CoopNet], []),
            new ReportOptions(null, null, new SteOptions(), new PowerModel(400, 500))
        );
        ReportTable curve = modelled.Tables.Single(t => t.Id == "curve-coop");
        int mj = curve.Columns.TakeWhile(c => c.Name != "meanMj").Count();
        Outcomes outcomes = OutcomeFiles.Read([report.CoopNet]);
        double light = outcomes.Costs!.Scale.Milliseconds(outcomes.Costs.Mean.Light)!.Value;
        Assert.AreEqual(0.4 * light, (double)curve.Rows[0][mj]!, 1e-9, "at CT 0 only light mode runs: 400 mW × time");
        Assert.Contains(
            t => t.Contains("model: 400 mW", StringComparison.Ordinal),
            modelled.Sections.Single(s => s.Id == "sources").Text
        );
        Assert.Contains(x => x.Column == "meanMj", modelled.Figures.Single(f => f.Id == "accuracy-vs-cost").X);
    }

    internal static ReportTable Table(GeneratedReport report, string id) => report.Document.Tables.Single(t => t.Id == id);

    private static object? Cell(ReportTable table, int row, string column) =>
        table.Rows[row][table.Columns.TakeWhile(c => c.Name != column).Count()];
}
