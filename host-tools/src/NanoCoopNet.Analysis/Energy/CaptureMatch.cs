// Which inference of a capture is which of the record: what ran must be equal one by one, warm-ups included, the times in
// proportion.
using System.Globalization;
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Finds where the run begins in a capture.</summary>
internal static class CaptureMatch
{
    /// <summary>A part may last this much longer or shorter than the record says.</summary>
    private const double Tolerance = 0.02;

    /// <summary>Markers of a layer and the calls around them, where the record has no time of its own for them.</summary>
    private const double MarkersOfLayerS = 3e-6;

    /// <summary>Pairs of an inference and its sample, warm-ups left out.</summary>
    /// <exception cref="CaptureException">traceTooShort, modesDiffer, otherRun.</exception>
    public static IReadOnlyList<(Inference Seen, MeasurementRow Row)> Pairs(
        IReadOnlyList<Inference> seen,
        ExpectedRun run,
        List<string> warnings
    )
    {
        string saw = $"the capture shows {seen.Count} inferences";
        int[] offsets = Offsets(seen.Count, run, saw);
        int[] sameModes = [.. offsets.Where(o => FirstOther(seen, run, o, withMark: false) < 0)];
        if (sameModes.Length == 0)
        {
            if (Enumerable.Range(0, Math.Max(seen.Count - run.WarmUps, 0)).Any(o => FirstOther(seen, run, o, withMark: true) < 0))
            {
                throw TooShort(saw, run);
            }

            int best = offsets.MaxBy(o => FirstOther(seen, run, o, withMark: false)),
                at = FirstOther(seen, run, best, withMark: false);
            ExpectedInference other = run.All[at];
            throw new CaptureException(
                "modesDiffer",
                $"sample {other.Row!.Index} ran {other.Ran} in the record and {Ran(seen[best + at])} in the capture",
                "the capture is of another run: give capture and record of the same one"
            );
        }

        int[] fitting = [.. sameModes.Where(o => FirstOther(seen, run, o, withMark: true) < 0)];
        if (fitting.Length == 0)
        {
            throw OtherRun();
        }

        int offset = fitting.OrderBy(o => Math.Max(-o, 0)).ThenBy(o => Residual(seen, run, o)).First();
        WarnOf(offset, seen.Count, run, warnings);
        return
        [
            .. run.All.Select((e, i) => (e.Row, At: offset + i)).Where(p => p.Row is not null).Select(p => (seen[p.At], p.Row!)),
        ];
    }

    /// <summary>
    /// Places in the capture where the run may begin; less than 0: warm-ups before the first sample are not in it.
    /// </summary>
    /// <param name="saw">For people.</param>
    /// <exception cref="CaptureException">traceTooShort.</exception>
    public static int[] Offsets(int seen, ExpectedRun run, string saw) =>
        seen >= run.All.Count - run.WarmUps
            ? [.. Enumerable.Range(-run.WarmUps, seen - run.All.Count + run.WarmUps + 1)]
            : throw TooShort(saw, run);

    /// <summary>The capture ends before the run does.</summary>
    /// <param name="saw">For people.</param>
    public static CaptureException TooShort(string saw, ExpectedRun run) =>
        new(
            "traceTooShort",
            $"{saw}, the record has {run.Rows} and {run.All.Count - run.Rows} of warm-up",
            "start the capture before the run and stop it after; capture and measure again"
        );

    /// <summary>The same model in the same modes, and another run.</summary>
    public static CaptureException OtherRun() =>
        new(
            "otherRun",
            "the warm-ups of the capture ran other networks than those of the record: it is of another run of this model",
            "give the record that was written during the capture"
        );

    /// <summary>Says what of the capture is not used, and whether the run could be told from another.</summary>
    public static void WarnOf(int offset, int seen, ExpectedRun run, List<string> warnings)
    {
        int more = seen - run.All.Count + Math.Max(-offset, 0);
        if (more > 0)
        {
            warnings.Add(
                $"the capture shows {more} inferences more than the record; those from the {Math.Max(offset, 0) + 1}. on are "
                    + "taken"
            );
        }

        if (!run.All.Where((e, i) => e is { Row: null, Ran: not null } && offset + i >= 0).Any())
        {
            warnings.Add(
                "nothing tells this run from another of the same model: its warm-ups are not in the capture, or the record "
                    + "does not say what they ran"
            );
        }
    }

    /// <summary>Time of the parts in the trace by their time in the record.</summary>
    /// <exception cref="CaptureException">timesDiffer: not those of this model on this board.</exception>
    public static double ClockRatio(IReadOnlyList<(Inference Seen, MeasurementRow Row)> pairs, ExpectedRun run, double edgeS)
    {
        (string Name, double Seen, double Said, double Gaps)[] nets =
        [
            Sum("the BNN", p => p.Seen.Light, run.BnnS),
            Sum("INT8", p => p.Seen.Full, run.Int8S),
        ];
        foreach ((string name, double seen, double said, double gaps) in nets.Where(n => n.Said > 0))
        {
            double slack =
                (Tolerance * said) + (2 * edgeS * Math.Sqrt(pairs.Count)) + (MarkersOfLayerS * run.Layers * pairs.Count);
            if (seen < said - slack || seen > said + gaps + slack)
            {
                throw new CaptureException(
                    "timesDiffer",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} takes {1e3 * seen / pairs.Count:0.###} ms by the capture, {1e3 * said / pairs.Count:0.###} by "
                            + $"the record"
                    ),
                    "the capture is of another model, board or run, or a marker is on another channel (--light, --full)"
                );
            }
        }

        return nets.Sum(n => n.Seen) / nets.Sum(n => n.Said);

        (string, double, double, double) Sum(
            string name,
            Func<(Inference Seen, MeasurementRow Row), Pulse?> part,
            Func<MeasurementRow, double> said
        )
        {
            (Inference Seen, MeasurementRow Row)[] with = [.. pairs.Where(p => part(p) is not null)];
            return (name, with.Sum(p => part(p)!.Value.DurationS), with.Sum(p => said(p.Row)), with.Sum(p => run.GapsS(p.Row)));
        }
    }

    /// <summary>Place of the first inference that ran other networks, or −1; of those that the capture shows.</summary>
    private static int FirstOther(IReadOnlyList<Inference> seen, ExpectedRun run, int offset, bool withMark)
    {
        for (int i = Math.Max(-offset, 0); i < Math.Min(run.All.Count, seen.Count - offset); i++)
        {
            ExpectedInference e = run.All[i];
            if ((withMark || e.Row is not null) && e.Ran is { } ran && ran != Ran(seen[offset + i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static double Residual(IReadOnlyList<Inference> seen, ExpectedRun run, int offset) =>
        run
            .All.Select((e, i) => (e.Row, At: offset + i))
            .Where(p => p.Row is not null)
            .Sum(p =>
                Math.Abs((seen[p.At].Light?.DurationS ?? 0) - (seen[p.At].Light is null ? 0 : run.BnnS(p.Row!)))
                + Math.Abs((seen[p.At].Full?.DurationS ?? 0) - (seen[p.At].Full is null ? 0 : run.Int8S(p.Row!)))
            );

    private static RanNetworks Ran(Inference of) => new(of.Light is not null, of.Full is not null);
}
