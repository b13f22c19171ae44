// How well the BNN's confidence score tells right from wrong: histogram and reliability.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class ConfidenceSection
{
    private const int HistogramBins = 32,
        ReliabilityBins = 10,
        Steps = 256;

    private sealed record Bin(double Low, double High, int Right, int Wrong)
    {
        public int Count => Right + Wrong;

        public double? Accuracy => Count == 0 ? null : Right / (double)Count;

        public double Middle => (Low + High) / 2;
    }

    public static Section Of(IReadOnlyList<ModelCurve> models, int classes)
    {
        List<ReportTable> data = [];
        List<Figure> figures = [];

        // The BNN of a BC-Net is usually the CoopNet's: drawn once.
        foreach (ModelCurve m in models.DistinctBy(BnnKey))
        {
            ReportTable histogram = new TableBuilder<Bin>()
                .Text("bin", "confidence score", b => $"{ReportTable.Show(b.Low, CellFormat.Fraction)}")
                .Count("right", "right", b => b.Right)
                .Count("wrong", "wrong", b => b.Wrong)
                .Build(
                    $"confidence-{m.Run.Key}",
                    $"Answers of the BNN by confidence score, {m.Run.Title}; each row from its score to the next",
                    Bins(m, HistogramBins)
                );
            ReportTable reliability = new TableBuilder<Bin>()
                .Number("score", "confidence score, middle", CellFormat.Fraction, b => b.Middle)
                .Percent("accuracy", "accuracy of the BNN", b => b.Accuracy)
                .Percent("least", "least if calibrated", b => b.Middle + ((1 - b.Middle) / classes))
                .Percent("most", "most if calibrated", b => (1 + b.Middle) / 2)
                .Count("samples", "samples", b => b.Count)
                .Build($"reliability-{m.Run.Key}", $"Accuracy by confidence score, {m.Run.Title}", Bins(m, ReliabilityBins));
            data.AddRange([histogram, reliability]);
            figures.Add(
                new(
                    $"confidence-{m.Run.Key}",
                    $"Confidence scores, {m.Run.Title}",
                    "Right and wrong answers of the BNN by confidence score.",
                    [new("bin", "confidence score CS", CellFormat.Text, IsCategory: true)],
                    new("", "samples", CellFormat.Count, CanBeLogarithmic: true),
                    [
                        new Series(histogram.Id, "right", "right", SeriesKind.Bar, Ink.Right),
                        new Series(histogram.Id, "wrong", "wrong", SeriesKind.Bar, Ink.Wrong),
                    ],
                    []
                )
            );
            figures.Add(
                new(
                    $"reliability-{m.Run.Key}",
                    $"Reliability, {m.Run.Title}",
                    "Accuracy of the BNN by confidence score, and what calibrated probabilities would allow.",
                    [new("score", "confidence score CS", CellFormat.Fraction)],
                    new("", "accuracy", CellFormat.Percent),
                    [
                        new Series(reliability.Id, "accuracy", "accuracy", SeriesKind.Line, m.Ink),
                        new Series(reliability.Id, "least", "least if calibrated", SeriesKind.Line, Ink.Reference),
                        new Series(reliability.Id, "most", "most if calibrated", SeriesKind.Line, Ink.Reference),
                    ],
                    []
                )
            );
        }

        const string text =
            "The score CS is the difference of the two largest probabilities, p₁ − p₂. With C classes p₁ lies between CS + (1 "
            + "− CS)/C (all others equal to p₂) and "
            + "(1 + CS)/2 (no third class), so calibrated probabilities give an accuracy between the two grey lines.";
        return new Section("confidence", "Confidence", [text], [], figures, data);
    }

    /// <summary>Equal where two records hold the same answers and scores of the BNN.</summary>
    private static string BnnKey(ModelCurve m) =>
        string.Join(';', m.Run.Outcomes.Samples.Select(s => FormattableString.Invariant($"{s.Light},{s.Confidence256}")));

    private static IEnumerable<Bin> Bins(ModelCurve m, int bins)
    {
        ILookup<int, Outcome> byBin = m.Run.Outcomes.Samples.ToLookup(s => Math.Min(s.Confidence256 * bins / Steps, bins - 1));
        return Enumerable
            .Range(0, bins)
            .Select(i => new Bin(
                i / (double)bins,
                (i + 1) / (double)bins,
                byBin[i].Count(s => s.Light == s.Label),
                byBin[i].Count(s => s.Light != s.Label)
            ));
    }
}
