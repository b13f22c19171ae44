// Writes a record row by row under another name, and gives it its own only when it is complete.
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Board;

/// <summary>Streams a record to a file, or nowhere where no file was asked for.</summary>
internal sealed class RecordWriter : IDisposable
{
    private readonly string? _path;
    private readonly MeasurementHeader _header;
    private readonly StreamWriter? _writer;
    private int _rows;

    public RecordWriter(string? path, MeasurementHeader header)
    {
        _path = path;
        _header = header;
        if (path is not null)
        {
            _writer = new StreamWriter(Partial) { NewLine = "\n" };
            MeasurementFile.WriteHead(_writer, header);
        }
    }

    private string Partial => _path + ".partial";

    /// <summary>Adds a row.</summary>
    public void Add(MeasurementRow row)
    {
        _rows++;
        if (_writer is not null)
        {
            MeasurementFile.WriteRow(_writer, _header, row);
            _writer.Flush();
        }
    }

    /// <summary>All rows are there: the file gets its seal and its name.</summary>
    public void Complete()
    {
        if (_writer is not null)
        {
            _writer.Dispose();
            RecordSeal.Append(Partial, _rows);
            File.Move(Partial, _path!, overwrite: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();
}
