// What a record sums up to: shares, accuracies, spread of costs.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Mean cost of a layer; shares 0…1 of its network.</summary>
/// <param name="Modelled">By the clock; null where it knows no such layer.</param>
public sealed record LayerMean(
    string Net,
    int Layer,
    string Op,
    long Macs,
    double Mean,
    double Share,
    double Cumulative,
    CycleEstimate? Modelled
);

/// <summary>How many of the samples a network answered with logits of its own; an accuracy is over these alone.</summary>
public sealed record AnsweredBy(int Bnn, int Int8, int Glue);

/// <summary>Report of <c>measure</c>. Accuracies are null where the file has no labels or the network was not run.</summary>
/// <param name="AnsweredBy">In mode auto INT8 and glue see the samples of low confidence only: their accuracy is of
/// those.</param>
public sealed record MeasureReport(
    string Board,
    string Firmware,
    string Model,
    string BlobSha256,
    string Data,
    int Samples,
    string TimeSource,
    string Unit,
    int ClockHz,
    string Mode,
    double ConfidenceThreshold,
    double LightFraction,
    double? Accuracy,
    double? AccuracyBnn,
    double? AccuracyInt8,
    double? AccuracyGlue,
    IReadOnlyDictionary<string, Summary?> Parts,
    IReadOnlyList<LayerMean> Layers,
    string UniqueId,
    string? Shard,
    IReadOnlyList<string> Sessions,
    AnsweredBy AnsweredBy
)
{
    private const string Bnn = "bnn",
        Confidence = "confidence",
        Int8 = "int8",
        Glue = "glue",
        Light = "light mode",
        Full = "full mode";

    /// <summary>Cycles of the parts on the board by the clock; null where the model is not known.</summary>
    public PartClock? Modelled { get; init; }

    /// <summary>Cycles of a row of <see cref="Parts"/> by the clock; null for what it does not know.</summary>
    public CycleEstimate? ModelledPart(string part) =>
        Modelled is not { } m
            ? null
            : part switch
            {
                Bnn => m.Bnn,
                Confidence => m.Confidence,
                Int8 => m.Int8,
                Glue => m.Glue,
                Light => m.Light,
                Full => m.Full,
                _ => null,
            };

    /// <summary>Sums up rows.</summary>
    /// <param name="file">What was measured.</param>
    /// <param name="nets">The model's networks, for names of layers.</param>
    /// <param name="clock">Of the model, or null.</param>
    public static MeasureReport Of(MeasurementFile file, IReadOnlyList<BlobNet> nets, ModelClock? clock = null) =>
        Of(file.Header, file.Rows, nets, file.Sessions, clock) with
        {
            Modelled = clock?.Parts,
        };

    private static MeasureReport Of(
        MeasurementHeader h,
        IReadOnlyList<MeasurementRow> rows,
        IReadOnlyList<BlobNet> nets,
        IReadOnlyList<string> sessions,
        ModelClock? clock
    ) =>
        new(
            h.Board,
            h.Firmware,
            h.Model,
            h.BlobSha256,
            h.Data,
            rows.Count,
            h.TimeSource.Name(),
            h.TimeSource.Unit(),
            h.ClockHz,
            h.Mode,
            h.ConfidenceThreshold,
            rows.Count == 0 ? 0 : rows.Count(r => r.Result.Mode == TakenMode.Light) / (double)rows.Count,
            RightShare(rows, r => r.Answer),
            RightShare(rows, r => r.BnnTop1),
            RightShare(rows, r => r.Int8Top1),
            RightShare(rows, r => r.GlueTop1),
            new Dictionary<string, Summary?>
            {
                [Bnn] = Spread(rows, r => r.BnnTop1 is null ? null : r.CountsBnn),
                [Confidence] = Spread(rows, r => r.Confidence65536 < 0 ? null : r.CountsConfidence),
                [Int8] = Spread(rows, r => RanInt8(r) ? r.CountsInt8 : null),
                [Glue] = Spread(rows, r => r.GlueTop1 is null ? null : r.CountsGlue),
                [Light] = Spread(rows, r => r.BnnTop1 is null ? null : (long)r.CountsBnn + r.CountsConfidence),
                [Full] = Spread(rows, r => r.BnnTop1 is not null && RanInt8(r) ? r.CountsKernels : null),
                ["managed gaps"] = Spread(rows, r => r.CountsGaps),
                ["end to end"] = Spread(rows, r => r.CountsEndToEnd > 0 ? r.CountsEndToEnd : null),
            },
            [.. nets.SelectMany(net => Means(rows, net, clock))],
            h.UniqueId,
            h.Shard,
            sessions,
            new(
                rows.Count(r => r.Result.BnnTop1 is not null),
                rows.Count(r => r.Result.Int8Top1 is not null),
                rows.Count(r => r.Result.GlueTop1 is not null)
            )
        );

    /// <summary>An INT8 network that ends in features gives no answer of its own, but the glue cannot run without it.</summary>
    private static bool RanInt8(InferResult r) => r.Int8Top1 is not null || r.GlueTop1 is not null;

    private static double? RightShare(IReadOnlyList<MeasurementRow> rows, Func<InferResult, int?> answer)
    {
        MeasurementRow[] known = [.. rows.Where(r => r.Label >= 0 && answer(r.Result) is not null)];
        return known.Length == 0 ? null : known.Count(r => answer(r.Result) == r.Label) / (double)known.Length;
    }

    private static Summary? Spread(IReadOnlyList<MeasurementRow> rows, Func<InferResult, long?> counts) =>
        Summary.Of([.. rows.Select(r => counts(r.Result)).OfType<long>().Select(c => (double)c)]);

    private static IEnumerable<LayerMean> Means(IReadOnlyList<MeasurementRow> rows, BlobNet net, ModelClock? clock)
    {
        IReadOnlyList<int>[] run = [.. rows.Select(r => r.Layers[(int)net.Kind]).Where(l => l.Count == net.Layers.Count)];
        double[] means = run.Length == 0 ? [] : [.. Enumerable.Range(0, net.Layers.Count).Select(i => run.Average(l => l[i]))];
        double total = Math.Max(means.Sum(), 1),
            sum = 0;
        for (int i = 0; i < means.Length; i++)
        {
            sum += means[i];
            yield return new(
                BlobNames.Of(net.Kind),
                i,
                BlobNames.Of(net.Layers[i].Op),
                net.Layers[i].Macs,
                means[i],
                means[i] / total,
                sum / total,
                clock?.Layers[(int)net.Kind][i]
            );
        }
    }
}
