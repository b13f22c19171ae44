// Time, energy, accuracy, storage: every form of every network on every board, and which of them nothing beats.
using NanoCoopNet.Report;

namespace NanoCoopNet.Study;

internal static class ParetoSection
{
    private sealed record Point(string Network, string Form, string Board, StudyRow Row, bool IsBest);

    public static Section? Of(StudyView v)
    {
        // Of each form and board the fastest image: flags and FPU do not change what a network answers.
        StudyRow[] candidates =
        [
            .. v
                .Study.Rows.Where(r => r.IsGood && r.Ms > 0)
                .GroupBy(r => (r.Image.Network, r.Form, r.Board.Name, r.Image.Kernels))
                .Select(g => g.OrderBy(r => r.Ms).First()),
        ];
        if (candidates.Length == 0)
        {
            return null;
        }

        HashSet<StudyRow> best =
        [
            .. v.Networks.SelectMany(n => StudyAnalysis.Pareto([.. candidates.Where(r => r.Image.Network == n)])),
        ];
        Point[] points =
        [
            .. candidates
                .Select(r => new Point(r.Image.Network, r.Form, r.Board.Name, r, best.Contains(r)))
                .OrderBy(p => p.Row.Ms),
        ];
        ReportTable all = Table("pareto-all", "The fastest image of every form, board and set of kernels", points);
        ReportTable front = Table(
            "pareto",
            "The Pareto front of each network: nothing else is as good in milliseconds, millijoules, flash and accuracy and "
                + "better in one",
            points.Where(p => p.IsBest)
        );
        Figure Figure(string id, string title, string caption, Axis y, string column) =>
            new(
                id,
                title,
                caption,
                [new Axis("ms", "est. ms", CellFormat.Significant, CanBeLogarithmic: true, IsLogarithmic: true)],
                y,
                [
                    .. v.Boards.Select(
                        (b, i) =>
                            new Series(
                                all.Id,
                                column,
                                StudyView.Short(b),
                                SeriesKind.Points,
                                EffectsSection.Inks[i % EffectsSection.Inks.Length],
                                Where: "board",
                                IsValue: b.Name
                            )
                    ),
                ],
                []
            );
        return new Section(
            "pareto",
            "Time, energy, accuracy, storage",
            ["Cascades (binary network first, the other where it is unsure) stand beside single networks."],
            [front],
            [
                Figure(
                    "time-energy",
                    "Time and energy",
                    "Each point is a form of a network on a board; energy is the board's power × time.",
                    new Axis("", "mJ (model)", CellFormat.Significant, CanBeLogarithmic: true),
                    "mj"
                ),
                Figure(
                    "time-accuracy",
                    "Time and accuracy",
                    "Accuracy on the host engine, of forms whose accuracy is known.",
                    new Axis("", "accuracy", CellFormat.Percent),
                    "accuracy"
                ),
            ],
            [all]
        );
    }

    private static ReportTable Table(string id, string caption, IEnumerable<Point> points) =>
        new TableBuilder<Point>()
            .Text("network", "network", p => p.Network)
            .Text("form", "form", p => p.Form)
            .Text("board", "board", p => p.Board)
            .Text("image", "kernels, FPU, flags", p => $"{p.Row.Image.Kernels}, {p.Row.Image.Fpu}, {p.Row.Image.Flags}")
            .Number("ms", "est. ms", CellFormat.Significant, p => p.Row.Ms)
            .Number("mj", "mJ (model)", CellFormat.Significant, p => p.Row.Mj)
            .Count("flash", "flash, bytes", p => p.Row.FlashBytes)
            .Count("ram", "RAM, bytes", p => p.Row.RamBytes)
            .Percent("accuracy", "accuracy, host", p => p.Row.Accuracy)
            .Build(id, caption, points);
}
