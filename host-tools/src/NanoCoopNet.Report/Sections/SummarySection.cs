// What a reader wants first: accuracy of every form, and what cooperation costs and saves at the chosen threshold.
using NanoCoopNet.Analysis;
using static NanoCoopNet.Report.ReportTable;

namespace NanoCoopNet.Report;

internal static class SummarySection
{
    private const string Threshold =
        "CT can be changed while the board runs: a higher CT sends more samples to full mode, which takes more time.";

    public static Section Of(IReadOnlyList<ModelCurve> models, string unit, CostScale? scale)
    {
        ReportTable table = new TableBuilder<ModelCurve>()
            .Text("model", "model", m => m.Run.Title)
            .Text("chosenBecause", "chosen point", m => m.ChosenBecause)
            .Number("ct", "CT", CellFormat.Fraction, m => m.Chosen.Ct)
            .Percent("accuracy", "accuracy", m => m.Chosen.Accuracy)
            .Percent("accuracyLow", "from (95 %)", m => m.ChosenBand.Accuracy.Low)
            .Percent("accuracyHigh", "to", m => m.ChosenBand.Accuracy.High)
            .Percent("fullFraction", "full mode taken", m => m.Chosen.FullFraction)
            .Count("meanCounts", $"mean {unit}", m => m.Chosen.MeanCounts)
            .Percent("timeSaved", "time saved", m => m.Chosen.TimeSaved)
            .Build("summary", "The point of each model that the rest of the report shows", models);
        ReportTable networks = new TableBuilder<ModelCurve>()
            .Text("model", "model", m => m.Run.Title)
            .Text("name", "name", m => m.Run.Name)
            .Count("samples", "samples", m => m.Run.Outcomes.Count)
            .Percent("accuracyLight", "light mode (BNN)", m => Accuracy(m, s => s.Light))
            .Percent("accuracyFull", "full mode", m => Accuracy(m, s => s.Full))
            .Percent("accuracyInt8", $"{ModelCurve.RealName(models)} baseline", m => m.Baseline?.Accuracy)
            .Percent("accuracyFp32", "FP32 (card)", m => m.Run.Fp32Accuracy)
            .Build("networks", "Accuracy of every network by itself", models);
        bool hasCosts = models.Any(m => m.Run.Outcomes.Costs is not null);
        return new Section(
            "summary",
            "Summary",
            [WhatItIs(ModelCurve.RealName(models)), Threshold, .. models.Select(Sentence)],
            [table, networks],
            hasCosts ? [MainFigure.Of(models, unit, scale)] : [],
            hasCosts ? [MainFigure.Points(models, unit, scale)] : []
        )
        {
            FiguresFirst = true,
            Warnings = models.Any(m => m.IsChosenHere) ? [ChosenHere(models)] : [],
        };
    }

    private static string WhatItIs(string real) =>
        "A small binary network (BNN) answers every sample first and says how sure it is: its confidence score, 0 to 1. If the "
        + "score reaches the confidence threshold CT, this answer stands (light mode); if not, a larger network "
        + $"({(real == "INT8" ? "of 8-bit integers, INT8" : real)}) runs as well and decides (full mode).";

    private static string ChosenHere(IReadOnlyList<ModelCurve> models)
    {
        string which = models.All(m => m.IsChosenHere)
            ? "The thresholds were"
            : $"The threshold of {string.Join(" and ", models.Where(m => m.IsChosenHere).Select(m => m.Run.Title))} was";
        return $"{which} chosen by the accuracy on the same samples that this report shows. On new samples the result will be "
            + "somewhat worse. Records of other samples, given with --validation, avoid this.";
    }

    private static string Sentence(ModelCurve m)
    {
        CurvePoint p = m.Chosen;
        string delta = p.Delta is { } d ? $", {Show(d, CellFormat.Points)} points from {m.Run.RealName} alone" : "";
        string saved = p.TimeSaved switch
        {
            null => "",
            < 0 and { } t => $", and takes {Show(-t, CellFormat.Percent)} more time than {m.Run.RealName} alone",
            { } t => $", and saves {Show(t, CellFormat.Percent)} of its time",
        };
        return $"{m.Run.Title}: at CT {Show(p.Ct, CellFormat.Fraction)} ({m.ChosenBecause}) "
            + $"{Show(1 - p.FullFraction, CellFormat.Percent)} of the samples need the binary network only. "
            + $"Accuracy is {Show(p.Accuracy, CellFormat.Percent)}{delta}{saved}.";
    }

    private static double Accuracy(ModelCurve m, Func<Outcome, int> answer) =>
        m.Run.Outcomes.Samples.Average(s => answer(s) == s.Label ? 1.0 : 0.0);
}
