// Energies from captures: the trace, what parts and layers take, whether time tells them, what a battery and a radio make of
// them.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class EnergySection
{
    private sealed record TracePoint(double Ms, double Min, double Mean, double Max, double? Light, double? Full);

    /// <summary>Null where no energies of a capture were given.</summary>
    public static Section? Of(IReadOnlyList<ModelCurve> models, ReportOptions options)
    {
        (ModelCurve Model, RunEnergy Energy)[] given =
        [
            .. options.Energies.Select(e =>
                (
                    models.FirstOrDefault(m => m.Run.Outcomes.Source.BlobSha256 == e.BlobSha256)
                        ?? throw new AnalysisException(
                            "mixedModels",
                            $"the energies of {e.Capture} are of {e.Model}, of which the report has no record",
                            "give the record that the capture belongs to"
                        ),
                    e
                )
            ),
        ];
        if (given.Length == 0)
        {
            return null;
        }

        List<ReportTable> tables = [Parts(given)],
            data = [];
        List<Figure> figures = [];
        List<string> text = [];
        foreach ((ModelCurve model, RunEnergy e) in given)
        {
            string key = model.Run.Key,
                are = e.IsModel ? " (model)" : "";
            text.Add(
                $"{model.Run.Title}: {(e.IsModel ? "a model, no measurement; " : "")}{e.Instrument}, {e.Capture}, "
                    + $"{ReportTable.Show(e.RateHz, CellFormat.Count)} Hz; power {e.Power}; "
                    + $"aligned by {e.Alignment}; idle "
                    + $"{(e.IdleMw is { } i ? ReportTable.Show(i, CellFormat.Decimal) + " mW" : "not captured")}"
                    + $"{(e.IdleIsSubtracted ? ", taken off" : "")}."
            );
            ReportTable trace = Trace(key, model, e);
            data.Add(trace);
            figures.Add(
                new(
                    $"trace-{key}",
                    $"Power in time, {model.Run.Title}{are}",
                    "The first inferences of the capture: mean, least and largest power of each bin, shaded where the BNN and "
                        + $"where {model.Run.RealName} runs.",
                    [new("ms", "ms", CellFormat.Decimal)],
                    new("", "mW", CellFormat.Decimal),
                    [
                        new Series(trace.Id, "light", "BNN", SeriesKind.Shade, Ink.Light),
                        new Series(trace.Id, "full", model.Run.RealName, SeriesKind.Shade, Ink.Full),
                        new Series(trace.Id, "max", "largest", SeriesKind.Line, Ink.Reference),
                        new Series(trace.Id, "min", "least", SeriesKind.Line, Ink.Reference),
                        new Series(trace.Id, "mean", "mean", SeriesKind.Line, Ink.First),
                    ],
                    [],
                    CanZoom: true
                )
            );
            if (e.Layers.Count > 0)
            {
                ReportTable layers = Layers(key, model, e);
                tables.Add(layers);
                EnergyTime? time = EnergyTime.Of(key, $"{model.Run.Title}{are}", e.Layers);
                if (time is not null)
                {
                    text.Add(time.Text);
                    data.Add(time.Table);
                    figures.Add(time.Figure);
                }
            }

            if (model.Energy is not null)
            {
                ReportTable best = Best(key, $"{model.Run.Title}{are}", model.Curve);
                data.Add(best);
                figures.Add(
                    new(
                        $"accuracy-vs-energy-{key}",
                        $"Accuracy and energy at every CT, {model.Run.Title}{are}",
                        "Each point of the line is a CT: what an inference takes on average, and how often it is right. Of the "
                            + "marked ones (Pareto) no other CT is right as often and takes less.",
                        [new("meanMj", "mean mJ", CellFormat.Significant)],
                        new("", "accuracy", CellFormat.Percent),
                        [
                            new Series(model.CurveTable, "accuracy", "every CT", SeriesKind.Line, Ink.Reference),
                            new Series(best.Id, "accuracy", "Pareto", SeriesKind.Points, model.Ink),
                        ],
                        []
                    )
                );
            }

            if (EnergyUse.Of(model, e) is not { } use)
            {
                continue;
            }

            if (model.Run.Blob is { } blob)
            {
                tables.Add(use.Radio(key, $"{model.Run.Title}{are}", blob.Header.Input.Count, options.Radios));
            }

            if ((options.SleepMw ?? e.IdleMw) is { } between)
            {
                string how = options.SleepMw is null ? "idle" : "asleep at";
                tables.Add(use.Duty(key, $"{model.Run.Title}{are}", between, how, options.BatteryMwh));
                (ReportTable curve, Figure figure) = use.DutyFigure(key, $"{model.Run.Title}{are}", between, options.BatteryMwh);
                data.Add(curve);
                figures.Add(figure);
            }
        }

        return new Section("energy", "Energy", text, tables, figures, data);
    }

    private static ReportTable Parts(IReadOnlyList<(ModelCurve Model, RunEnergy Energy)> given) =>
        Columns(new TableBuilder<(string Of, PartEnergy Part)>().Text("model", "model", p => p.Of))
            .Build(
                "energy",
                "Energy of an inference; ±: uncertainty of the mean, k = 2",
                given.SelectMany(g =>
                    g.Energy.Parts.Select(p => ($"{g.Model.Run.Title}{(g.Energy.IsModel ? " (model)" : "")}", p))
                )
            );

    private static ReportTable Layers(string key, ModelCurve model, RunEnergy e) =>
        Columns(new TableBuilder<(string Of, PartEnergy Part)>())
            .Build(
                $"energy-layers-{key}",
                $"Energy of layers, {model.Run.Title}{(e.IsModel ? " (model)" : "")}",
                e.Layers.Select(l => ("", l))
            );

    private static TableBuilder<(string Of, PartEnergy Part)> Columns(TableBuilder<(string Of, PartEnergy Part)> table) =>
        table
            .Text("part", "part", p => p.Part.Part)
            .Count("count", "n", p => p.Part.Count)
            .Number("meanMj", "mean mJ", CellFormat.Significant, p => p.Part.MeanMj)
            .Number("uncertaintyMj", "±", CellFormat.Significant, p => p.Part.UncertaintyMj)
            .Number("minMj", "min", CellFormat.Significant, p => p.Part.MinMj)
            .Number("maxMj", "max", CellFormat.Significant, p => p.Part.MaxMj)
            .Number("stdMj", "std", CellFormat.Significant, p => p.Part.StdMj)
            .Number("ms", "ms", CellFormat.Significant, p => p.Part.MeanMs)
            .Number("mw", "mW", CellFormat.Decimal, p => p.Part.MeanMw);

    /// <summary>CT values that are right more often than every one that takes less.</summary>
    private static ReportTable Best(string key, string title, IReadOnlyList<CurvePoint> curve)
    {
        List<CurvePoint> best = [];
        foreach (CurvePoint p in curve.OrderBy(p => p.MeanMj).ThenByDescending(p => p.Accuracy))
        {
            if (best.Count == 0 || p.Accuracy > best[^1].Accuracy)
            {
                best.Add(p);
            }
        }

        return new TableBuilder<CurvePoint>()
            .Number("ct", "CT", CellFormat.Fraction, p => p.Ct)
            .Number("meanMj", "mean mJ", CellFormat.Significant, p => p.MeanMj)
            .Percent("accuracy", "accuracy", p => p.Accuracy)
            .Percent("fullFraction", "full mode", p => p.FullFraction)
            .Build($"pareto-{key}", $"CT values of which no other is right as often and takes less, {title}", best);
    }

    private static ReportTable Trace(string key, ModelCurve model, RunEnergy e)
    {
        Waveform w = e.Waveform;
        double top = w.MaxMw.DefaultIfEmpty(1).Max();
        return new TableBuilder<TracePoint>()
            .Number("ms", "ms", CellFormat.Decimal, p => p.Ms)
            .Number("mean", "mean mW", CellFormat.Decimal, p => p.Mean)
            .Number("min", "least", CellFormat.Decimal, p => p.Min)
            .Number("max", "largest", CellFormat.Decimal, p => p.Max)
            .Number("light", "BNN runs", CellFormat.Decimal, p => p.Light)
            .Number("full", $"{model.Run.RealName} runs", CellFormat.Decimal, p => p.Full)
            .Build(
                $"trace-{key}",
                $"Power of the first inferences, {model.Run.Title}{(e.IsModel ? " (model)" : "")}",
                w.TimeMs.Select(
                    (t, i) => new TracePoint(t, w.MinMw[i], w.MeanMw[i], w.MaxMw[i], top * w.Light[i], top * w.Full[i])
                )
            );
    }
}
