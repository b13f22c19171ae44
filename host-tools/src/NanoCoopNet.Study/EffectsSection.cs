// The effect of each axis alone, and how axes change each other's effect.
using NanoCoopNet.Boards;
using NanoCoopNet.Report;

namespace NanoCoopNet.Study;

internal static class EffectsSection
{
    private sealed record Row(string Network, Board Board, AxisEffect Effect);

    private sealed record Interaction(string Network, Board Board, string Axis, string Under, double First, double Last);

    public static Section Of(StudyView v)
    {
        StudyMatrix m = v.Study.Matrix;
        Dictionary<string, IReadOnlyList<string>> settings = new()
        {
            ["numbers"] = m.Numbers,
            ["kernels"] = m.Kernels,
            ["FPU"] = m.Fpu,
            ["flags"] = m.Flags,
        };
        List<Row> effects = [];
        List<Interaction> interactions = [];
        foreach (string network in v.Networks)
        {
            foreach (Board board in v.Boards)
            {
                IReadOnlyList<StudyRow> rows = v.Single(network, board);
                effects.AddRange(StudyAnalysis.Effects(rows, settings).Select(e => new Row(network, board, e)));
                interactions.AddRange(Interactions(network, board, rows, settings));
            }
        }

        ReportTable table = new TableBuilder<Row>()
            .Text("network", "network", r => r.Network)
            .Text("board", "board", r => r.Board.Name)
            .Text("axis", "axis", r => r.Effect.Axis)
            .Text("change", "change", r => $"{r.Effect.From} → {r.Effect.To}")
            .Number("ratio", "times as fast", CellFormat.Decimal, r => r.Effect.Ratio)
            .Number("least", "least", CellFormat.Decimal, r => r.Effect.Least)
            .Number("most", "most", CellFormat.Decimal, r => r.Effect.Most)
            .Count("pairs", "pairs", r => r.Effect.Pairs)
            .Build(
                "effects",
                "Each axis alone: pairs of rows that differ in it only; the geometric mean of their ratios",
                effects
            );
        ReportTable between = new TableBuilder<Interaction>()
            .Text("network", "network", r => r.Network)
            .Text("board", "board", r => r.Board.Name)
            .Text("axis", "effect of", r => r.Axis)
            .Text("under", "under", r => r.Under)
            .Number("first", "times as fast, first", CellFormat.Decimal, r => r.First)
            .Number("last", "last", CellFormat.Decimal, r => r.Last)
            .Number("interaction", "last / first", CellFormat.Decimal, r => r.Last / r.First)
            .Build(
                "interactions",
                "Interactions: the effect of an axis under two settings of another; 1: independent",
                interactions
            );
        return new Section(
            "effects",
            "Each axis alone",
            ["A ratio above 1 means that the change makes the network faster."],
            [table],
            Figures(v, effects),
            [between]
        );
    }

    private static IReadOnlyList<Figure> Figures(StudyView v, IReadOnlyList<Row> effects)
    {
        if (effects.Count == 0)
        {
            return [];
        }

        return
        [
            new Figure(
                "effects-figure",
                "What each change gains",
                "How many times as fast a network becomes, by board; geometric means of pairs that differ in this alone, "
                    + $"{effects[0].Network}.",
                [new Axis("change", "", CellFormat.Text, IsCategory: true)],
                new Axis("", "times as fast", CellFormat.Decimal, CanBeLogarithmic: true),
                [
                    .. v.Boards.Select(
                        (b, i) =>
                            new Series(
                                "effects",
                                "ratio",
                                StudyView.Short(b),
                                SeriesKind.GroupedBar,
                                Inks[i % Inks.Length],
                                Where: "board",
                                IsValue: b.Name
                            )
                    ),
                ],
                [new Mark(null, 1, "no change")]
            ),
        ];
    }

    /// <summary>Colours of boards.</summary>
    internal static readonly Ink[] Inks = [Ink.First, Ink.Second, Ink.Third, Ink.Fourth, Ink.Reference, Ink.Light];

    private static IEnumerable<Interaction> Interactions(
        string network,
        Board board,
        IReadOnlyList<StudyRow> rows,
        IReadOnlyDictionary<string, IReadOnlyList<string>> settings
    )
    {
        foreach ((string axis, _) in StudyAnalysis.Axes)
        {
            foreach ((string other, Func<StudyRow, string> value) in StudyAnalysis.Axes)
            {
                if (axis == other || settings[axis].Count < 2 || settings[other].Count < 2)
                {
                    continue;
                }

                (string first, string last) = (settings[other][0], settings[other][^1]);
                AxisEffect? At(string setting) =>
                    StudyAnalysis.Effect([.. rows.Where(r => value(r) == setting)], axis, settings[axis][0], settings[axis][^1]);
                if (At(first) is { } a && At(last) is { } b)
                {
                    yield return new(
                        network,
                        board,
                        $"{settings[axis][0]} → {settings[axis][^1]}",
                        $"{other}: {first}, {last}",
                        a.Ratio,
                        b.Ratio
                    );
                }
            }
        }
    }
}
