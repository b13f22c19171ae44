// The tables that `models` makes of model cards: accuracies, what ste predicts, what the cascade saves beside the papers' rows.
using NanoCoopNet.Analysis;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>A table of cards.</summary>
/// <param name="Columns">Headings; as <see cref="Tables.Make"/> has them.</param>
/// <param name="Note">What the figures are.</param>
internal sealed record ModelTable(string[] Columns, Func<IReadOnlyList<CardSummary>, IEnumerable<string[]>> Rows, string Note)
{
    /// <summary>In Markdown, one line a row.</summary>
    public string Markdown(IReadOnlyList<CardSummary> cards) =>
        string.Concat([
            Line(Columns.Select(c => c.TrimStart('?', '>'))),
            Line(Columns.Select(c => c.TrimStart('?').StartsWith('>') ? "---:" : "---")),
            .. Rows(cards).Select(Line),
        ]);

    private static string Line(IEnumerable<string> cells) => "| " + string.Join(" | ", cells) + " |\n";
}

/// <summary>All of them.</summary>
internal static class ModelTables
{
    /// <summary>Accuracies and sizes, a row a model.</summary>
    public static ModelTable Accuracies { get; } =
        new(
            [
                "model",
                "?>FP32",
                ">INT8",
                ">BNN",
                ">full mode",
                "??>most accurate CT: Δ over INT8",
                "???break-even with INT8",
                "????papers: INT8, BNN, full",
                ">flash B",
                "?>RAM B",
                "????>RAM B, papers' sum",
            ],
            cards => cards.Select(AccuracyRow),
            "percent and points of the test set; all but FP32 from the integer engine; thresholds chosen on validation data"
        );

    /// <summary>What ste predicts on validation data and the test set confirms, a row a point.</summary>
    public static ModelTable Predictions { get; } =
        new(
            [
                "model",
                "point",
                ">CT",
                ">Δ predicted",
                ">Δ confirmed",
                ">full mode predicted",
                ">full mode confirmed",
                "?>largest error of Δ, all CT",
                "?>of full mode, all CT",
            ],
            cards => cards.SelectMany(PredictionRows),
            "Δ over INT8 in points, full mode as a fraction; predicted on validation data, confirmed on the test set"
        );

    /// <summary>Time at break-even with INT8, by task, with the papers' rows.</summary>
    public static ModelTable Savings { get; } =
        new(
            [
                "??task",
                "model",
                "??>FP32",
                "??>INT8",
                "??>BNN",
                "??>full mode",
                "?>accuracy at break-even",
                "?>full mode taken",
                "?>light, ms",
                ">INT8, ms",
                ">mean, ms",
                ">time saved",
            ],
            SavingRows,
            "percent of the test set at the threshold of break-even from validation data; milliseconds: est., the kernels' cycle "
                + "table with waits for memory at 216 MHz; the papers' are measured, their mean and saving by BC-Net eq. (7)"
        );

    private static string[] AccuracyRow(CardSummary c) =>
        [
            c.Name,
            Percent(c.Fp32),
            Percent(c.Int8),
            Percent(c.Bnn),
            Percent(c.Full),
            Delta(c.Maximum),
            c.BreakEven is { } p
                ? FormattableString.Invariant(
                    $"CT {p.ConfidenceThreshold:0.000}: {Percent(p.Test)}, {100 * p.FractionFull:0.0} % full"
                )
                : "–",
            c.PapersInt8 is null ? "–" : $"{Tables.F(c.PapersInt8, 2)}, {Tables.F(c.PapersBnn, 2)}, {Tables.F(c.PapersFull, 2)}",
            Bytes(c.FlashBytes),
            Bytes(c.RamBytes),
            Bytes(c.PaperRamBytes),
        ];

    private static IEnumerable<string[]> PredictionRows(CardSummary c)
    {
        foreach ((string name, CardPoint? p) in new[] { ("break-even", c.BreakEven), ("most accurate", c.Maximum) })
        {
            if (p?.PredictedDelta is not null)
            {
                yield return
                [
                    c.Name,
                    name,
                    Tables.F(p.ConfidenceThreshold, 3),
                    Points(p.PredictedDelta),
                    Points(p.Delta),
                    Tables.F(p.PredictedFull, 3),
                    Tables.F(p.FractionFull, 3),
                    Tables.F(100 * c.LargestDeltaError, 2),
                    Tables.F(c.LargestFullError, 3),
                ];
            }
        }
    }

    private static IEnumerable<string[]> SavingRows(IReadOnlyList<CardSummary> cards)
    {
        foreach (PublishedTask task in PublishedResults.BcNet)
        {
            double mean = task.MeanMs(task.FullFractionAtBreakEven);
            yield return
            [
                task.Task,
                $"{task.Net}, as published",
                Percent(task.Fp32),
                Percent(task.Int8),
                Percent(task.Bnn),
                Percent(task.BcNetFull),
                Percent(task.Int8),
                Percent(task.FullFractionAtBreakEven),
                Tables.F(task.MsLight, 2),
                Tables.F(task.MsInt8, 2),
                Tables.F(mean, 2),
                Tables.F(100 * Speedup.TimeSaved(mean, task.MsInt8), 1),
            ];
            foreach (CardSummary card in cards.Where(c => TaskOf(c) == task))
            {
                yield return SavingRow(card, cards);
            }
        }

        foreach (CardSummary card in cards.Where(c => TaskOf(c) is null).OrderBy(c => c.Dataset, StringComparer.Ordinal))
        {
            yield return SavingRow(card, cards);
        }
    }

    private static string[] SavingRow(CardSummary card, IReadOnlyList<CardSummary> cards)
    {
        (double Light, double Full, double Int8Alone)? own = TimesOf(card),
            baseline = card.Baseline is { } name ? TimesOf(cards.FirstOrDefault(c => c.Name == name)) : own;
        double? mean = own?.Light + (card.BreakEven?.FractionFull * (own?.Full - own?.Light));
        return
        [
            card.Dataset,
            card.Name,
            Percent(card.Fp32),
            Percent(card.Int8),
            Percent(card.Bnn),
            Percent(card.Full),
            Percent(card.BreakEven?.Test),
            Percent(card.BreakEven?.FractionFull),
            Tables.F(own?.Light, 2),
            Tables.F(baseline?.Int8Alone, 2),
            Tables.F(mean, 2),
            mean is { } ms && baseline is { } b
                ? FormattableString.Invariant($"{100 * Speedup.TimeSaved(ms, b.Int8Alone):0.0;−0.0;0.0}")
                : "–",
        ];
    }

    private static PublishedTask? TaskOf(CardSummary card) =>
        card.Topology is { } topology ? PublishedResults.TaskOf(topology, card.Dataset) : null;

    // Milliseconds of the blob beside the card, C# included; null where there is none.
    private static (double Light, double Full, double Int8Alone)? TimesOf(CardSummary? card)
    {
        string? blob = Path.ChangeExtension(card?.Path, ".ncn");
        if (!File.Exists(blob))
        {
            return null;
        }

        PartClock parts = ModelClock.Of(BlobReader.ReadFile(blob).Bytes.Span).Parts;
        double Ms(CycleEstimate e) => BoardClock.Default.Ms(e.Cycles);
        return (Ms(parts.Light), Ms(parts.Full), Ms(parts.Int8Alone));
    }

    private static string Percent(double? fraction) => Tables.F(100 * fraction, 2);

    private static string Points(double? fraction) =>
        fraction is { } f ? FormattableString.Invariant($"{100 * f:+0.00;−0.00;0.00}") : "–";

    private static string Delta(CardPoint? point) =>
        point is null ? "–" : $"{Points(point.Delta)} [{Points(point.Low)}, {Points(point.High)}]";

    private static string Bytes(int? bytes) => bytes is { } b ? Tables.N((long)b) : "–";
}
