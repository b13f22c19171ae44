// What a reader wants first: accuracy of every form, and what cooperation costs and saves at the chosen threshold.
using NanoCoopNet.Analysis;
using static NanoCoopNet.Report.ReportTable;

namespace NanoCoopNet.Report;

internal static class SummarySection
{
    public static Section Of(IReadOnlyList<ModelCurve> models, string unit)
    {
        ReportTable table = new TableBuilder<ModelCurve>()
            .Text("model", "model", m => m.Run.Title)
            .Text("name", "name", m => m.Run.Name)
            .Count("samples", "samples", m => m.Run.Outcomes.Count)
            .Percent("accuracyLight", "light mode (BNN)", m => Accuracy(m, s => s.Light))
            .Percent("accuracyFull", "full mode", m => Accuracy(m, s => s.Full))
            .Percent("accuracyInt8", "INT8 baseline", m => m.Baseline?.Accuracy)
            .Percent("accuracyFp32", "FP32 (card)", m => m.Run.Fp32Accuracy)
            .Text("chosenBecause", "chosen point", m => m.ChosenBecause)
            .Number("ct", "CT", CellFormat.Fraction, m => m.Chosen.Ct)
            .Percent("accuracy", "accuracy", m => m.Chosen.Accuracy)
            .Percent("fullFraction", "full mode taken", m => m.Chosen.FullFraction)
            .Count("meanCounts", $"mean {unit}", m => m.Chosen.MeanCounts)
            .Percent("timeSaved", "time saved", m => m.Chosen.TimeSaved)
            .Build("summary", "Every model, and the point that the rest of the report shows", models);
        return new Section("summary", "Summary", [.. models.Select(Sentence)], [table], [], []);
    }

    private static string Sentence(ModelCurve m)
    {
        CurvePoint p = m.Chosen;
        string delta = p.Delta is { } d ? $", {Show(d, CellFormat.Points)} points from INT8 alone" : "";
        string saved = p.TimeSaved switch
        {
            null => "",
            < 0 and { } t => $", and takes {Show(-t, CellFormat.Percent)} more time than INT8 alone",
            { } t => $", and saves {Show(t, CellFormat.Percent)} of its time",
        };
        return $"{m.Run.Title}: at CT {Show(p.Ct, CellFormat.Fraction)} ({m.ChosenBecause}) "
            + $"{Show(1 - p.FullFraction, CellFormat.Percent)} of the samples need the binary network only. "
            + $"Accuracy is {Show(p.Accuracy, CellFormat.Percent)}{delta}{saved}.";
    }

    private static double Accuracy(ModelCurve m, Func<Outcome, int> answer) =>
        m.Run.Outcomes.Samples.Average(s => answer(s) == s.Label ? 1.0 : 0.0);
}
