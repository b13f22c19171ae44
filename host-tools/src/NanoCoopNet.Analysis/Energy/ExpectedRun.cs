// A run as its record says it went: which networks each inference ran, and for how long.
using NanoCoopNet.Bridge;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Networks of an inference.</summary>
internal readonly record struct RanNetworks(bool Bnn, bool Int8)
{
    public override string ToString() =>
        Bnn && Int8 ? "both networks"
        : Bnn ? "the BNN alone"
        : "INT8 alone";
}

/// <summary>An inference of the run.</summary>
/// <param name="Row">Its sample; null: a warm-up.</param>
/// <param name="Ran">Networks that it ran; null: a warm-up of which the record does not say it.</param>
internal sealed record ExpectedInference(MeasurementRow? Row, RanNetworks? Ran);

/// <summary>Warm-ups, then samples, as often as the run was resumed.</summary>
internal sealed class ExpectedRun
{
    private const double SecondsOfPcCount = 1e-7;
    private readonly PartCosts _secondsOfCount; // one count of each part
    private readonly IReadOnlyList<IReadOnlyList<double>>? _modelledLayersS;

    /// <exception cref="AnalysisException">noMilliseconds: the record's counts do not say how long anything takes.</exception>
    public ExpectedRun(MeasurementFile run)
    {
        _secondsOfCount = SecondsOfCount(run);
        CountsAreTimes = run.Header.TimeSource != TimeSource.EmulatedInstructions;
        _modelledLayersS = run.Header.ModelledLayers is { } nets
            ? [.. nets.Select(net => net.Select(cycles => (double)cycles / run.Header.ClockHz).ToArray())]
            : null;
        List<ExpectedInference> all = [];
        int next = 0;
        foreach (MeasurementSession session in run.Sessions.Select(MeasurementSession.Parse).OfType<MeasurementSession>())
        {
            int before = Math.Min(session.RowsBefore, run.Rows.Count);
            all.AddRange(run.Rows.Skip(next).Take(before - next).Select(Sample));
            all.AddRange(Enumerable.Range(0, session.WarmUps).Select(i => new ExpectedInference(null, RanBy(session.Mark, i))));
            next = Math.Max(next, before);
        }

        all.AddRange(run.Rows.Skip(next).Select(Sample));
        All = all;
        Rows = run.Rows.Count;
        Layers = run.Header.LayerCounts.Sum();
        LightS = Mean(r => RunsBnn(r) ? BnnS(r) + ConfidenceS(r) : null);
        Int8OnlyS = Mean(r => RunsInt8(r) ? Int8S(r) : null);

        double? Mean(Func<MeasurementRow, double?> of) =>
            run.Rows.Select(of).OfType<double>() is var some && some.Any() ? some.Average() : null;
    }

    private bool CountsAreTimes { get; }

    /// <summary>Samples.</summary>
    public int Rows { get; }

    /// <summary>Layers of all networks.</summary>
    public int Layers { get; }

    public IReadOnlyList<ExpectedInference> All { get; }

    /// <summary>Warm-ups before the first sample.</summary>
    public int WarmUps => All.TakeWhile(e => e.Row is null).Count();

    /// <summary>Mean time of BNN and confidence, where a sample ran them.</summary>
    public double? LightS { get; }

    /// <summary>Mean time of INT8 and glue, where a sample ran them.</summary>
    public double? Int8OnlyS { get; }

    public double BnnS(MeasurementRow row) => row.Result.CountsBnn * _secondsOfCount.Bnn;

    public double ConfidenceS(MeasurementRow row) => Math.Max(row.Result.CountsConfidence, 0) * _secondsOfCount.Confidence;

    /// <summary>INT8 and glue; and a shared stem, where it was not the BNN's.</summary>
    public double Int8S(MeasurementRow row) =>
        (RunsBnn(row) ? 0 : BnnS(row))
        + (row.Result.CountsInt8 * _secondsOfCount.Int8)
        + (row.Result.CountsGlue * _secondsOfCount.Glue);

    /// <summary>Managed code between the parts and layers, where the record has it.</summary>
    public double GapsS(MeasurementRow row) => (row.Result.CountsGaps ?? 0) * _secondsOfCount.Bnn;

    /// <summary>From the BNN's begin to the end of the last network.</summary>
    public double TotalS(MeasurementRow row) =>
        (RunsBnn(row) ? BnnS(row) + ConfidenceS(row) : 0) + (RunsInt8(row) ? Int8S(row) : 0);

    /// <summary>The same of any inference: of warm-ups the samples' means; null: no sample ran these networks.</summary>
    public double? TotalS(ExpectedInference of) =>
        of.Row is { } row ? TotalS(row)
        : of.Ran is not { } ran ? null
        : (ran.Bnn ? LightS : 0) + (ran.Int8 ? Int8OnlyS : 0);

    /// <summary>Times of the layers that a sample ran, by network; null: the record does not say them.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? LayersS(MeasurementRow row) =>
        !CountsAreTimes ? _modelledLayersS
        : row.Layers.Any(net => net.Count > 0) ? [.. row.Layers.Select(net => net.Select(c => c * _secondsOfCount.Bnn).ToArray())]
        : null;

    public static bool RunsBnn(MeasurementRow row) => row.Result.BnnTop1 is not null;

    public static bool RunsInt8(MeasurementRow row) => row.Result.CountsInt8 > 0;

    private static ExpectedInference Sample(MeasurementRow row) => new(row, new RanNetworks(RunsBnn(row), RunsInt8(row)));

    private static RanNetworks? RanBy(string mark, int i) =>
        i >= mark.Length ? null : new(mark[i] != MeasurementSession.Int8, mark[i] != MeasurementSession.Light);

    // Cycles by the board's clock, 100 ns by a PC's; instructions take what the clock of the model says of each part's mean.
    private static PartCosts SecondsOfCount(MeasurementFile run)
    {
        double Mean(Func<InferResult, double> counts) =>
            run.Rows.Select(r => counts(r.Result)).Where(c => c > 0).DefaultIfEmpty(1).Average();
        double Part(CycleEstimate cycles, Func<InferResult, double> counts) =>
            cycles.Cycles / (run.Header.ClockHz * Mean(counts));
        static PartCosts All(double seconds) => new(seconds, seconds, seconds, seconds);
        return run.Header switch
        {
            { TimeSource: TimeSource.DwtCycles, ClockHz: int hz } => All(1.0 / hz),
            { TimeSource: TimeSource.HostClock } => All(SecondsOfPcCount),
            { Modelled: { } clock } => new(
                run.Rows.Any(RunsBnn)
                    ? Part(clock.Bnn, r => r.BnnTop1 is null ? 0 : r.CountsBnn)
                    : Part(clock.Stem, r => r.CountsBnn),
                Part(clock.Confidence, r => r.CountsConfidence),
                Part(clock.Int8, r => r.CountsInt8),
                Part(clock.Glue, r => r.CountsGlue)
            ),
            _ => throw new AnalysisException(
                "noMilliseconds",
                "the record counts instructions and does not say how many cycles they take on the board",
                "measure again: measure writes the line modelledCycles into records of an emulated board"
            ),
        };
    }
}
