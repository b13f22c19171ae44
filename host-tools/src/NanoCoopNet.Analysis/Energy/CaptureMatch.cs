// Which inference of a capture is which sample of the record: the modes must be equal one by one, the times in proportion.
using System.Globalization;
using System.Text.RegularExpressions;
using NanoCoopNet.Bridge;
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>A run as the record says it went: warm-ups, then samples, as often as it was resumed.</summary>
internal sealed partial class ExpectedRun
{
    private readonly PartCosts _secondsOfCount; // one count of each part
    private readonly double _secondsOfGap;

    public ExpectedRun(MeasurementFile run)
    {
        _secondsOfCount = SecondsOfCount(run);
        _secondsOfGap = _secondsOfCount.Bnn;
        List<MeasurementRow?> all = [];
        int next = 0;
        foreach (Match m in run.Sessions.Select(s => Session().Match(s)).Where(m => m.Success))
        {
            int before = Math.Min(int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), run.Rows.Count);
            all.AddRange(run.Rows.Skip(next).Take(before - next));
            all.AddRange(Enumerable.Repeat<MeasurementRow?>(null, int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)));
            next = Math.Max(next, before);
        }

        all.AddRange(run.Rows.Skip(next));
        All = all;
        Layers = run.Header.LayerCounts.Sum();
    }

    /// <summary>Layers of all networks.</summary>
    public int Layers { get; }

    /// <summary>Null: a warm-up.</summary>
    public IReadOnlyList<MeasurementRow?> All { get; }

    /// <summary>Warm-ups before the first sample.</summary>
    public int WarmUps => All.TakeWhile(r => r is null).Count();

    public double BnnS(MeasurementRow row) => row.Result.CountsBnn * _secondsOfCount.Bnn;

    public double ConfidenceS(MeasurementRow row) => Math.Max(row.Result.CountsConfidence, 0) * _secondsOfCount.Confidence;

    public double Int8S(MeasurementRow row) =>
        (row.Result.CountsInt8 * _secondsOfCount.Int8) + (row.Result.CountsGlue * _secondsOfCount.Glue);

    /// <summary>Managed code between the parts and layers, where the record has it.</summary>
    public double GapsS(MeasurementRow row) => (row.Result.CountsGaps ?? 0) * _secondsOfGap;

    public static bool RunsBnn(MeasurementRow row) => row.Result.BnnTop1 is not null;

    public static bool RunsInt8(MeasurementRow row) => row.Result.CountsInt8 > 0;

    // Cycles by the board's clock, 100 ns by a PC's; instructions take what the clock of the model says of each part's mean.
    private static PartCosts SecondsOfCount(MeasurementFile run)
    {
        double Mean(Func<InferResult, double> counts) =>
            run.Rows.Select(r => counts(r.Result)).Where(c => c > 0).DefaultIfEmpty(1).Average();
        double Part(CycleEstimate cycles, Func<InferResult, double> counts) =>
            cycles.Cycles / (run.Header.ClockHz * Mean(counts));
        if (run.Header.TimeSource == TimeSource.EmulatedInstructions && run.Header.ModelledCycles is { } text)
        {
            PartClock clock = PartClock.Parse(text);
            return new(
                Part(clock.Bnn, r => r.CountsBnn),
                Part(clock.Confidence, r => r.CountsConfidence),
                Part(clock.Int8, r => r.CountsInt8),
                Part(clock.Glue, r => r.CountsGlue)
            );
        }

        double all = new CostScale(run.Header.TimeSource, run.Header.ClockHz).Milliseconds(1) / 1e3 ?? 1e-7;
        return new(all, all, all, all);
    }

    [GeneratedRegex(@"after (\d+) rows, warm-up discarded: (\d+)")]
    private static partial Regex Session();
}

/// <summary>Finds where the run begins in a capture.</summary>
internal static class CaptureMatch
{
    /// <summary>A part may last this much longer or shorter than the record says.</summary>
    private const double Tolerance = 0.02;

    /// <summary>Markers of a layer and the calls around them, where the record has no time of its own for them.</summary>
    private const double MarkersOfLayerS = 3e-6;

    /// <summary>Pairs of an inference and its sample, warm-ups left out.</summary>
    /// <exception cref="CaptureException">traceTooShort, modesDiffer, timesDiffer.</exception>
    public static IReadOnlyList<(Inference Seen, MeasurementRow Row)> Pairs(
        IReadOnlyList<Inference> seen,
        ExpectedRun run,
        List<string> warnings
    )
    {
        int skipped = seen.Count < run.All.Count ? run.WarmUps : 0;
        MeasurementRow?[] expected = [.. run.All.Skip(skipped)];
        if (seen.Count < expected.Length)
        {
            throw new CaptureException(
                "traceTooShort",
                $"the capture shows {seen.Count} inferences, the record has {expected.Count(r => r is not null)}"
                    + $" and {run.All.Count(r => r is null)} of warm-up",
                "start the capture before the run and stop it after; capture and measure again"
            );
        }

        int[] offsets = [.. Enumerable.Range(0, seen.Count - expected.Length + 1)];
        int[] fitting = [.. offsets.Where(o => FirstOther(seen, expected, o) < 0)];
        if (fitting.Length == 0)
        {
            int best = offsets.MaxBy(o => FirstOther(seen, expected, o)),
                at = FirstOther(seen, expected, best);
            MeasurementRow row = expected[at]!;
            throw new CaptureException(
                "modesDiffer",
                $"sample {row.Index} ran {Ran(ExpectedRun.RunsBnn(row), ExpectedRun.RunsInt8(row))} by the record and "
                    + $"{Ran(seen[best + at].Light is not null, seen[best + at].Full is not null)} in the capture",
                "the capture is of another run: give capture and record of the same one"
            );
        }

        int offset = fitting.MinBy(o => Residual(seen, expected, run, o));
        if (seen.Count > run.All.Count)
        {
            warnings.Add(
                $"the capture shows {seen.Count - run.All.Count} inferences more than the record; those from the "
                    + $"{offset + 1}. on are taken"
            );
        }

        return
        [
            .. expected
                .Select((r, i) => (Row: r, Seen: seen[offset + i]))
                .Where(p => p.Row is not null)
                .Select(p => (p.Seen, p.Row!)),
        ];
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

    /// <summary>Place of the first sample that ran other networks, or −1.</summary>
    private static int FirstOther(IReadOnlyList<Inference> seen, MeasurementRow?[] expected, int offset)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Inference of = seen[offset + i];
            if (
                expected[i] is { } row
                && ((of.Light is not null) != ExpectedRun.RunsBnn(row) || (of.Full is not null) != ExpectedRun.RunsInt8(row))
            )
            {
                return i;
            }
        }

        return -1;
    }

    private static double Residual(IReadOnlyList<Inference> seen, MeasurementRow?[] expected, ExpectedRun run, int offset) =>
        expected
            .Select((r, i) => (r, Of: seen[offset + i]))
            .Where(p => p.r is not null)
            .Sum(p =>
                Math.Abs((p.Of.Light?.DurationS ?? 0) - (p.Of.Light is null ? 0 : run.BnnS(p.r!)))
                + Math.Abs((p.Of.Full?.DurationS ?? 0) - (p.Of.Full is null ? 0 : run.Int8S(p.r!)))
            );

    private static string Ran(bool bnn, bool int8) =>
        bnn && int8 ? "both networks"
        : bnn ? "the BNN alone"
        : "INT8 alone";
}
