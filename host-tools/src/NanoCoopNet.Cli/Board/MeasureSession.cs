// One board's part of a measurement: checks it, warms it up, goes on where its record stopped. The mode travels with each
// request, so that nothing on the board changes, however the measurement ends.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Device;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Board;

/// <summary>What is measured.</summary>
/// <param name="Mode">A mode, or null for both networks whatever the confidence.</param>
/// <param name="WarmUp">Inferences that are run first and discarded.</param>
/// <param name="Restart">Throws away what an interrupted run left.</param>
/// <param name="MarksLayers">Markers 2 and 3 show each layer.</param>
internal sealed record MeasurePlan(
    string ModelPath,
    ModelBlob Model,
    Dataset Data,
    string DataSha256,
    CoopMode? Mode,
    bool WithLayers,
    int WarmUp,
    bool Restart,
    bool MarksLayers = false
);

/// <summary>Measures every samples-th sample on one board.</summary>
/// <param name="shard">Which of the boards.</param>
/// <param name="shards">How many boards share the samples.</param>
internal sealed class MeasureSession(MeasurePlan plan, int shard, int shards)
{
    /// <summary>Name of the mode in records where every network runs.</summary>
    public const string Both = "both";

    private readonly int[] _indices = [.. Enumerable.Range(0, plan.Data.Count).Where(i => i % shards == shard)];

    /// <summary>The file of one board: RUN.csv, or RUN.0.csv, RUN.1.csv, … where there are several.</summary>
    public string? OutputOf(string? path) =>
        path is null || shards == 1
            ? path
            : Path.ChangeExtension(path, FormattableString.Invariant($"{shard}{Path.GetExtension(path)}"));

    /// <summary>Measures what the record lacks.</summary>
    /// <param name="output">Record to write, or null.</param>
    /// <param name="say">Gets a line when a record is continued.</param>
    /// <param name="done">Called with how many rows came to be there.</param>
    public MeasurementFile Run(BoardClient board, string? output, Action<string> say, Action<int> done, CancellationToken cancel)
    {
        BoardStatus status = ModelCheck.Require(board, plan.Model, plan.ModelPath);
        MeasurableBoard.Require(board.Hello);
        using RecordWriter record = RecordWriter.Open(output, Header(board, status), _indices, plan.Restart);
        if (record.Rows > 0)
        {
            say($"{output}: going on after {Tables.N((long)record.Rows)} of {Tables.N((long)_indices.Length)} samples");
            done(record.Rows);
        }

        int[] left = _indices[record.Rows..];
        if (left.Length > 0)
        {
            Measure(board, left, record, done, cancel);
        }

        record.Complete();
        return record.Recorded;
    }

    private MeasurementHeader Header(BoardClient board, BoardStatus status)
    {
        ModelClock? clock = ClockOf(board.Hello.Board, plan.Model);
        return MeasurementHeader.Of(board.Hello, status, plan.Mode?.ToString().ToLowerInvariant() ?? Both, plan.Data.Source) with
        {
            DataSha256 = plan.DataSha256,
            StemLayers = plan.Model.Header.StemLayers,
            Modelled = clock?.Parts,
            ModelledLayers = clock?.KnownLayers,
            Shard = shards == 1 ? null : FormattableString.Invariant($"{shard} of {shards}"),
        };
    }

    /// <summary>The clock of a model on a board; null where the board is not the clock's.</summary>
    public static ModelClock? ClockOf(string board, ModelBlob model) =>
        MillisecondColumn.HasClock(board) ? ModelClock.Of(model.Bytes.Span) : null;

    /// <summary>Light mode and both networks are told apart by what runs.</summary>
    private bool CanBeMarked =>
        plan.Model.Net(NetKind.Bnn) is { Layers.Count: > 0 } && plan.Model.Net(NetKind.Int8) is { Layers.Count: > 0 };

    private void Measure(BoardClient board, int[] indices, RecordWriter record, Action<int> done, CancellationToken cancel)
    {
        InferWhat what = plan.Mode is { } mode ? (InferWhat)(Protocol.InferMode + (int)mode) : InferWhat.Both;
        Measurer measurer = new(board, new InferRequest(what, IsMeasurement: true, MarksLayers: plan.MarksLayers));
        record.BeginSession(measurer.WarmUp(plan.Data.Sample(indices[0]), plan.WarmUp, CanBeMarked ? Random.Shared : null));
        measurer.Run(
            [.. indices.Select(plan.Data.Sample)],
            i => plan.Data.Labels?[indices[i]] ?? -1,
            row =>
            {
                record.Add(row with { Index = indices[row.Index] });
                done(1);
            },
            plan.WithLayers,
            cancel
        );
    }
}
