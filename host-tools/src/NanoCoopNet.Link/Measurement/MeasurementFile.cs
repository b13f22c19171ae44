// A record of measurements as a file, and its reader: comment lines with the provenance, a header row, one row a sample.

namespace NanoCoopNet.Link;

/// <summary>A whole record.</summary>
/// <param name="Header">Where it came from.</param>
/// <param name="Rows">One a sample, in the order measured.</param>
public sealed record MeasurementFile(MeasurementHeader Header, IReadOnlyList<MeasurementRow> Rows)
{
    /// <summary>One line a session, <see cref="MeasurementSession"/>; a resumed run has several.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    private static readonly string[] FixedColumns =
    [
        "index",
        "label",
        "answer",
        "modeTaken",
        "bnnTop1",
        "bnnTop2",
        "int8Top1",
        "glueTop1",
        "confidence256",
        "confidence65536",
        "countsBnn",
        "countsConfidence",
        "countsInt8",
        "countsGlue",
        "countsGaps",
        "countsEndToEnd",
    ];

    /// <summary>Kind of the record.</summary>
    public const string Kind = "measurement 1";

    private const string Session = "session";

    private static readonly string[] NetNames = ["bnn", "int8", "glue"];

    /// <summary>Comment lines and header row.</summary>
    public static string Head(MeasurementHeader header) => RecordTable.Head(Kind, header.Fields(), Columns(header));

    /// <summary>One row; a cell of something that was not run is empty.</summary>
    public static string Line(MeasurementHeader header, MeasurementRow row)
    {
        InferResult r = row.Result;
        return CsvText.Line([
            CsvText.Cell(row.Index),
            CsvText.Cell(row.Label),
            CsvText.Cell(r.Answer),
            r.Mode.ToString().ToLowerInvariant(),
            CsvText.Cell(r.BnnTop1),
            CsvText.Cell(r.BnnTop2),
            CsvText.Cell(r.Int8Top1),
            CsvText.Cell(r.GlueTop1),
            CsvText.Cell(r.Confidence256),
            CsvText.Cell(r.Confidence65536),
            CsvText.Cell(r.CountsBnn),
            CsvText.Cell(r.CountsConfidence),
            CsvText.Cell(r.CountsInt8),
            CsvText.Cell(r.CountsGlue),
            CsvText.Cell(r.CountsGaps),
            CsvText.Cell(r.CountsEndToEnd),
            .. header.LayerCounts.SelectMany(
                (count, net) =>
                    Enumerable.Range(0, count).Select(i => i < row.Layers[net].Count ? CsvText.Cell(row.Layers[net][i]) : "")
            ),
        ]);
    }

    /// <summary>The comment line of a session among the rows.</summary>
    /// <param name="session">A <see cref="MeasurementSession"/> as text.</param>
    public static string SessionLine(string session) => RecordTable.Note(Session, session);

    /// <summary>The whole record with its seal, the sessions before the rows.</summary>
    public string Sealed() =>
        RecordTable.Sealed(
            string.Concat([Head(Header), .. Sessions.Select(SessionLine), .. Rows.Select(row => Line(Header, row))]),
            Rows.Count
        );

    /// <summary>Reads a record, sealed or not; whether it is whole is <see cref="RecordTable.ReadSealed"/>'s to say.</summary>
    /// <param name="path">For messages.</param>
    /// <exception cref="RecordException">notARecord, badRecord: the message names file and line.</exception>
    public static MeasurementFile Parse(string path, string text) => Of(RecordTable.Parse(path, text));

    /// <summary>Reads a record.</summary>
    /// <exception cref="RecordException">badRecord.</exception>
    public static MeasurementFile Of(RecordTable table)
    {
        MeasurementHeader header = MeasurementHeader.Of(table);
        table.Require(Kind, Columns(header));
        return new(header, [.. table.Rows.Select(row => RowOf(header, row))])
        {
            Sessions = [.. table.Notes.Where(n => n.Name == Session).Select(n => n.Value)],
        };
    }

    private static IEnumerable<string> Columns(MeasurementHeader header) =>
        FixedColumns.Concat(
            header.LayerCounts.SelectMany(
                (count, net) => Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{NetNames[net]}.{i}"))
            )
        );

    private static MeasurementRow RowOf(MeasurementHeader header, RecordRow row)
    {
        int all = FixedColumns.Length + header.LayerCounts.Sum();
        if (row.Count != all || !Enum.TryParse(row[3], ignoreCase: true, out TakenMode mode))
        {
            throw row.Bad($"it is not a row of this record ({row.Count} cells, {all} expected)");
        }

        InferResult result = new(
            0,
            mode,
            row.Integer(2),
            row.Optional(4),
            row.Optional(5),
            row.Optional(6),
            row.Optional(7),
            row.Integer(8),
            row.Integer(9),
            row.Integer(10),
            row.Integer(11),
            row.Integer(12),
            row.Integer(13),
            row.Integer(15),
            header.TimeSource
        );
        int first = FixedColumns.Length;
        List<IReadOnlyList<int>> layers = [];
        foreach (int count in header.LayerCounts)
        {
            layers.Add([.. Enumerable.Range(first, count).Where(i => row[i].Length > 0).Select(row.Integer)]);
            first += count;
        }

        return new(row.Integer(0), row.Integer(1), result, layers);
    }
}
