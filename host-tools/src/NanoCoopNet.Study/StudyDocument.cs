// The study as a document: sections of text, tables and figures, from which page, CSV and Markdown are made.
using NanoCoopNet.Analysis;
using NanoCoopNet.Boards;
using NanoCoopNet.Report;

namespace NanoCoopNet.Study;

/// <summary>Builds the document.</summary>
public static class StudyDocument
{
    /// <summary>All sections.</summary>
    /// <param name="withLayers">Layers of every image, too.</param>
    /// <param name="provenance">When and by which command line it was made.</param>
    public static ReportDocument Of(StudyResult study, bool withLayers, IReadOnlyList<string> provenance)
    {
        StudyView v = new(study);
        Section?[] sections =
        [
            Summary(v),
            FindingsSection(v),
            SlideSection.Of(v),
            EffectsSection.Of(v),
            LayerSection.Of(v, withLayers),
            ParetoSection.Of(v),
            Radio(v),
            AllRows(v),
            Sources(v, provenance),
        ];
        return new ReportDocument(
            "Optimisation study",
            $"{string.Join(", ", v.Networks)} on {string.Join(", ", v.Boards.Select(b => b.Name))}",
            [.. sections.OfType<Section>()],
            [],
            0
        )
        {
            MadeBy = "nanocoop study",
        };
    }

    /// <summary>A combination without its network and core.</summary>
    internal static string Text(Combination c) => $"{c.Numbers}, {c.Kernels}, FPU {c.Fpu}, {c.Flags}";

    // Where the numbers do not say it.
    private static string FormOf(StudyRow r) => r.Form == r.Image.Numbers ? "" : " " + r.Form;

    private static Section Summary(StudyView v)
    {
        StudyResult s = v.Study;
        (string Network, Board Board, Extremes E)[] extremes =
        [
            .. from n in v.Networks from b in v.Boards let e = v.ExtremesOf(n, b) where e is not null select (n, b, e),
        ];
        ReportTable table = new TableBuilder<(string Network, Board Board, Extremes E)>()
            .Text("network", "network", r => r.Network)
            .Text("board", "board", r => r.Board.Name)
            .Text("best", "best", r => Text(r.E.Best.Image))
            .Number("bestMs", "est. ms", CellFormat.Significant, r => r.E.Best.Ms)
            .Text("worst", "worst", r => Text(r.E.Worst.Image))
            .Number("worstMs", "est. ms", CellFormat.Significant, r => r.E.Worst.Ms)
            .Number("ratio", "worst / best", CellFormat.Decimal, r => r.E.Ratio)
            .Number("bestMj", "best, mJ (model)", CellFormat.Significant, r => r.E.Best.Mj)
            .Build("extremes", "The best and the worst combination of each network on each board", extremes);
        ReportTable failures = new TableBuilder<(string What, string Why)>()
            .Text("row", "row", r => r.What)
            .Text("failure", "why", r => r.Why)
            .Build(
                "failures",
                "Rows without a time",
                s.Rows.Where(r => !r.IsGood)
                    .Select(r => ($"{r.Image.Network}{FormOf(r)}, {Text(r.Image)}, {r.Board.Name}", r.Failure))
                    .Distinct()
            );
        int images = s.Rows.Where(r => r.ProgramBytes is not null).Select(r => r.Image).Distinct().Count();
        int unverified = v.Boards.Count(b => !b.Power.IsVerified);
        return new Section(
            "summary",
            "Best and worst",
            [
                $"{images:N0} images were built and run on emulated cores. Instructions, bytes and answers are exact. "
                    + "Milliseconds are estimates of a cycle model, between bounds, at each board's clock; energies are a "
                    + "board's power × that time. No board has run any of this.",
                $"The power of {unverified} of {v.Boards.Count} boards was not verified in a data sheet: compare energies on one "
                    + "board, not between boards.",
            ],
            failures.Rows.Count == 0 ? [table] : [table, failures],
            [],
            []
        );
    }

    private static Section FindingsSection(StudyView v) =>
        new(
            "findings",
            "The slides' findings",
            ["Each finding of the slides \"Machine Learning on the Edge\" against the rows of this study. " + Finding.Legend],
            [
                new TableBuilder<Finding>()
                    .Text("finding", "finding", f => f.Claim)
                    .Text("verdict", "here", f => f.Verdict)
                    .Text("ours", "our figures", f => f.Ours)
                    .Build("findings", "Findings, against the rows of this study", StudyFindings.Of(v)),
            ],
            [],
            []
        );

    private static Section? Radio(StudyView v)
    {
        (string Network, Board Board, StudyRow Row, int Bytes, RadioProfile Radio)[] rows =
        [
            .. from n in v.Study.Networks
            from b in v.Boards
            let e = v.ExtremesOf(n.Name, b)
            where e is not null
            from radio in RadioProfile.All
            select (n.Name, b, e.Best, n.Samples[0].Length, radio),
        ];
        double Send(int bytes, RadioProfile radio) => bytes * 8 / radio.BitsPerSecond * radio.Milliwatts;
        return rows.Length == 0
            ? null
            : new Section(
                "radio",
                "Inference or radio",
                [
                    "What the best combination takes, against sending the sample as it is. Radios and their sources: "
                        + string.Join("; ", RadioProfile.All.Select(r => $"{r.Name}: {r.Source}"))
                        + ".",
                ],
                [
                    new TableBuilder<(string Network, Board Board, StudyRow Row, int Bytes, RadioProfile Radio)>()
                        .Text("network", "network", r => r.Network)
                        .Text("board", "board", r => r.Board.Name)
                        .Text("radio", "radio", r => r.Radio.Name)
                        .Count("bytes", "sample, bytes", r => r.Bytes)
                        .Number("inferenceMj", "inference, mJ", CellFormat.Significant, r => r.Row.Mj)
                        .Number("sendMj", "sending, mJ", CellFormat.Significant, r => Send(r.Bytes, r.Radio))
                        .Number("ratio", "sending / inference", CellFormat.Significant, r => Send(r.Bytes, r.Radio) / r.Row.Mj)
                        .Build("radio", "Energy of an inference and of sending its sample (models both)", rows),
                ],
                [],
                []
            );
    }

    private static Section AllRows(StudyView v) =>
        new(
            "rows",
            "All rows",
            [
                "A row is one form of a network, in one image, on one board. binary and cascade are the binary network alone, "
                    + "and both at the mean of the share in which the second one runs.",
            ],
            [],
            [],
            [
                new TableBuilder<StudyRow>()
                    .Text("network", "network", r => r.Image.Network)
                    .Text("form", "form", r => r.Form)
                    .Text("kernels", "kernels", r => r.Image.Kernels)
                    .Text("fpu", "FPU", r => r.Image.Fpu)
                    .Text("flags", "flags", r => r.Image.Flags)
                    .Text("board", "board", r => r.Board.Name)
                    .Count("instructions", "instructions", r => r.Instructions)
                    .Number("ms", "est. ms", CellFormat.Significant, r => r.Ms)
                    .Number("leastMs", "at least", CellFormat.Significant, r => r.LeastMs)
                    .Number("mostMs", "at most", CellFormat.Significant, r => r.MostMs)
                    .Number("mj", "mJ (model)", CellFormat.Significant, r => r.Mj)
                    .Count("programBytes", "program, bytes", r => r.ProgramBytes)
                    .Count("weightBytes", "weights, bytes", r => r.WeightBytes)
                    .Count("ramBytes", "RAM, bytes", r => r.RamBytes)
                    .Count("stackBytes", "stack, bytes", r => r.StackBytes)
                    .Percent("accuracy", "accuracy, host", r => r.Accuracy)
                    .Percent("coreRight", "right on the core", r => r.CoreRight)
                    .Text("answers", "core against host", r => r.Answers.Length == 0 ? null : r.Answers)
                    .Text("failure", "failure", r => r.Failure.Length == 0 ? null : r.Failure)
                    .Build("study", "Every row of the study", v.Study.Rows),
            ]
        );

    private static Section Sources(StudyView v, IReadOnlyList<string> provenance) =>
        new(
            "sources",
            "Where the numbers come from",
            [
                .. provenance,
                "Instructions: counted in QEMU, every one, of the first sample. Cycles: tests/kernels/bench/MODELS.md; the "
                    + "Cortex-M4's model was 0.4 to 9.6 % short of four published measurements, the Cortex-M7's within 1.7 % of "
                    + "three.",
                .. v.Boards.Select(b => $"{b.Name}: power {b.Power.RunMilliwatts} mW. {b.Power.Source}"),
                .. v.Study.Networks.SelectMany(n => n.Accuracy.Select(a => $"{n.Name} {a.Key}: accuracy from {a.Value.Source}.")),
            ],
            [],
            [],
            []
        );
}
