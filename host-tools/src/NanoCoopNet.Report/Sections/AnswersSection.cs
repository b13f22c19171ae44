// Which classes are told apart, and what the confidence score is worth as a gate: per class, confusion, risk against coverage.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class AnswersSection
{
    /// <summary>A confusion matrix of more classes is folded away.</summary>
    private const int MostShown = 12;

    private const int Steps = 256,
        CalibrationBins = 10;

    private sealed record ClassRow(
        string Name,
        int Samples,
        double? Bnn,
        double? Full,
        double? Chosen,
        double? Light,
        string? TakenFor
    );

    private sealed record CoverageRow(double Ct, double Coverage, double? Risk);

    public static Section Of(IReadOnlyList<ModelCurve> models, int classes)
    {
        List<ReportTable> tables = [],
            data = [];
        List<Figure> figures = [];
        List<string> text =
        [
            "Per class at the threshold chosen. Risk is the share of wrong answers among those that light mode gives, "
                + "coverage how many it gives: the curve runs over all thresholds, and the lower it lies, the better the score "
                + "tells right from wrong.",
        ];
        foreach (ModelCurve m in models)
        {
            int ct = m.Chosen.ConfidenceThreshold;
            string[] names = Names(m, classes);
            int[,] confusion = new int[classes, classes];
            foreach (Outcome s in m.Run.Outcomes.Samples)
            {
                confusion[s.Label, s.IsLight(ct) ? s.Light : s.Full]++;
            }

            tables.Add(PerClass(m, ct, names, confusion));
            ReportTable matrix = Confusion(m, names, confusion);
            (classes <= MostShown ? tables : data).Add(matrix);
            ReportTable risk = new TableBuilder<CoverageRow>()
                .Number("ct", "CT", CellFormat.Fraction, r => r.Ct)
                .Percent("coverage", "coverage: light answers", r => r.Coverage)
                .Percent("risk", "risk: wrong among them", r => r.Risk)
                .Build($"risk-{m.Run.Key}", $"Risk against coverage, {m.Run.Title}", Coverage(m));
            data.Add(risk);
            figures.Add(
                new(
                    $"risk-{m.Run.Key}",
                    $"Risk against coverage, {m.Run.Title}",
                    "Wrong answers among those that light mode gives, at every threshold.",
                    [new("coverage", "coverage", CellFormat.Percent)],
                    new("", "risk", CellFormat.Percent),
                    [new Series(risk.Id, "risk", "risk", SeriesKind.Line, m.Ink)],
                    []
                )
            );
            text.Add(
                $"{m.Run.Title}: expected calibration error of the score, taken as a probability of being right, "
                    + $"{ReportTable.Show(CalibrationError(m), CellFormat.Percent)} ({CalibrationBins} bins)."
            );
        }

        return new Section("answers", "Classes and confidence", text, tables, figures, data);
    }

    private static string[] Names(ModelCurve m, int classes) =>
        m.Run.Blob is { } blob
            ? [.. blob.Classes]
            : [.. Enumerable.Range(0, classes).Select(i => FormattableString.Invariant($"{i}"))];

    private static ReportTable PerClass(ModelCurve m, int ct, string[] names, int[,] confusion)
    {
        ILookup<int, Outcome> byClass = m.Run.Outcomes.Samples.ToLookup(s => s.Label);
        return new TableBuilder<ClassRow>()
            .Text("class", "class", r => r.Name)
            .Count("samples", "samples", r => r.Samples)
            .Percent("bnn", "light alone", r => r.Bnn)
            .Percent("full", "full alone", r => r.Full)
            .Percent("chosen", "at the threshold", r => r.Chosen)
            .Percent("light", "answered in light mode", r => r.Light)
            .Text("takenFor", "most often taken for", r => r.TakenFor)
            .Build(
                $"classes-{m.Run.Key}",
                $"Accuracy by class, {m.Run.Title}, CT {ReportTable.Show(m.Chosen.Ct, CellFormat.Fraction)}",
                names.Select(
                    (name, c) =>
                    {
                        Outcome[] of = [.. byClass[c]];
                        double? Share(Func<Outcome, bool> which) => of.Length == 0 ? null : of.Count(which) / (double)of.Length;
                        int other = Enumerable.Range(0, names.Length).Where(a => a != c).MaxBy(a => confusion[c, a]);
                        return new ClassRow(
                            name,
                            of.Length,
                            Share(s => s.Light == c),
                            Share(s => s.Full == c),
                            Share(s => s.IsRight(ct)),
                            Share(s => s.IsLight(ct)),
                            confusion[c, other] > 0 ? $"{names[other]} ({confusion[c, other]})" : null
                        );
                    }
                )
            );
    }

    private static ReportTable Confusion(ModelCurve m, string[] names, int[,] confusion)
    {
        TableBuilder<int> table = new TableBuilder<int>().Text("class", "class, then answers", c => names[c]);
        for (int a = 0; a < names.Length; a++)
        {
            int answer = a;
            table.Count($"answer{answer}", names[answer], c => confusion[c, answer]);
        }

        return table.Build($"confusion-{m.Run.Key}", $"Confusion matrix, {m.Run.Title}", Enumerable.Range(0, names.Length));
    }

    private static IEnumerable<CoverageRow> Coverage(ModelCurve m)
    {
        double n = m.Run.Outcomes.Count;
        foreach (int ct in Enumerable.Range(0, Steps))
        {
            Outcome[] light = [.. m.Run.Outcomes.Samples.Where(s => s.IsLight(ct))];
            yield return new CoverageRow(
                ct / (double)Steps,
                light.Length / n,
                light.Length == 0 ? null : light.Count(s => s.Light != s.Label) / (double)light.Length
            );
        }
    }

    /// <summary>Mean distance between score and accuracy of the BNN, over bins of the score.</summary>
    internal static double CalibrationError(ModelCurve m) =>
        m.Run.Outcomes.Samples.GroupBy(s => Math.Min(s.Confidence256 * CalibrationBins / Steps, CalibrationBins - 1))
            .Sum(bin =>
                Math.Abs(bin.Average(s => s.Confidence65536 / 65536.0) - bin.Average(s => s.Light == s.Label ? 1.0 : 0.0))
                * bin.Count()
            ) / m.Run.Outcomes.Count;
}
