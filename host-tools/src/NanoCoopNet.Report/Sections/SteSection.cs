// Static threshold estimation: BC-Net fig. 8, with the errors on samples it has not seen.
using System.Globalization;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class SteSection
{
    private sealed record Quality(string Model, string Quantity, Regressor Fit, double Mse, double MaxError, string Papers);

    public static Section Of(IReadOnlyList<ModelCurve> models, SteOptions options)
    {
        List<string> text =
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"Both predictors are fitted to a tenth of the samples, drawn by class (seed {options.Seed}), and judged on "
                    + $"the other nine tenths (BC-Net IV-C)."
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

            qualities.Add(
                new(
                    m.Run.Title,
                    "accuracy, points",
                    ste.Model.AccuracyPoints,
                    ste.AccuracyError.Mse,
                    ste.AccuracyError.MaxError,
                    "0.23 … 0.43 (of Δ)"
                )
            );
            qualities.Add(
                new(
                    m.Run.Title,
                    "full mode, fraction",
                    ste.Model.FullFraction,
                    ste.FullFractionError.Mse,
                    ste.FullFractionError.MaxError,
                    "up to 0.11"
                )
            );
            data.Add(Table(m, ste));
            figures.Add(Fit(m, "ste-accuracy", "accuracy", "predictedAccuracy", "measuredAccuracy"));
            figures.Add(Fit(m, "ste-full", "full mode taken", "predictedFullFraction", "measuredFullFraction"));
        }

        ReportTable errors = new TableBuilder<Quality>()
            .Text("model", "model", q => q.Model)
            .Text("quantity", "predicted", q => q.Quantity)
            .Count("degree", "degree", q => q.Fit.Degree)
            .Text("reachedEpsilon", "ε reached", q => q.Fit.ReachedEpsilon ? "yes" : "no")
            .Number("mse", "mean square error", CellFormat.Significant, q => q.Mse)
            .Number("maxError", "largest error", CellFormat.Significant, q => q.MaxError)
            .Text("papers", "BC-Net's own largest error", q => q.Papers)
            .Build("ste", "Errors on the validation part, over the hundred thresholds", qualities);
        return new Section("ste", "Static threshold estimation", text, qualities.Count > 0 ? [errors] : [], figures, data);
    }

    private static ReportTable Table(ModelCurve m, SteResult ste) =>
        new TableBuilder<StePoint>()
            .Number("ct", "CT", CellFormat.Fraction, p => p.Ct)
            .Percent("predictedAccuracy", "accuracy, predicted", p => p.PredictedAccuracy)
            .Percent("measuredAccuracy", "accuracy, validation part", p => p.MeasuredAccuracy)
            .Percent("predictedFullFraction", "full mode, predicted", p => p.PredictedFullFraction)
            .Percent("measuredFullFraction", "full mode, validation part", p => p.MeasuredFullFraction)
            .Build($"ste-{m.Run.Key}", m.Run.Title, ste.Points);

    private static Figure Fit(ModelCurve m, string id, string what, string predicted, string measured) =>
        new(
            $"{id}-{m.Run.Key}",
            $"Predicted {what}, {m.Run.Title}",
            "As BC-Net fig. 8: the polynomial (line) and what the validation part gives (dots).",
            [new("ct", "confidence threshold CT", CellFormat.Fraction)],
            new("", what, CellFormat.Percent),
            [
                new Series($"ste-{m.Run.Key}", predicted, "predicted", SeriesKind.Line, m.Ink),
                new Series($"ste-{m.Run.Key}", measured, "validation part", SeriesKind.Points, Ink.Reference),
            ],
            [],
            FollowsCt: true
        );
}
