// A sigrok session (layout: SigrokReader), in pieces so that a capture of any length needs the memory of one. PulseView and
// sigrok-cli open it.
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace NanoCoopNet.Captures;

/// <summary>Writes <c>.sr</c> with the logic channels and the analog channels <c>current_A</c> and <c>voltage_V</c>.</summary>
internal sealed class SigrokWriter : ICaptureWriter
{
    private const int PieceSamples = 1 << 20;
    private readonly string _path;
    private readonly CaptureHead _head;
    private readonly ZipArchive _archive;
    private readonly List<byte> _logic = new(PieceSamples);
    private readonly List<float> _current = new(PieceSamples),
        _voltage = new(PieceSamples);
    private int _pieces;

    public SigrokWriter(string path, CaptureHead head)
    {
        (_path, _head, PeriodS) = (path, head, 1 / head.RateHz);
        _archive = new ZipArchive(File.Create(CaptureWriters.Partial(path)), ZipArchiveMode.Create);
        Text("version", "2");
        Text(SigrokReader.MetadataEntry, Metadata());
    }

    /// <inheritdoc/>
    public double PeriodS { get; }

    private int FirstAnalog => _head.Logic.Count + 1;

    /// <inheritdoc/>
    public void Write(double amperes, double volts, ulong levels)
    {
        _logic.Add((byte)levels);
        _current.Add((float)amperes);
        _voltage.Add((float)volts);
        if (_logic.Count == PieceSamples)
        {
            EndPiece();
        }
    }

    public void Dispose()
    {
        EndPiece();
        _archive.Dispose();
        File.Move(CaptureWriters.Partial(_path), _path, overwrite: true);
    }

    private string Metadata() =>
        string.Join(
            '\n',
            [
                "[global]",
                "sigrok version=0.5.2",
                "",
                "[device 1]",
                "capturefile=logic-1",
                string.Create(CultureInfo.InvariantCulture, $"total probes={_head.Logic.Count}"),
                string.Create(CultureInfo.InvariantCulture, $"samplerate={_head.RateHz} Hz"),
                "total analog=2",
                .. _head.Logic.Select((name, i) => FormattableString.Invariant($"probe{i + 1}={name}")),
                FormattableString.Invariant($"analog{FirstAnalog}=current_A"),
                FormattableString.Invariant($"analog{FirstAnalog + 1}=voltage_V"),
                "unitsize=1",
                $"{SigrokReader.ModelKey}={_head.Comment}",
                "",
            ]
        );

    private void EndPiece()
    {
        if (_logic.Count == 0)
        {
            return;
        }

        _pieces++;
        Bytes(FormattableString.Invariant($"logic-1-{_pieces}"), CollectionsMarshal.AsSpan(_logic));
        Bytes(
            FormattableString.Invariant($"analog-1-{FirstAnalog}-{_pieces}"),
            MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_current))
        );
        Bytes(
            FormattableString.Invariant($"analog-1-{FirstAnalog + 1}-{_pieces}"),
            MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_voltage))
        );
        _logic.Clear();
        _current.Clear();
        _voltage.Clear();
    }

    private void Text(string name, string text) => Bytes(name, System.Text.Encoding.UTF8.GetBytes(text));

    private void Bytes(string name, ReadOnlySpan<byte> bytes)
    {
        using Stream stream = _archive.CreateEntry(name, CompressionLevel.Fastest).Open();
        stream.Write(bytes);
    }
}
