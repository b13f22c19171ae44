// A record of measurements as a file, and its reader: comment lines with the provenance, a header row, one row a sample.
using System.Globalization;

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

    private const string SessionPrefix = "# session: ";

    private static readonly string[] NetNames = ["bnn", "int8", "glue"];

    /// <summary>Comment lines and header row.</summary>
    public static void WriteHead(TextWriter writer, MeasurementHeader header)
    {
        foreach (string line in header.Lines())
        {
            writer.WriteLine(line);
        }

        IEnumerable<string> layers = header.LayerCounts.SelectMany(
            (count, net) => Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{NetNames[net]}.{i}"))
        );
        writer.WriteLine(string.Join(',', FixedColumns.Concat(layers)));
    }

    /// <summary>One row; a cell of something that was not run is empty.</summary>
    public static void WriteRow(TextWriter writer, MeasurementHeader header, MeasurementRow row)
    {
        InferResult r = row.Result;
        IEnumerable<string> cells =
        [
            Text(row.Index),
            Text(row.Label),
            Text(r.Answer),
            r.Mode.ToString().ToLowerInvariant(),
            Text(r.BnnTop1),
            Text(r.BnnTop2),
            Text(r.Int8Top1),
            Text(r.GlueTop1),
            Text(r.Confidence256),
            Text(r.Confidence65536),
            Text(r.CountsBnn),
            Text(r.CountsConfidence),
            Text(r.CountsInt8),
            Text(r.CountsGlue),
            Text(r.CountsGaps),
            Text(r.CountsEndToEnd),
            .. header.LayerCounts.SelectMany(
                (count, net) => Enumerable.Range(0, count).Select(i => i < row.Layers[net].Count ? Text(row.Layers[net][i]) : "")
            ),
        ];
        writer.WriteLine(string.Join(',', cells));
    }

    /// <summary>Notes the begin of a session among the rows.</summary>
    /// <param name="session">A <see cref="MeasurementSession"/> as text.</param>
    public static void WriteSession(TextWriter writer, string session) => writer.WriteLine(SessionPrefix + session);

    /// <summary>Reads a record, sealed or not; whether it is whole is <see cref="RecordSeal.Check"/>'s to say.</summary>
    /// <exception cref="FormatException">The message names the line.</exception>
    public static MeasurementFile Read(TextReader reader)
    {
        List<string> comments = [];
        string? line = reader.ReadLine();
        for (; line is not null && line.StartsWith('#'); line = reader.ReadLine())
        {
            comments.Add(line);
        }

        MeasurementHeader header = MeasurementHeader.Parse(comments);
        if (line is null || !line.StartsWith(string.Join(',', FixedColumns), StringComparison.Ordinal))
        {
            throw new FormatException("the header row is not that of a measurement");
        }

        List<MeasurementRow> rows = [];
        List<string> sessions = [];
        for (
            int at = comments.Count + 2;
            (line = reader.ReadLine()) is not null && !line.StartsWith(RecordSeal.Prefix, StringComparison.Ordinal);
            at++
        )
        {
            if (line.StartsWith(SessionPrefix, StringComparison.Ordinal))
            {
                sessions.Add(line[SessionPrefix.Length..]);
            }
            else
            {
                rows.Add(ParseRow(header, line.Split(','), at));
            }
        }

        return new(header, rows) { Sessions = sessions };
    }

    private static MeasurementRow ParseRow(MeasurementHeader header, string[] cells, int line)
    {
        int all = FixedColumns.Length + header.LayerCounts.Sum();
        if (cells.Length != all || !Enum.TryParse(cells[3], ignoreCase: true, out TakenMode mode))
        {
            throw new FormatException($"line {line} is no row of this record ({cells.Length} cells, {all} expected)");
        }

        int? Optional(int i) =>
            cells[i].Length == 0 ? null
            : int.TryParse(cells[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value
            : throw new FormatException($"line {line}, cell {i + 1}: `{cells[i]}` is not a number");
        int Number(int i) => Optional(i) ?? throw new FormatException($"line {line}, cell {i + 1} is empty");

        InferResult result = new(
            0,
            mode,
            Number(2),
            Optional(4),
            Optional(5),
            Optional(6),
            Optional(7),
            Number(8),
            Number(9),
            Number(10),
            Number(11),
            Number(12),
            Number(13),
            Number(15),
            header.TimeSource
        );
        int first = FixedColumns.Length;
        List<IReadOnlyList<int>> layers = [];
        foreach (int count in header.LayerCounts)
        {
            layers.Add([.. Enumerable.Range(first, count).Where(i => cells[i].Length > 0).Select(Number)]);
            first += count;
        }

        return new(Number(0), Number(1), result, layers);
    }

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
