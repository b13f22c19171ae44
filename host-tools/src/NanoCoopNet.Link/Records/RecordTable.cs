// A record file as text: a first line that names its kind, comment lines of provenance, a header row, rows with comment lines
// among them, the seal. What the fields and cells mean is the kind's to say: MeasurementFile, PredictionFile.
using System.Globalization;
using System.Text;

namespace NanoCoopNet.Link;

/// <summary>Reads and writes record files of every kind.</summary>
public sealed class RecordTable
{
    private const string KindPrefix = "# nanocoop ",
        CommentPrefix = "# ",
        Colon = ": ",
        Again = "measure or evaluate again with this version of nanocoop";

    private readonly string _path;
    private readonly Dictionary<string, string> _fields;

    private RecordTable(string path, string kind, Dictionary<string, string> fields)
    {
        (_path, Kind, _fields) = (path, kind, fields);
    }

    /// <summary>What the file holds, with the version of its form: <c>measurement 1</c>, <c>predictions 1</c>.</summary>
    public string Kind { get; }

    /// <summary>Cells of the header row.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>Rows in the order of the file.</summary>
    public IReadOnlyList<RecordRow> Rows { get; private init; } = [];

    /// <summary>Comment lines among the rows, the seal apart, as name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Notes { get; private init; } = [];

    /// <summary>A whole record whose seal is intact.</summary>
    /// <exception cref="RecordException">truncatedRecord, editedRecord, notARecord, badRecord.</exception>
    /// <exception cref="NanoCoopException">FileNotFound: the file cannot be read.</exception>
    public static RecordTable ReadSealed(string path)
    {
        byte[] bytes = InputFile.ReadBytes(path);
        return RecordSeal.Check(bytes) switch
        {
            SealState.Missing => throw new RecordException(
                "truncatedRecord",
                $"{path} does not end with `{RecordSeal.Prefix.Trim()} …`: the run did not finish, or the file was cut",
                "measure (or evaluate) again; only complete records are analysed"
            ),
            SealState.Broken => throw new RecordException(
                "editedRecord",
                $"{path} is not the file that was written: its SHA-256 differs from the one in its last line",
                "take the original file; a spreadsheet or a line-ending conversion changes it"
            ),
            _ => Parse(path, Encoding.UTF8.GetString(bytes)),
        };
    }

    /// <summary>A record, sealed or not.</summary>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="RecordException">notARecord, badRecord.</exception>
    public static RecordTable Parse(string path, string text)
    {
        string[] lines = text.Split('\n');
        if (!lines[0].StartsWith(KindPrefix, StringComparison.Ordinal))
        {
            throw new RecordException(
                "notARecord",
                $"{path} is not a record of measure or evaluate",
                "give a file of `nanocoop measure --out` or `nanocoop evaluate --record`"
            );
        }

        RecordTable table = new(path, lines[0][KindPrefix.Length..], []);
        int head = Array.FindIndex(lines, l => !l.StartsWith('#'));
        foreach ((string name, string value) in lines[1..Math.Max(head, 1)].SelectMany(Comment))
        {
            if (!table._fields.TryAdd(name, value))
            {
                throw table.Bad($"the line `{CommentPrefix}{name}:` appears twice");
            }
        }

        int[] at = [.. Enumerable.Range(0, lines.Length).Skip(head).Where(i => lines[i].Length > 0 && lines[i][0] != '#')];
        IReadOnlyList<string[]> rows = CsvText.Read(string.Join('\n', at.Select(i => lines[i])));
        if (head < 0 || rows.Count == 0 || rows.Count != at.Length)
        {
            throw table.Bad("there is no header row, or a quote that does not end");
        }

        return new RecordTable(path, table.Kind, table._fields)
        {
            Columns = rows[0],
            Rows = [.. rows.Select((cells, i) => new RecordRow(table, at[i] + 1, cells)).Skip(1)],
            Notes =
            [
                .. lines.Skip(head).Where(l => !l.StartsWith(RecordSeal.Prefix, StringComparison.Ordinal)).SelectMany(Comment),
            ],
        };
    }

    /// <summary>First lines and header row of a new record; fields without a value are left out.</summary>
    public static string Head(string kind, IEnumerable<(string Name, string? Value)> fields, IEnumerable<string> columns) =>
        $"{KindPrefix}{kind}\n"
        + string.Concat(fields.Where(f => f.Value is not null).Select(f => Note(f.Name, f.Value!)))
        + CsvText.Line(columns);

    /// <summary>A comment line.</summary>
    public static string Note(string name, string value) => $"{CommentPrefix}{name}{Colon}{value}\n";

    /// <summary>A record of that many rows with its seal.</summary>
    public static string Sealed(string body, int rows) => body + RecordSeal.Line(Encoding.UTF8.GetBytes(body), rows);

    /// <summary>A sealed record with another value of a field: every other byte is kept, the seal is made anew.</summary>
    public static string WithField(string path, string record, string name, string value)
    {
        int rows = Parse(path, record).Rows.Count;
        List<string> lines = [.. record.TrimEnd('\n').Split('\n')];
        lines.RemoveAll(l => l.StartsWith($"{CommentPrefix}{name}{Colon}", StringComparison.Ordinal));
        lines.RemoveAt(lines.Count - 1);
        lines.Insert(lines.FindIndex(l => !l.StartsWith('#')), Note(name, value).TrimEnd('\n'));
        return Sealed(string.Join('\n', lines) + "\n", rows);
    }

    /// <summary>Makes sure that the record is of a kind and has its columns.</summary>
    /// <exception cref="RecordException">badRecord.</exception>
    public void Require(string kind, IEnumerable<string> columns)
    {
        if (Kind != kind)
        {
            throw Bad($"it begins with `{KindPrefix}{Kind}`, not with `{KindPrefix}{kind}`");
        }

        if (!Columns.SequenceEqual(columns))
        {
            throw Bad($"the header row is not that of {kind}");
        }
    }

    /// <summary>The value of a field.</summary>
    /// <exception cref="RecordException">badRecord: there is none.</exception>
    public string Field(string name) => Optional(name) ?? throw Bad($"there is no line `{CommentPrefix}{name}:`");

    /// <summary>The value of a field, or null.</summary>
    public string? Optional(string name) => _fields.GetValueOrDefault(name);

    /// <summary>A field as something else.</summary>
    /// <param name="read">Null: it is none.</param>
    /// <exception cref="RecordException">badRecord.</exception>
    public T Field<T>(string name, Func<string, T?> read)
        where T : class => read(Field(name)) ?? throw Unfit(name);

    /// <summary>A field as a number.</summary>
    /// <exception cref="RecordException">badRecord.</exception>
    public double Number(string name) =>
        double.TryParse(Field(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Unfit(name);

    /// <summary>A field as whole numbers between blanks.</summary>
    /// <exception cref="RecordException">badRecord.</exception>
    public int[] Integers(string name) =>
        [
            .. Field(name)
                .Split(' ')
                .Select(n =>
                    int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : throw Unfit(name)
                ),
        ];

    /// <summary>What is wrong with this file.</summary>
    public RecordException Bad(string what) => new("badRecord", $"{_path}: {what}", Again);

    private RecordException Unfit(string name) => Bad($"`{Field(name)}` is not what the line `{CommentPrefix}{name}:` holds");

    private static (string Name, string Value)[] Comment(string line) =>
        line.StartsWith(CommentPrefix, StringComparison.Ordinal)
        && line.IndexOf(Colon, StringComparison.Ordinal) is > 0 and int colon
            ? [(line[CommentPrefix.Length..colon], line[(colon + Colon.Length)..])]
            : [];
}

/// <summary>A row of a record.</summary>
public sealed class RecordRow(RecordTable table, int line, string[] cells)
{
    /// <summary>Cells that are there.</summary>
    public int Count => cells.Length;

    /// <summary>A cell as it is written.</summary>
    public string this[int at] => at < cells.Length ? cells[at] : throw Bad($"there is no cell {at + 1}");

    /// <summary>A whole number.</summary>
    /// <exception cref="RecordException">badRecord.</exception>
    public int Integer(int at) => Optional(at) ?? throw Bad($"cell {at + 1} is empty");

    /// <summary>A whole number, or null where the cell is empty.</summary>
    /// <exception cref="RecordException">badRecord.</exception>
    public int? Optional(int at) =>
        this[at].Length == 0 ? null
        : int.TryParse(this[at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value
        : throw Bad($"cell {at + 1}: `{this[at]}` is not a number");

    /// <summary>What is wrong with this row.</summary>
    public RecordException Bad(string what) => table.Bad($"line {line}: {what}");
}
