// How costs are spread, and how the modes follow each other in time.
using NanoCoopNet.Analysis;
using NanoCoopNet.Link;

namespace NanoCoopNet.Report;

internal static class LatencySection
{
    private const int Bins = 40,
        WaveformSamples = 60;

    private sealed record Bin(double From, int Light, int Full);

    private sealed record Edge(double Time, int Sample, int Light, int Full);

    /// <summary>Null where no sample was measured.</summary>
    public static Section? Of(IReadOnlyList<ModelCurve> models, string unit, CostScale? scale)
    {
        List<ReportTable> data = [];
        List<Figure> figures = [];
        bool inMs = scale?.MillisecondsAre is not null;
        foreach (ModelCurve m in models.Where(m => m.Run.Measured.Count > 0))
        {
            ReportTable histogram = new TableBuilder<Bin>()
                .Text("from", unit, b => ReportTable.Show(b.From, CellFormat.Count))
                .Count("light", "light mode", b => b.Light)
                .Count("full", "full mode", b => b.Full)
                .Build(
                    $"latency-{m.Run.Key}",
                    $"{unit} a sample at CT {ReportTable.Show(m.Chosen.Ct, CellFormat.Fraction)}, {m.Run.Title}; each row from "
                        + "its value to the next",
                    Histogram(m)
                );
            figures.Add(
                new(
                    $"latency-{m.Run.Key}",
                    $"Cost of single inferences, {m.Run.Title}",
                    $"Measured samples at CT {ReportTable.Show(m.Chosen.Ct, CellFormat.Fraction)}.",
                    [new("from", unit, CellFormat.Text, IsCategory: true)],
                    new("", "samples", CellFormat.Count, CanBeLogarithmic: true),
                    [
                        new Series(histogram.Id, "light", "light mode", SeriesKind.Bar, Ink.Light),
                        new Series(histogram.Id, "full", "full mode", SeriesKind.Bar, Ink.Full),
                    ],
                    []
                )
            );

            string time =
                !inMs ? unit
                : scale!.IsEstimate ? "ms (est.)"
                : "ms";
            ReportTable waveform = new TableBuilder<Edge>()
                .Number("time", time, inMs ? CellFormat.Decimal : CellFormat.Count, e => e.Time)
                .Count("sample", "sample", e => e.Sample)
                .Count("light", "light pin", e => e.Light)
                .Count("full", "full pin", e => e.Full)
                .Build(
                    $"waveform-{m.Run.Key}",
                    $"Marker pins of the first {WaveformSamples} measured samples, {m.Run.Title}",
                    Waveform(m, inMs ? scale : null)
                );
            figures.Add(
                new(
                    $"waveform-{m.Run.Key}",
                    $"Modes in time, {m.Run.Title}",
                    "The marker pins as the record's costs place them, samples back to back: light mode, then full mode where "
                        + "the score is below CT.",
                    [new("time", time, inMs ? CellFormat.Decimal : CellFormat.Count)],
                    new("", "", CellFormat.Text),
                    [
                        new Series(waveform.Id, "light", "light pin", SeriesKind.Step, Ink.Light, Offset: 1.5),
                        new Series(waveform.Id, "full", "full pin", SeriesKind.Step, Ink.Full),
                    ],
                    []
                )
            );
            data.AddRange([histogram, waveform]);
        }

        return figures.Count == 0 ? null : new Section("latency", "Single inferences", [], [], figures, data);
    }

    private static bool IsLight(ModelCurve m, MeasurementRow row) => row.Result.Confidence256 >= m.Chosen.ConfidenceThreshold;

    private static IEnumerable<Bin> Histogram(ModelCurve m)
    {
        (double Cost, bool Light)[] costs =
        [
            .. m.Run.Measured.Select(r => (IsLight(m, r) ? (double)r.LightCounts : r.FullCounts, IsLight(m, r))),
        ];
        double low = costs.Min(c => c.Cost),
            width = Math.Max((costs.Max(c => c.Cost) - low) / Bins, 1);
        ILookup<int, bool> byBin = costs.ToLookup(c => Math.Min((int)((c.Cost - low) / width), Bins - 1), c => c.Light);
        return Enumerable.Range(0, Bins).Select(i => new Bin(low + (i * width), byBin[i].Count(l => l), byBin[i].Count(l => !l)));
    }

    private static IEnumerable<Edge> Waveform(ModelCurve m, CostScale? scale)
    {
        double now = 0;
        double Time() => scale?.Milliseconds(now) ?? now;
        foreach (MeasurementRow row in m.Run.Measured.Take(WaveformSamples))
        {
            yield return new Edge(Time(), row.Index, 1, 0);
            now += row.Result.CountsBnn;
            yield return new Edge(Time(), row.Index, 0, 0);
            now += row.Result.CountsConfidence;
            if (!IsLight(m, row))
            {
                yield return new Edge(Time(), row.Index, 0, 1);
                now += row.Result.CountsInt8 + row.Result.CountsGlue;
                yield return new Edge(Time(), row.Index, 0, 0);
            }
        }
    }
}
