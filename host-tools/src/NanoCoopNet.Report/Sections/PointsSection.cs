// The papers' tables of results for our models (CoopNet table II, BC-Net tables II and III), and their models of latency and
// memory.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class PointsSection
{
    public static Section Of(IReadOnlyList<ModelCurve> models, string unit, CostScale? scale)
    {
        List<ReportTable> tables = [Points(models, unit, scale)];
        (ModelCurve Model, LatencyCheck Check)[] checks =
        [
            .. models
                .Select(m => (m, Check: m.Run.MeasuredOutcomes is { } measured ? LatencyModel.Check(measured) : null))
                .Where(c => c.Check is not null)
                .Select(c => (c.m, c.Check!)),
        ];
        if (checks.Length > 0)
        {
            tables.Add(Latency(checks, unit));
        }

        if (models.Any(m => m.Run.Blob is not null))
        {
            tables.Add(Memory(models));
        }

        return new Section(
            "points",
            "Operating points, latency and memory",
            [
                "Time saved is 1 − L / L_INT8 and at most 100 %; the speed-up ratio is L_INT8 / L − 1 and has no bound. Both "
                    + "compare with the standalone INT8 network.",
            ],
            tables,
            models.Any(m => m.Run.Blob is not null) ? [MemoryFigure] : [],
            []
        );
    }

    private static readonly Figure MemoryFigure = new(
        "memory",
        "Memory of each network",
        "Bytes in RAM and flash here, and the RAM that the papers' way of counting gives.",
        [new("part", "", CellFormat.Text, IsCategory: true)],
        new("", "bytes", CellFormat.Count),
        [
            new("memory", "flashBytes", "flash here", SeriesKind.GroupedBar, Ink.First),
            new("memory", "liveBytes", "live RAM here", SeriesKind.GroupedBar, Ink.Third),
            new("memory", "papersBytes", "RAM, the papers' way", SeriesKind.GroupedBar, Ink.Reference),
        ],
        []
    );

    private static ReportTable Points(IReadOnlyList<ModelCurve> models, string unit, CostScale? scale) =>
        new TableBuilder<(ModelCurve Model, OperatingPoint Point)>()
            .Text("model", "model", r => r.Model.Run.Title)
            .Text("level", "accuracy level", r => r.Point.Name)
            .Percent("wantedAccuracy", "wanted", r => r.Point.WantedAccuracy)
            .Number("ct", "CT", CellFormat.Fraction, r => r.Point.Point?.Ct)
            .Percent("accuracy", "accuracy", r => r.Point.Point?.Accuracy)
            .Number("delta", "Δ, points", CellFormat.Points, r => r.Point.Point?.Delta)
            .Percent("fullFraction", "full mode taken", r => r.Point.Point?.FullFraction)
            .Count("meanCounts", $"mean {unit}", r => r.Point.Point?.MeanCounts)
            .Number(
                "meanMs",
                scale?.IsEstimate == true ? "mean ms (est.)" : "mean ms",
                CellFormat.Decimal,
                r => r.Point.Point?.MeanMs
            )
            .Number("meanMj", "mean mJ", CellFormat.Decimal, r => r.Point.Point?.MeanMj)
            .Percent("timeSaved", "time saved", r => r.Point.Point?.TimeSaved)
            .Percent("speedupRatio", "speed-up ratio", r => r.Point.Point?.SpeedupRatio)
            .Build(
                "points",
                "Accuracy levels, as CoopNet table II and BC-Net table III; – where no CT reaches the level",
                models.SelectMany(m => m.Points.Select(p => (m, p)))
            );

    private static ReportTable Latency(IEnumerable<(ModelCurve Model, LatencyCheck Check)> checks, string unit) =>
        new TableBuilder<(ModelCurve Model, LatencyCheck Check)>()
            .Text("model", "model", r => r.Model.Run.Title)
            .Count("bnn", $"L_BNN, {unit}", r => r.Check.Constants.Bnn)
            .Count("confidence", "L_CS", r => r.Check.Constants.Confidence)
            .Count("int8", "L_INT8", r => r.Check.Constants.Int8)
            .Count("glue", "L_glue", r => r.Check.Constants.Glue)
            .Count("characterisedOn", "constants from samples", r => r.Check.CharacterisedOn)
            .Count("checkedOn", "checked on", r => r.Check.CheckedOn)
            .Count("predicted", "batch, predicted", r => r.Check.PredictedCounts)
            .Count("measured", "batch, measured", r => r.Check.MeasuredCounts)
            .Percent("largestError", "largest error over CT", r => r.Check.LargestRelativeError)
            .Percent("largestSampleError", "of one sample", r => r.Check.LargestSampleError)
            .Build("latency-model", "Latency model, predicted against measured (CoopNet eq. 5-6, BC-Net eq. 7-8)", checks);

    private static ReportTable Memory(IReadOnlyList<ModelCurve> models) =>
        new TableBuilder<(string Model, string Part, int Papers, int Parameters, int Buffers, int Im2Col, int Live, int Flash)>()
            .Text("model", "model", r => r.Model)
            .Text("network", "network", r => r.Part)
            .Text("part", "in the figure", r => $"{r.Model} {r.Part}")
            .Count("parameterBytes", "parameters", r => r.Parameters)
            .Count("bufferBytes", "+ largest pair of buffers", r => r.Buffers)
            .Count("im2colBytes", "+ im2col", r => r.Im2Col)
            .Count("papersBytes", "= RAM, the papers' way", r => r.Papers)
            .Count("liveBytes", "live RAM here", r => r.Live)
            .Count("flashBytes", "flash here", r => r.Flash)
            .Build(
                "memory",
                "Memory in bytes (eq. (18)): the papers keep parameters in RAM; here they are read in place from flash and "
                    + "networks share one arena",
                models
                    .Where(m => m.Run.Blob is not null)
                    .SelectMany(m =>
                        MemoryModel
                            .Of(m.Run.Blob!)
                            .Nets.Select(n =>
                                (
                                    m.Run.Title,
                                    n.Net == "glue" ? n.Net : n.Net.ToUpperInvariant(),
                                    n.Papers.Total,
                                    n.Papers.Parameters,
                                    n.Papers.Activations,
                                    n.Papers.Im2Col,
                                    n.LiveBytes,
                                    n.FlashBytes
                                )
                            )
                    )
            );
}
