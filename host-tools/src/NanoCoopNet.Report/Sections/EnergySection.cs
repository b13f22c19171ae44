// Energies from captures: the trace, what parts and layers take, whether time tells them, what a battery and a radio make of
// them.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class EnergySection
{
    private static readonly double[] Intervals = [0.1, 1, 10, 60, 600, 3600];

    private sealed record TracePoint(double Ms, double Min, double Mean, double Max, double? Light, double? Full);

    /// <summary>Null where no energies of a capture were given.</summary>
    public static Section? Of(IReadOnlyList<ModelCurve> models, IReadOnlyList<RunEnergy> energies, double? batteryMwh)
    {
        (ModelCurve Model, RunEnergy Energy)[] given =
        [
            .. energies.Select(e =>
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
                        + "where "
                        + "INT8 runs.",
                    [new("ms", "ms", CellFormat.Decimal)],
                    new("", "mW", CellFormat.Decimal),
                    [
                        new Series(trace.Id, "light", "BNN", SeriesKind.Shade, Ink.Light),
                        new Series(trace.Id, "full", "INT8", SeriesKind.Shade, Ink.Full),
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
                PartEnergy[] single = [.. e.Layers.Where(l => l.Part.Contains('.', StringComparison.Ordinal))];
                if (EnergyRegression.Of(single) is { } r)
                {
                    text.Add(
                        $"{model.Run.Title}, layers: energy = {ReportTable.Show(r.OffsetMj, CellFormat.Significant)} mJ + "
                            + $"{ReportTable.Show(r.SlopeMw, CellFormat.Decimal)} mW × time, "
                            + $"R² {r.RSquared.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture)}; the layer "
                            + $"that fits worst is {ReportTable.Show(r.LargestError, CellFormat.Percent)} off."
                    );
                }

                figures.Add(
                    new(
                        $"energy-time-{key}",
                        $"Energy against time of layers, {model.Run.Title}{are}",
                        "Whether time alone tells the energy: the study's layers lie on a line.",
                        [new("ms", "ms", CellFormat.Significant)],
                        new("", "mJ", CellFormat.Significant),
                        [new Series(layers.Id, "meanMj", "layers", SeriesKind.Points, Ink.First)],
                        []
                    )
                );
            }

            if (model.Run.Blob is { } blob && e.Part("full mode") is { } full)
            {
                long bytes = blob.Header.Input.Count;
                tables.Add(
                    new TableBuilder<RadioProfile>()
                        .Text("radio", "radio", p => p.Name)
                        .Number("mj", "mJ to send the sample", CellFormat.Decimal, p => p.Millijoules(bytes))
                        .Number("ratio", "by full mode", CellFormat.Significant, p => p.Millijoules(bytes) / full.MeanMj)
                        .Text("source", "figures from", p => p.Source)
                        .Build(
                            $"radio-{key}",
                            $"Sending a sample of {bytes} bytes instead of classifying it, {model.Run.Title}{are}: the least it "
                                + $"takes, without joining, acknowledging and waiting",
                            RadioProfile.All
                        )
                );
            }

            if (batteryMwh is { } battery && e.IdleMw is { } idle)
            {
                tables.Add(Duty(key, model, e, idle, battery, are));
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
            .Number("full", "INT8 runs", CellFormat.Decimal, p => p.Full)
            .Build(
                $"trace-{key}",
                $"Power of the first inferences, {model.Run.Title}{(e.IsModel ? " (model)" : "")}",
                w.TimeMs.Select(
                    (t, i) => new TracePoint(t, w.MinMw[i], w.MeanMw[i], w.MaxMw[i], top * w.Light[i], top * w.Full[i])
                )
            );
    }

    private static ReportTable Duty(string key, ModelCurve model, RunEnergy e, double idleMw, double battery, string are)
    {
        PartEnergy? light = e.Part("light mode"),
            full = e.Part("full mode");
        double fraction = model.Chosen.FullFraction;
        double Taken(PartEnergy p) => p.MeanMj + (e.IdleIsSubtracted ? idleMw * p.MeanMs / 1e3 : 0);
        DutyCycle? Of(double every, double share) =>
            light is { } l && full is { } f
                ? DutyCycle.Of(
                    every,
                    Taken(l) + (share * (Taken(f) - Taken(l))),
                    (l.MeanMs + (share * (f.MeanMs - l.MeanMs))) / 1e3,
                    idleMw,
                    battery
                )
                : null;
        return new TableBuilder<double>()
            .Number("everyS", "an answer every s", CellFormat.Significant, s => s)
            .Number("lightDays", "light: days", CellFormat.Significant, s => Of(s, 0)?.BatteryDays)
            .Number(
                "autoDays",
                $"auto at CT {ReportTable.Show(model.Chosen.Ct, CellFormat.Fraction)}: days",
                CellFormat.Significant,
                s => Of(s, fraction)?.BatteryDays
            )
            .Number("fullDays", "full: days", CellFormat.Significant, s => Of(s, 1)?.BatteryDays)
            .Number("fullADay", "full: J a day", CellFormat.Significant, s => Of(s, 1)?.EnergyADayMj / 1e3)
            .Build(
                $"duty-{key}",
                $"Life of a battery of {ReportTable.Show(battery, CellFormat.Count)} mWh, idle "
                    + $"{ReportTable.Show(idleMw, CellFormat.Decimal)} mW in between, {model.Run.Title}{are}",
                Intervals
            );
    }
}
