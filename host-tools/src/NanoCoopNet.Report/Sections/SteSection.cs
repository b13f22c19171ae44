// Static threshold estimation: BC-Net fig. 8, with the errors on samples it has not seen.
using System.Globalization;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class SteSection
{
    private sealed record Quality(string Model, string Quantity, double Mse, double MaxError, string Papers);

    public static Section Of(IReadOnlyList<ModelCurve> models, SteOptions options)
    {
        List<string> text =
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"Half of the samples, drawn by class (seed {options.Seed}), predict; the other half judges. The prediction is "
                    + $"the record's own curve, its accuracy smoothed to one peak, with a 95 % bootstrap band. (The papers' "
                    + $"polynomials, BC-Net IV-C: nanocoop ste --method polynomial.)"
            ),
        ];
        List<Quality> qualities = [];
        List<Figure> figures = [];
        List<ReportTable> data = [];
        foreach (ModelCurve m in models)
        {
            SteResult ste;
            try
            {
                ste = ThresholdEstimator.Run(m.Run.Outcomes, options);
            }
            catch (AnalysisException e)
            {
                text.Add($"{m.Run.Title} is left out: {e.Message}.");
                continue;
            }

            Quality Of(string quantity, PredictionError e, string papers) =>
                new(m.Run.Title, quantity, e.Mse, e.MaxError, papers);
            qualities.Add(Of("accuracy, points", ste.AccuracyError, ""));
            if (ste.DeltaError is { } delta)
            {
                qualities.Add(Of("accuracy − INT8's, points", delta, "0.23 … 0.43"));
            }

            qualities.Add(Of("full mode, fraction", ste.FullFractionError, "up to 0.11"));
            data.Add(Table(m, ste));
            figures.Add(Fit(m, "ste-accuracy", "accuracy", "Accuracy"));
            figures.Add(Fit(m, "ste-full", "full mode taken", "FullFraction"));
        }

        ReportTable errors = new TableBuilder<Quality>()
            .Text("model", "model", q => q.Model)
            .Text("quantity", "predicted", q => q.Quantity)
            .Number("mse", "mean square error", CellFormat.Significant, q => q.Mse)
            .Number("maxError", "largest error", CellFormat.Significant, q => q.MaxError)
            .Text("papers", "BC-Net's own largest error", q => q.Papers)
            .Build("ste", "Errors on the other half, over the hundred thresholds", qualities);
        return new Section("ste", "Static threshold estimation", text, qualities.Count > 0 ? [errors] : [], figures, data);
    }

    private static ReportTable Table(ModelCurve m, SteResult ste) =>
        new TableBuilder<StePoint>()
            .Number("ct", "CT", CellFormat.Fraction, p => p.Ct)
            .Percent("predictedAccuracy", "accuracy, predicted", p => p.PredictedAccuracy)
            .Percent("lowAccuracy", "95 % from", p => p.AccuracyBand.Low)
            .Percent("highAccuracy", "to", p => p.AccuracyBand.High)
            .Percent("measuredAccuracy", "accuracy, other half", p => p.MeasuredAccuracy)
            .Percent("predictedFullFraction", "full mode, predicted", p => p.PredictedFullFraction)
            .Percent("lowFullFraction", "95 % from", p => p.FullFractionBand.Low)
            .Percent("highFullFraction", "to", p => p.FullFractionBand.High)
            .Percent("measuredFullFraction", "full mode, other half", p => p.MeasuredFullFraction)
            .Build($"ste-{m.Run.Key}", m.Run.Title, ste.Points);

    private static Figure Fit(ModelCurve m, string id, string what, string field)
    {
        string table = $"ste-{m.Run.Key}";
        return new(
            $"{id}-{m.Run.Key}",
            $"Predicted {what}, {m.Run.Title}",
            "As BC-Net fig. 8: predicted from one half of the samples (line, 95 % band) and what the other half gives (dots).",
            [new("ct", "confidence threshold CT", CellFormat.Fraction)],
            new("", what, CellFormat.Percent),
            [
                new Series(table, $"low{field}", "95 % band, low", SeriesKind.Line, Ink.Reference),
                new Series(table, $"high{field}", "95 % band, high", SeriesKind.Line, Ink.Reference),
                new Series(table, $"predicted{field}", "predicted", SeriesKind.Line, m.Ink),
                new Series(table, $"measured{field}", "other half", SeriesKind.Points, Ink.Reference),
            ],
            [],
            FollowsCt: true
        );
    }
}
