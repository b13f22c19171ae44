// Everything over CT: CoopNet fig. 3 and 4, BC-Net fig. 4, 5 and 6.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class CurvesSection
{
    private static readonly Axis Ct = new("ct", "confidence threshold CT", CellFormat.Fraction);

    public static Section Of(IReadOnlyList<ModelCurve> models, string unit, CostScale? scale)
    {
        ReportTable[] data = [.. models.Select(m => Table(m, unit, scale))];
        bool hasBaseline = models.Any(m => m.Baseline is not null),
            hasCosts = models.Any(m => m.Run.Outcomes.Costs is not null);
        List<Figure> figures = [Accuracy(models, hasBaseline)];
        if (hasCosts)
        {
            figures.AddRange(models.Select(Share));
        }

        if (hasCosts && hasBaseline)
        {
            figures.Add(AgainstSpeedup(models));
        }

        return new Section(
            "curves",
            "Accuracy, time and the confidence threshold",
            [
                "One run in which both networks saw every sample gives every threshold; nothing was measured again. "
                    + CostText(scale, hasCosts)
                    + " Light ground around a curve: its 95 % interval, by bootstrap over the samples.",
            ],
            [],
            figures,
            data
        );
    }

    private static string CostText(CostScale? scale, bool hasCosts) =>
        !hasCosts ? "The records hold no costs, so there are no figures of time."
        : scale?.MillisecondsAre is { } text ? $"Milliseconds: {text}."
        : "Costs are counts of the record; the record's source of time gives no milliseconds of a board.";

    private static ReportTable Table(ModelCurve m, string unit, CostScale? scale) =>
        new TableBuilder<(CurvePoint Point, CurveBand Band)>()
            .Number("ct", "CT", CellFormat.Fraction, p => p.Point.Ct)
            .Percent("accuracy", "accuracy", p => p.Point.Accuracy)
            .Percent("accuracyLow", "from (95 %)", p => p.Band.Accuracy.Low)
            .Percent("accuracyHigh", "to", p => p.Band.Accuracy.High)
            .Number("delta", $"Δ from {m.Run.RealName}, points", CellFormat.Points, p => p.Point.Delta)
            .Number("deltaLow", "Δ from (95 %)", CellFormat.Points, p => p.Band.Delta?.Low)
            .Number("deltaHigh", "Δ to", CellFormat.Points, p => p.Band.Delta?.High)
            .Percent("fullFraction", "full mode taken", p => p.Point.FullFraction)
            .Count("meanCounts", $"mean {unit}", p => p.Point.MeanCounts)
            .Number("meanMs", scale?.IsEstimate == true ? "mean ms (est.)" : "mean ms", CellFormat.Decimal, p => p.Point.MeanMs)
            .Number("meanMj", "mean mJ", CellFormat.Decimal, p => p.Point.MeanMj)
            .Percent("lightTimeShare", "time in light mode", p => 1 - p.Point.FullTimeShare)
            .Percent("fullTimeShare", "time in full mode", p => p.Point.FullTimeShare)
            .Percent("timeSaved", "time saved, 1 − L / L_INT8", p => p.Point.TimeSaved)
            .Percent("speedupRatio", "speed-up ratio, L_INT8 / L − 1", p => p.Point.SpeedupRatio)
            .Build(m.CurveTable, $"{m.Run.Title} at the papers' hundred thresholds", m.Curve.Zip(m.Bands));

    private static Figure Accuracy(IReadOnlyList<ModelCurve> models, bool delta) =>
        new(
            "accuracy-vs-ct",
            delta ? $"Accuracy against {ModelCurve.RealName(models)}" : "Accuracy",
            $"As CoopNet fig. 3 and BC-Net fig. 4: distance from the standalone {ModelCurve.RealName(models)} network over CT.",
            [Ct],
            new("", delta ? "Δ accuracy, points" : "accuracy", delta ? CellFormat.Points : CellFormat.Percent),
            [
                .. models.Where(m => !delta || m.Baseline is not null).Select(m => Band(m, delta ? "delta" : "accuracy")),
                .. models
                    .Where(m => !delta || m.Baseline is not null)
                    .Select(m => new Series(m.CurveTable, delta ? "delta" : "accuracy", m.Run.Title, SeriesKind.Line, m.Ink)),
            ],
            [
                .. models.Select(m => new Mark(m.Chosen.Ct, null, $"{m.Run.Form}: {m.ChosenBecause}")),
                .. delta ? [new Mark(null, 0, ModelCurve.RealName(models), LabelAtStart: true)] : Array.Empty<Mark>(),
            ],
            FollowsCt: true
        );

    private static Figure Share(ModelCurve m) =>
        new(
            $"time-share-{m.Run.Key}",
            $"Share of time, {m.Run.Title}",
            "As BC-Net fig. 5: samples in light and in full mode, by their share of all time.",
            [Ct],
            new("", "share of time", CellFormat.Percent),
            [
                new Series(m.CurveTable, "lightTimeShare", "light mode", SeriesKind.Area, Ink.Light),
                new Series(m.CurveTable, "fullTimeShare", "full mode", SeriesKind.Area, Ink.Full),
            ],
            [new Mark(m.Chosen.Ct, null, m.ChosenBecause)],
            FollowsCt: true
        );

    private static Figure AgainstSpeedup(IReadOnlyList<ModelCurve> models) =>
        new(
            "delta-vs-speedup",
            "Accuracy against speed-up",
            "As CoopNet fig. 4 and BC-Net fig. 6, over both meanings of speed-up; CT falls from left to right.",
            [
                new("timeSaved", "time saved, 1 − L / L_INT8", CellFormat.Percent),
                new("speedupRatio", "speed-up ratio, L_INT8 / L − 1", CellFormat.Percent),
            ],
            new("", "Δ accuracy, points", CellFormat.Points),
            [
                .. models.Where(m => m.Baseline?.MeanCounts is not null).Select(m => Band(m, "delta")),
                .. models
                    .Where(m => m.Baseline?.MeanCounts is not null)
                    .Select(m => new Series(m.CurveTable, "delta", m.Run.Title, SeriesKind.Line, m.Ink)),
            ],
            [new Mark(null, 0, ModelCurve.RealName(models)), new Mark(0, null, $"time of {ModelCurve.RealName(models)}")]
        );

    /// <summary>The interval of a column of the curve.</summary>
    public static Series Band(ModelCurve m, string column) =>
        new(m.CurveTable, $"{column}Low", m.Run.Title, SeriesKind.Band, m.Ink, To: $"{column}High");
}
