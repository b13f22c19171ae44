// The one chart that answers most: accuracy against the mean cost of an inference, with the single networks and the chosen point.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class MainFigure
{
    private const string Table = "single-points";
    private const string Chosen = "chosen point";

    public static Figure Of(IReadOnlyList<ModelCurve> models, string unit, CostScale? scale)
    {
        ModelCurve[] measured = [.. models.Where(m => m.Run.Outcomes.Costs is not null)];
        Axis counts = new("meanCounts", $"mean {unit}", CellFormat.Count, CanBeLogarithmic: true);
        Axis ms = new(
            "meanMs",
            scale?.IsEstimate == true ? "mean ms (est.)" : "mean ms",
            CellFormat.Decimal,
            CanBeLogarithmic: true
        );
        Axis[] energy = models.Any(m => m.Energy is not null)
            ? [new("meanMj", "mean mJ", CellFormat.Decimal, CanBeLogarithmic: true)]
            : [];
        return new Figure(
            "accuracy-vs-cost",
            "Accuracy against cost",
            "Mean cost of an inference at every threshold, with 95 % intervals; the single networks; the point that was chosen.",
            scale?.MillisecondsAre is null ? [counts, .. energy] : [ms, counts, .. energy],
            new("", "accuracy", CellFormat.Percent),
            [
                .. measured.Select(m => CurvesSection.Band(m, "accuracy")),
                .. measured.Select(m => new Series(m.CurveTable, "accuracy", m.Run.Title, SeriesKind.Line, m.Ink)),
                new(Table, "accuracyLow", Chosen, SeriesKind.Interval, Ink.Reference, 0, "point", Chosen, "accuracyHigh"),
                .. Singles(models)
                    .Select(p => new Series(Table, "accuracy", p.Item1, SeriesKind.Points, p.Item2, 0, "point", p.Item1)),
            ],
            []
        );
    }

    private static IEnumerable<(string, Ink)> Singles(IReadOnlyList<ModelCurve> models) =>
        [
            ("BNN alone", Ink.Light),
            .. models.Select(m => m.Run.RealName).Distinct().Select(name => ($"{name} alone", Ink.Full)),
            (Chosen, Ink.Reference),
        ];

    /// <summary>The points of the figure: the networks by themselves, and the chosen threshold of each model.</summary>
    public static ReportTable Points(IReadOnlyList<ModelCurve> models, string unit, CostScale? scale) =>
        new TableBuilder<Point>()
            .Text("model", "model", p => p.Model)
            .Text("point", "point", p => p.Name)
            .Percent("accuracy", "accuracy", p => p.Accuracy)
            .Percent("accuracyLow", "from (95 %)", p => p.Band?.Low)
            .Percent("accuracyHigh", "to", p => p.Band?.High)
            .Count("meanCounts", $"mean {unit}", p => p.Counts)
            .Number("meanMs", scale?.IsEstimate == true ? "mean ms (est.)" : "mean ms", CellFormat.Decimal, p => p.Ms)
            .Number("meanMj", "mean mJ", CellFormat.Decimal, p => p.Mj)
            .Build(Table, "Single networks and chosen points", models.SelectMany(Of));

    private static IEnumerable<Point> Of(ModelCurve m)
    {
        if (m.Curve[0] is not { MeanCounts: { } light } first)
        {
            yield break;
        }

        double? Ms(double counts) => first.MeanMs / light * counts;
        yield return new(m.Run.Title, "BNN alone", first.Accuracy, m.Bands[0].Accuracy, light, first.MeanMs, first.MeanMj);
        if (m.Run.Outcomes.Source.IsCoopNet && m.Baseline is { MeanCounts: { } int8 } baseline)
        {
            yield return new(m.Run.Title, $"{m.Run.RealName} alone", baseline.Accuracy, null, int8, Ms(int8), null);
        }

        CurvePoint c = m.Chosen;
        yield return new(m.Run.Title, Chosen, c.Accuracy, m.ChosenBand.Accuracy, c.MeanCounts, c.MeanMs, c.MeanMj);
    }

    private sealed record Point(string Model, string Name, double Accuracy, Band? Band, double? Counts, double? Ms, double? Mj);
}
