// Where a record came from: without this no figure in it means anything.
using System.Globalization;
using NanoCoopNet.Bridge;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>Provenance of a record; each property is a comment line of the file.</summary>
/// <param name="LayerCounts">Layers of network 0, 1, 2.</param>
public sealed record MeasurementHeader(
    string Board,
    string UniqueId,
    string Firmware,
    string Build,
    int ClockHz,
    TimeSource TimeSource,
    string Model,
    string BlobSha256,
    string Mode,
    double ConfidenceThreshold,
    string Data,
    string StartedUtc,
    IReadOnlyList<int> LayerCounts
)
{
    /// <summary>SHA-256 of the data file; null in older records.</summary>
    public string? DataSha256 { get; init; }

    /// <summary>Which part of the samples this board took, e.g. <c>0 of 2</c>: those whose index leaves 0 when divided by 2;
    /// null: all.</summary>
    public string? Shard { get; init; }

    /// <summary>Measured energy of a mean inference; null until currents are captured.</summary>
    public MeasuredEnergy? Energy { get; init; }

    /// <summary>Layers of network 0 that network 1 goes on from; 0: none.</summary>
    public int StemLayers { get; init; }

    /// <summary>Modelled cycles of the parts on the board; null in older records.</summary>
    public PartClock? Modelled { get; init; }

    /// <summary>Modelled cycles of each layer on the board, by network; null: older records, or a layer of which nothing is
    /// known.</summary>
    public IReadOnlyList<IReadOnlyList<long>>? ModelledLayers { get; init; }

    /// <summary>Describes a board as it is now.</summary>
    /// <param name="mode"><c>both</c>, or a mode's name.</param>
    /// <param name="data">Name of the data file.</param>
    public static MeasurementHeader Of(BoardHello board, BoardStatus status, string mode, string data) =>
        new(
            board.Board + (board.IsVirtual ? " (virtual)" : ""),
            board.UniqueId,
            board.Firmware,
            $"interface {board.InterfaceVersion}, kernels {board.KernelAbi}, hash {board.BuildHash:x8}",
            board.ClockHz,
            board.TimeSource,
            status.Name,
            status.Identity,
            mode,
            status.ConfidenceThreshold / 256.0,
            data,
            DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            status.LayerCounts
        );

    /// <summary>The comment lines as names and values; null: no line.</summary>
    public IEnumerable<(string Name, string? Value)> Fields() =>
        [
            ("board", Board),
            ("uniqueId", UniqueId),
            ("firmware", Firmware),
            ("build", Build),
            ("clockHz", CsvText.Cell(ClockHz)),
            ("timeSource", TimeSource.Name()),
            ("model", Model),
            ("blobSha256", BlobSha256),
            ("mode", Mode),
            ("confidenceThreshold", CsvText.Cell(ConfidenceThreshold)),
            ("data", Data),
            ("started", StartedUtc),
            ("layers", FormattableString.Invariant($"{LayerCounts[0]} {LayerCounts[1]} {LayerCounts[2]}")),
            ("stemLayers", StemLayers == 0 ? null : CsvText.Cell(StemLayers)),
            ("dataSha256", DataSha256),
            ("shard", Shard),
            ("modelledCycles", Modelled?.ToString()),
            ("modelledLayers", ModelledLayers is null ? null : ModelClock.TextOf(ModelledLayers)),
            (MeasuredEnergy.Field, Energy?.ToString()),
        ];

    /// <summary>Whether another header is of the same run, begun at another time.</summary>
    public bool IsSameRun(MeasurementHeader other) =>
        (this with { StartedUtc = "" }).Fields().SequenceEqual((other with { StartedUtc = "" }).Fields());

    /// <summary>Reads the comment lines.</summary>
    /// <exception cref="RecordException">badRecord: a line is missing or holds something else.</exception>
    public static MeasurementHeader Of(RecordTable table)
    {
        string source = table.Field("timeSource");
        int[] layers = table.Integers("layers");
        return new(
            table.Field("board"),
            table.Field("uniqueId"),
            table.Field("firmware"),
            table.Field("build"),
            table.Integers("clockHz")[0],
            Enum.GetValues<TimeSource>().Select(k => (TimeSource?)k).FirstOrDefault(k => k!.Value.Name() == source)
                ?? throw table.Bad($"`{source}` is not a source of time"),
            table.Field("model"),
            table.Field("blobSha256"),
            table.Field("mode"),
            table.Number("confidenceThreshold"),
            table.Field("data"),
            table.Field("started"),
            layers.Length == Networks.Count ? layers : throw table.Bad("the line `# layers:` has not three numbers")
        )
        {
            StemLayers = table.Optional("stemLayers") is null ? 0 : table.Integers("stemLayers")[0],
            DataSha256 = table.Optional("dataSha256"),
            Shard = table.Optional("shard"),
            Modelled = table.Optional("modelledCycles") is null ? null : table.Field("modelledCycles", PartClock.Parse),
            ModelledLayers = table.Optional("modelledLayers") is null
                ? null
                : table.Field("modelledLayers", ModelClock.ParseLayers),
            Energy = table.Optional(MeasuredEnergy.Field) is null
                ? null
                : table.Field(MeasuredEnergy.Field, MeasuredEnergy.Parse),
        };
    }
}
