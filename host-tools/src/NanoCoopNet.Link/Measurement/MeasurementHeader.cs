// Where a record came from: without this no figure in it means anything.
using System.Globalization;

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

    /// <summary>Modelled cycles of BNN, confidence, INT8 and glue on the board, as estimate (least-most) each; null in older
    /// records.</summary>
    public string? ModelledCycles { get; init; }

    private const string First = "# nanocoop measurement 1";

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

    /// <summary>The comment lines.</summary>
    public IEnumerable<string> Lines() =>
        [
            First,
            $"# board: {Board}",
            $"# uniqueId: {UniqueId}",
            $"# firmware: {Firmware}",
            $"# build: {Build}",
            FormattableString.Invariant($"# clockHz: {ClockHz}"),
            $"# timeSource: {TimeSource.Name()}",
            $"# model: {Model}",
            $"# blobSha256: {BlobSha256}",
            $"# mode: {Mode}",
            FormattableString.Invariant($"# confidenceThreshold: {ConfidenceThreshold}"),
            $"# data: {Data}",
            $"# started: {StartedUtc}",
            FormattableString.Invariant($"# layers: {LayerCounts[0]} {LayerCounts[1]} {LayerCounts[2]}"),
            .. Optional("dataSha256", DataSha256),
            .. Optional("shard", Shard),
            .. Optional("modelledCycles", ModelledCycles),
            .. Optional("energyMj", Energy?.ToString()),
        ];

    /// <summary>Whether another header is of the same run, begun at another time.</summary>
    public bool IsSameRun(MeasurementHeader other) =>
        (this with { StartedUtc = "" }).Lines().SequenceEqual((other with { StartedUtc = "" }).Lines());

    private static string[] Optional(string name, string? value) => value is null ? [] : [$"# {name}: {value}"];

    /// <summary>Reads the comment lines.</summary>
    /// <exception cref="FormatException">Not such a record, or a line is missing.</exception>
    public static MeasurementHeader Parse(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0 || lines[0] != First)
        {
            throw new FormatException($"the file does not begin with `{First}`");
        }

        Dictionary<string, string> fields = lines
            .Skip(1)
            .Select(l => l.TrimStart('#', ' ').Split(": ", 2))
            .Where(p => p.Length == 2)
            .ToDictionary(p => p[0], p => p[1]);
        string Field(string name) =>
            fields.TryGetValue(name, out string? value)
                ? value
                : throw new FormatException($"the record has no line `# {name}:`");
        TimeSource kind = Enum.GetValues<TimeSource>().FirstOrDefault(k => k.Name() == Field("timeSource"));
        return new(
            Field("board"),
            Field("uniqueId"),
            Field("firmware"),
            Field("build"),
            int.Parse(Field("clockHz"), CultureInfo.InvariantCulture),
            kind,
            Field("model"),
            Field("blobSha256"),
            Field("mode"),
            double.Parse(Field("confidenceThreshold"), CultureInfo.InvariantCulture),
            Field("data"),
            Field("started"),
            [.. Field("layers").Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture))]
        )
        {
            DataSha256 = fields.GetValueOrDefault("dataSha256"),
            Shard = fields.GetValueOrDefault("shard"),
            ModelledCycles = fields.GetValueOrDefault("modelledCycles"),
            Energy = fields.TryGetValue("energyMj", out string? energy) ? MeasuredEnergy.Parse(energy) : null,
        };
    }
}
