// Pairs of a light and a full network beside the networks alone: what `nanocoop pair` found.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class PairsSection
{
    /// <summary>Null without a result of pair.</summary>
    public static Section? Of(PairFile? pairs)
    {
        if (pairs is null)
        {
            return null;
        }

        ReportTable front = Table("pairs-front", "The front: no other point is as accurate in less time", pairs.Front),
            singles = Table("pairs-networks", "The networks alone", pairs.Singles);
        ReportTable[] chosen = pairs.Chosen is { } c
            ? [Table("pairs-chosen", "Chosen for the target, and confirmed on the test set", [c, .. Confirmed(pairs)])]
            : [];
        Figure figure = new(
            "pairs",
            "Pairs and single networks",
            "Mean time and accuracy of every pair that nothing beats (line) and of the networks alone (dots). A pair earns its "
                + "place left of every dot.",
            [new("meanMs", "mean ms", CellFormat.Decimal, CanBeLogarithmic: true)],
            new("", "accuracy", CellFormat.Percent),
            [
                new Series(front.Id, "accuracy", "front", SeriesKind.Line, Ink.First),
                .. Alone(singles, PairKind.Bnn, "BNN alone", Ink.Light, pairs),
                .. Alone(singles, PairKind.Int8, "INT8 alone", Ink.Full, pairs),
                .. chosen.Select(t => new Series(t.Id, "accuracy", "chosen", SeriesKind.Points, Ink.Wrong)),
            ],
            []
        );
        string text =
            $"All CoopNets of the light and full networks that have records of the same samples, at all thresholds, on "
            + $"{pairs.Data} ({pairs.Samples} samples). Milliseconds: {pairs.MillisecondsAre}.";
        return new Section("pairs", "Pairs", [text], [singles, .. chosen], [figure], [front]);
    }

    private static PairFilePoint[] Confirmed(PairFile pairs) => pairs.Confirmed is { } c ? [c] : [];

    private static IEnumerable<Series> Alone(ReportTable singles, PairKind kind, string name, Ink ink, PairFile pairs) =>
        pairs.Singles.Any(p => p.Kind == kind)
            ? [new Series(singles.Id, "accuracy", name, SeriesKind.Points, ink, Where: "kind", IsValue: Name(kind))]
            : [];

    private static ReportTable Table(string id, string caption, IReadOnlyList<PairFilePoint> points) =>
        new TableBuilder<PairFilePoint>()
            .Text("kind", "kind", p => Name(p.Kind))
            .Text("light", "light network of", p => p.Light ?? ReportTable.Unknown)
            .Text("full", "full network of", p => p.Full ?? ReportTable.Unknown)
            .Number("ct", "CT", CellFormat.Fraction, p => p.ConfidenceThreshold)
            .Percent("accuracy", "accuracy", p => p.Accuracy)
            .Percent("fullFraction", "full mode", p => p.FullFraction)
            .Number("meanMs", "mean ms", CellFormat.Decimal, p => p.MeanMs)
            .Build(id, caption, points);

    private static string Name(PairKind kind) =>
        kind switch
        {
            PairKind.Bnn => "BNN",
            PairKind.Int8 => "INT8",
            PairKind.CoopNet => "CoopNet",
            _ => "BC-Net",
        };
}
