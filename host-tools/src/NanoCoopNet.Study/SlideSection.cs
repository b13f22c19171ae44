// The slides' tables with our rows beside theirs.
using NanoCoopNet.Boards;
using NanoCoopNet.Report;

namespace NanoCoopNet.Study;

internal static class SlideSection
{
    private sealed record TimeRow(string Network, string Board, string What, double? Theirs, StudyRow? Ours);

    /// <summary>Null where no network of the study is one of theirs.</summary>
    public static Section? Of(StudyView v)
    {
        string[] theirs = [.. v.Networks.Where(n => SlideFigures.NetworkOf(n) is not null)];
        if (theirs.Length == 0)
        {
            return null;
        }

        List<TimeRow> times = [];
        foreach (string network in theirs)
        {
            foreach (Board board in v.Boards)
            {
                SlideTimes? slide = SlideFigures.Of(network, board);
                StudyRow? At(string numbers, string kernels, string fpu, string flags) =>
                    v.Row(network, board, numbers, kernels, fpu, flags);
                times.Add(
                    new(
                        network,
                        board.Name,
                        "int8, library, FPU, fast (5.8, 5.9: best)",
                        slide?.Best,
                        At(StudyMatrix.Int8, StudyMatrix.Optimised, StudyMatrix.On, v.Fast)
                    )
                );
                times.Add(
                    new(
                        network,
                        board.Name,
                        "int8, no library, FPU, fast (5.8)",
                        slide?.Int8Plain,
                        At(StudyMatrix.Int8, StudyMatrix.Reference, StudyMatrix.On, v.Fast)
                    )
                );
                times.Add(
                    new(
                        network,
                        board.Name,
                        "float32, no FPU, small (5.9: worst)",
                        slide?.Worst,
                        At(StudyMatrix.Float32, StudyMatrix.Reference, StudyMatrix.Off, v.Small)
                    )
                );
            }
        }

        return new Section(
            "slides",
            "Beside the slides",
            [
                "Their times were measured on boards, with TensorFlow Lite Micro and CMSIS-NN of 2020; ours are modelled, with "
                    + "this project's kernels. A table below compares the sizes of their networks and ours.",
            ],
            [Times(times), Sizes(v, theirs), Accuracies(v, theirs), Ratios(v, theirs), .. Growth(v, theirs)],
            [],
            []
        );
    }

    private static ReportTable Times(IEnumerable<TimeRow> rows) =>
        new TableBuilder<TimeRow>()
            .Text("network", "network", r => r.Network)
            .Text("board", "board", r => r.Board)
            .Text("what", "combination (their table)", r => r.What)
            .Number("theirMs", "theirs, ms", CellFormat.Significant, r => r.Theirs)
            .Number("ms", "ours, est. ms", CellFormat.Significant, r => r.Ours?.Ms)
            .Number("leastMs", "at least", CellFormat.Significant, r => r.Ours?.LeastMs)
            .Number("mostMs", "at most", CellFormat.Significant, r => r.Ours?.MostMs)
            .Number("ratio", "theirs / ours", CellFormat.Decimal, r => r.Theirs / r.Ours?.Ms)
            .Build("slides-times", "Time of an inference, their tables 5.8 and 5.9", rows);

    private static ReportTable Sizes(StudyView v, IEnumerable<string> networks) =>
        new TableBuilder<(string Network, StudyRow? Row)>()
            .Text("network", "network", r => r.Network)
            .Count("theirParameters", "theirs: parameters", r => Size(r.Network).Parameters)
            .Count("theirMacc", "MACC", r => Size(r.Network).Macc)
            .Count("parameters", "ours: parameters", r => r.Row?.Parameters)
            .Count("macs", "MACs", r => r.Row?.Macs)
            .Count("macc", "MACC", r => r.Row?.Macc)
            .Build(
                "slides-sizes",
                "Sizes, their table 5.2",
                networks.Select(n =>
                    (n, v.Study.Rows.FirstOrDefault(r => r.Image.Network == n && r.IsSingle && r.Macs is not null))
                )
            );

    private static (string Network, long Parameters, long Macc) Size(string network) =>
        SlideFigures.Sizes.First(s => s.Network == SlideFigures.NetworkOf(network));

    private static ReportTable Accuracies(StudyView v, IEnumerable<string> networks) =>
        new TableBuilder<(string Network, string Numbers, double Theirs)>()
            .Text("network", "network", r => r.Network)
            .Text("numbers", "numbers", r => r.Numbers)
            .Percent("theirs", "theirs, host", r => r.Theirs / 100)
            .Percent("ours", "ours, host", r => Accuracy(v, r.Network, r.Numbers))
            .Percent("core", "ours, samples on the core", r => Core(v, r.Network, r.Numbers))
            .Build(
                "slides-accuracy",
                "Accuracy, their tables 5.5 to 5.7",
                from n in networks
                let a = SlideFigures.Accuracies.First(s => s.Network == SlideFigures.NetworkOf(n))
                from row in new[]
                {
                    (n, StudyMatrix.Float32, a.Float32),
                    (n, StudyMatrix.Mixed, a.Mixed),
                    (n, StudyMatrix.Int8, a.Int8),
                }
                select row
            );

    private static double? Accuracy(StudyView v, string network, string numbers) =>
        v.Study.Networks.First(n => n.Name == network).Accuracy.GetValueOrDefault(numbers)?.Network;

    private static double? Core(StudyView v, string network, string numbers) =>
        v
            .Study.Rows.Where(r => r.Image.Network == network && r.Form == numbers && r.CoreRight is not null)
            .OrderByDescending(r => r.Image.Fpu == StudyMatrix.On) // without an FPU one sample may be all that ran
            .FirstOrDefault()
            ?.CoreRight;

    private static ReportTable Ratios(StudyView v, IEnumerable<string> networks) =>
        new TableBuilder<(string Network, Board Board, Extremes? E)>()
            .Text("network", "network", r => r.Network)
            .Text("board", "board", r => r.Board.Name)
            .Number("theirs", "theirs: worst / best", CellFormat.Decimal, r => Their(r.Network, r.Board))
            .Number("ours", "ours: worst / best", CellFormat.Decimal, r => r.E?.Ratio)
            .Text("worst", "our worst", r => r.E is { } e ? StudyDocument.Text(e.Worst.Image) : null)
            .Build(
                "slides-ratios",
                "Worst over best, their table 5.9",
                from n in networks
                from b in v.Boards
                select (n, b, v.ExtremesOf(n, b))
            );

    // Table 5.11: the second network over the first.
    private static IEnumerable<ReportTable> Growth(StudyView v, IReadOnlyList<string> networks)
    {
        if (networks.Count < 2)
        {
            yield break;
        }

        (string small, string large) = (networks[0], networks[1]);
        double? Times(Board board, Func<SlideTimes, double?> of) => Slide(large, board, of) / Slide(small, board, of);
        static double? Slide(string network, Board board, Func<SlideTimes, double?> of) =>
            SlideFigures.Times.FirstOrDefault(s => s.Network == SlideFigures.NetworkOf(network) && s.Board == board.Name) is { } t
                ? of(t)
                : null;
        double? Ours(Board board, Func<Extremes, StudyRow> of, Func<StudyRow, double?> value) =>
            (v.ExtremesOf(large, board), v.ExtremesOf(small, board)) is ({ } l, { } s) ? value(of(l)) / value(of(s)) : null;
        yield return new TableBuilder<Board>()
            .Text("board", "board", b => b.Name)
            .Number("parameters", "parameters", CellFormat.Decimal, b => Ours(b, e => e.Best, r => r.Parameters))
            .Number("macc", "MACC", CellFormat.Decimal, b => Ours(b, e => e.Best, r => r.Macc))
            .Number("bestTheirs", "theirs: best time", CellFormat.Decimal, b => Times(b, t => t.Best))
            .Number("best", "ours: best time", CellFormat.Decimal, b => Ours(b, e => e.Best, r => r.Ms))
            .Number("worstTheirs", "theirs: worst time", CellFormat.Decimal, b => Times(b, t => t.Worst))
            .Number("worst", "ours: worst time", CellFormat.Decimal, b => Ours(b, e => e.Worst, r => r.Ms))
            .Build("slides-growth", $"{large} over {small}, their table 5.11", v.Boards);
    }

    private static double? Their(string network, Board board)
    {
        SlideTimes? t = SlideFigures.Times.FirstOrDefault(s =>
            s.Network == SlideFigures.NetworkOf(network) && s.Board == board.Name
        );
        return t?.Worst / t?.Best;
    }
}
