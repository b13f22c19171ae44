// Energies of a capture in the report: what is shown, and that what follows from them is worked out right.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report.Tests;

[TestClass]
public sealed class EnergySectionTests
{
    private const double BatteryMwh = 1000,
        SleepMw = 0.5;

    private static PartEnergy Part(string name, double ms, double mj) =>
        new(name, 40, mj, mj, mj, 0, 0.01, ms, ms > 0 ? 1e3 * mj / ms : 0, 100);

    private static RunEnergy Energy(string sha) =>
        new(
            "x.rld",
            "RocketLogger",
            64_000,
            "I1 × V1",
            "markers",
            1,
            120,
            IdleIsSubtracted: false,
            IsModel: false,
            "coop",
            sha,
            "x.npz",
            [Part("light mode", 10, 4), Part("full mode", 30, 13), Part("BNN", 10, 4), Part("INT8", 20, 9)],
            [Part("bnn.0", 4, 1.6), Part("bnn.1", 6, 2.4), Part("bnn, between layers", 0, 0), Part("int8.0", 20, 9)],
            [],
            new Waveform([0, 1, 2], [90, 380, 90], [100, 400, 100], [110, 420, 110], [0, 1, 0], [0, 0, 0]),
            []
        );

    private static ReportDocument Report(
        GeneratedReport of,
        string sha,
        double? sleepMw = SleepMw,
        double? batteryMwh = BatteryMwh
    ) =>
        ReportBuilder.Build(
            ReportRuns.Read([of.CoopNet], []),
            new ReportOptions(null, null, new SteOptions(), new PowerModel(400, 450))
            {
                Energies = [Energy(sha)],
                SleepMw = sleepMw,
                BatteryMwh = batteryMwh,
            }
        );

    [TestMethod]
    public void TablesAndFiguresOfACaptureAreThere()
    {
        using GeneratedReport report = new(11);
        ReportDocument document = Report(report, new string('a', 64));
        Section section = document.Sections.Single(s => s.Id == "energy");
        CollectionAssert.AreEqual(
            new[] { "trace-coop", "energy-time-coop", "accuracy-vs-energy-coop", "duty-coop" },
            section.Figures.Select(f => f.Id).ToArray()
        );
        Assert.DoesNotContain(
            r => ((string)r[0]!).Contains("between", StringComparison.Ordinal),
            Table(document, "energy-time-coop").Rows,
            "what lies between layers is none"
        );
        Assert.Contains(t => t.Contains("R² ", StringComparison.Ordinal), section.Text);
        System.Text.Json.JsonDocument.Parse(ReportJson.Of(document));
    }

    [TestMethod]
    public void DutyCyclesAreThoseOfTheModes()
    {
        using GeneratedReport report = new(12);
        ReportTable duty = Table(Report(report, new string('a', 64)), "duty-coop");
        foreach (IReadOnlyList<object?> row in duty.Rows)
        {
            double every = (double)row[0]!;
            Assert.AreEqual(DutyCycle.Of(every, 4, 0.01, SleepMw, BatteryMwh)!.BatteryDays!.Value, (double)row[1]!, 1e-9);
            Assert.AreEqual(DutyCycle.Of(every, 13, 0.03, SleepMw, BatteryMwh)!.BatteryDays!.Value, (double)row[3]!, 1e-9);
            Assert.IsTrue((double)row[3]! <= (double)row[2]! && (double)row[2]! <= (double)row[1]!, "auto lies between");
        }

        ReportTable idle = Table(Report(report, new string('a', 64), null, null), "duty-coop");
        Assert.AreEqual(DutyCycle.Of(1, 4, 0.01, 120, null)!.EnergyADayMj / 1e3, (double)idle.Rows[1][4]!, 1e-9);
        Assert.IsNull(idle.Rows[1][1], "no battery, no days");
    }

    [TestMethod]
    public void ParetoPointsAreNotDominated()
    {
        using GeneratedReport report = new(13);
        ReportDocument document = Report(report, new string('a', 64));
        (double Mj, double Accuracy)[] curve = [.. Points(Table(document, "curve-coop"))],
            best = [.. Points(Table(document, "pareto-coop"))];
        Assert.IsNotEmpty(best);
        foreach ((double mj, double accuracy) in best)
        {
            Assert.DoesNotContain(c => (c.Mj < mj && c.Accuracy >= accuracy) || (c.Mj <= mj && c.Accuracy > accuracy), curve);
        }

        Assert.AreEqual(curve.Max(c => c.Accuracy), best[^1].Accuracy);

        static IEnumerable<(double, double)> Points(ReportTable table) =>
            table.Rows.Select(r => ((double)r[At(table, "meanMj")]!, (double)r[At(table, "accuracy")]!));

        static int At(ReportTable table, string column) => table.Columns.TakeWhile(c => c.Name != column).Count();
    }

    [TestMethod]
    public void EnergiesOfAnotherModelAreRefused()
    {
        using GeneratedReport report = new(14);
        AnalysisException e = Assert.ThrowsExactly<AnalysisException>(() => Report(report, new string('c', 64)));
        Assert.AreEqual("mixedModels", e.Name);
    }

    [TestMethod]
    [DataRow(0.00123456, "0.001235")]
    [DataRow(-3.25, "−3.25")]
    [DataRow(12424.4, "12420")]
    [DataRow(0.0, "0")]
    public void FourDigitsWithoutAnExponent(double value, string text) =>
        Assert.AreEqual(text, ReportTable.Show(value, CellFormat.Significant));

    private static ReportTable Table(ReportDocument document, string id) => document.Tables.Single(t => t.Id == id);
}
