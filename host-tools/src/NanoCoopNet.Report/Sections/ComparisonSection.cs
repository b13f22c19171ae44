// CoopNet against BC-Net at equal speed: BC-Net fig. 7.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class ComparisonSection
{
    private static readonly double[] Levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

    /// <summary>Null where fewer than two models have times and a baseline.</summary>
    public static Section? Of(IReadOnlyList<ModelCurve> models)
    {
        ModelCurve[] compared = [.. models.Where(m => m.Curve[0].TimeSaved is not null)];
        if (compared.Length < 2)
        {
            return null;
        }

        TableBuilder<double> builder = new TableBuilder<double>().Text(
            "timeSaved",
            "time saved, at least",
            l => ReportTable.Show(l, CellFormat.Percent)
        );
        foreach (ModelCurve m in compared)
        {
            builder
                .Number($"delta-{m.Run.Key}", $"{m.Run.Title}: Δ, points", CellFormat.Points, level => Best(m, level)?.Delta)
                .Number($"ct-{m.Run.Key}", "at CT", CellFormat.Fraction, level => Best(m, level)?.Ct);
        }

        ReportTable table = builder.Build(
            "comparison",
            "Best accuracy among the thresholds that save at least so much time, against "
                + $"{ModelCurve.RealName(models)}; – where none does",
            Levels
        );
        Figure figure = new(
            "comparison",
            "CoopNet and BC-Net at equal speed",
            "As BC-Net fig. 7.",
            [new("timeSaved", "time saved, at least", CellFormat.Text, IsCategory: true)],
            new("", "Δ accuracy, points", CellFormat.Points),
            [.. compared.Select(m => new Series(table.Id, $"delta-{m.Run.Key}", m.Run.Title, SeriesKind.GroupedBar, m.Ink))],
            [new Mark(null, 0, ModelCurve.RealName(models))]
        );
        return new Section("comparison", "CoopNet and BC-Net", [], [table], [figure], []);
    }

    private static CurvePoint? Best(ModelCurve m, double timeSaved) =>
        m.Curve.Where(p => p.TimeSaved >= timeSaved).MaxBy(p => p.Accuracy);
}
