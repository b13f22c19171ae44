// Writes a record row by row under another name, and gives it its own only when it is complete. What an interrupted run has
// left under that other name is continued.
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Board;

/// <summary>Streams a record to a file, or keeps it in memory alone where no file was asked for.</summary>
internal sealed class RecordWriter : IDisposable
{
    private readonly string? _path;
    private readonly RecordLock? _lock;
    private readonly StreamWriter? _writer;
    private readonly List<MeasurementRow> _rows = [];
    private readonly List<string> _sessions = [];

    private RecordWriter(string? path, RecordLock? alone, MeasurementHeader header, MeasurementFile? held, string text)
    {
        _path = path;
        _lock = alone;
        Header = held?.Header ?? header;
        _rows.AddRange(held?.Rows ?? []);
        _sessions.AddRange(held?.Sessions ?? []);
        if (path is null)
        {
            return;
        }

        if (FileKinds.Of(path) == FileKind.Special)
        {
            return; // a device has no partial file; it gets the whole record in the end
        }

        OutputFile.Write(PartialOf(path), text);
        _writer = new StreamWriter(PartialOf(path), append: true) { NewLine = "\n" };
        if (held is null)
        {
            _writer.Write(MeasurementFile.Head(header));
        }
    }

    /// <summary>The header in the file: of a resumed run that of its begin.</summary>
    public MeasurementHeader Header { get; }

    /// <summary>Rows that are there.</summary>
    public int Rows => _rows.Count;

    /// <summary>What has been recorded, earlier sessions included.</summary>
    public MeasurementFile Recorded => new(Header, _rows) { Sessions = _sessions };

    /// <summary>Begins a record, or goes on with what an interrupted run of the same measurement left.</summary>
    /// <param name="path">File to write in the end; null: none.</param>
    /// <param name="header">Of this measurement.</param>
    /// <param name="indices">Samples in the order in which they are measured.</param>
    /// <param name="restart">Throws away what is left of an earlier run.</param>
    /// <exception cref="CliException">
    /// BadRecord: what is left is of another measurement, or was edited. FileNotWritable: another command is writing it.
    /// </exception>
    public static RecordWriter Open(string? path, MeasurementHeader header, IReadOnlyList<int> indices, bool restart)
    {
        if (path is null)
        {
            return new RecordWriter(null, null, header, null, "");
        }

        RecordLock alone = RecordLock.Take(path);
        try
        {
            return Open(path, alone, header, indices, restart);
        }
        catch
        {
            alone.Dispose();
            throw;
        }
    }

    private static RecordWriter Open(
        string path,
        RecordLock alone,
        MeasurementHeader header,
        IReadOnlyList<int> indices,
        bool restart
    )
    {
        if (restart || !File.Exists(PartialOf(path)))
        {
            return new RecordWriter(path, alone, header, null, "");
        }

        // Lines are flushed one by one: a process that is killed leaves whole lines and at most one torn one. A seal without its
        // file's final name is dropped and made again.
        string[] lines = InputFile.ReadText(PartialOf(path)).Split('\n')[..^1];
        string text = string.Concat(
            lines.Where(l => !l.StartsWith(RecordSeal.Prefix, StringComparison.Ordinal)).Select(l => l + "\n")
        );
        if (!lines.Any(l => l.StartsWith("index,", StringComparison.Ordinal)))
        {
            return new RecordWriter(path, alone, header, null, "");
        }

        MeasurementFile held = Read(path, text);
        bool same =
            held.Header.IsSameRun(header)
            && held.Rows.Count <= indices.Count
            && held.Rows.Select((r, i) => r.Index == indices[i]).All(e => e);
        return same
            ? new RecordWriter(path, alone, header, held, text)
            : throw Bad(
                path,
                "is of another measurement (model, board, firmware, data, mode, threshold, samples or ports differ)"
            );
    }

    /// <summary>Notes that a session begins.</summary>
    /// <param name="warmUp">The inferences discarded.</param>
    public void BeginSession(IReadOnlyList<InferResult> warmUp)
    {
        string session = MeasurementSession.Begin(_rows.Count, warmUp).ToString();
        _sessions.Add(session);
        _writer?.Write(MeasurementFile.SessionLine(session));
        _writer?.Flush();
    }

    /// <summary>Adds a row.</summary>
    public void Add(MeasurementRow row)
    {
        _rows.Add(row);
        if (_writer is not null)
        {
            _writer.Write(MeasurementFile.Line(Header, row));
            _writer.Flush();
        }
    }

    /// <summary>All rows are there: the file gets its seal and its name.</summary>
    public void Complete()
    {
        if (_writer is not null)
        {
            _writer.Dispose();
            RecordSeal.Append(PartialOf(_path!), _rows.Count);
            OutputFile.Replace(OutputFile.Target(_path!), PartialOf(_path!));
        }
        else if (_path is not null)
        {
            OutputFile.Write(_path, Recorded.Sealed());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer?.Dispose();
        _lock?.Dispose();
    }

    private static string PartialOf(string path) => path + ".partial";

    private static MeasurementFile Read(string path, string text)
    {
        try
        {
            return MeasurementFile.Parse(PartialOf(path), text);
        }
        catch (RecordException e)
        {
            throw Bad(path, $"cannot be resumed: {e.Message}");
        }
    }

    private static CliException Bad(string path, string what) =>
        new(
            ExitCode.BadRecord,
            $"{PartialOf(path)}, left by an interrupted run, {what}",
            "repeat the command that was interrupted, give another --out, or discard it with --restart"
        );
}
