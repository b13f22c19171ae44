// nRF Connect Power Profiler's CSV (src/actions/exportChartAction.ts): milliseconds, microamperes, the eight bits as text and one
// a column. The comment is a
// line of its own before the headings, which the instrument's files do not have.
using System.Globalization;

namespace NanoCoopNet.Captures;

/// <summary>Writes PPK2's CSV.</summary>
internal sealed class Ppk2CsvWriter : ICaptureWriter
{
    private readonly string _path;
    private readonly double _periodMs;
    private readonly StreamWriter _text;
    private readonly char[] _bits = new char[Ppk2Reader.Channels];
    private long _samples;

    public Ppk2CsvWriter(string path, CaptureHead head)
    {
        _path = path;
        PeriodS = 1 / head.RateHz;
        _periodMs = 1000 / head.RateHz;
        _text = new StreamWriter(CaptureWriters.Partial(path)) { NewLine = "\n" };
        if (head.Comment.Length > 0)
        {
            _text.WriteLine($"# {head.Comment}");
        }

        _text.WriteLine("Timestamp(ms),Current(uA),D0-D7,D0,D1,D2,D3,D4,D5,D6,D7");
    }

    /// <inheritdoc/>
    public double PeriodS { get; }

    /// <inheritdoc/>
    public void Write(double amperes, double volts, ulong levels)
    {
        for (int i = 0; i < _bits.Length; i++)
        {
            _bits[i] = (levels >> i & 1) == 0 ? '0' : '1';
        }

        _text.Write(string.Create(CultureInfo.InvariantCulture, $"{Math.Round(_samples * _periodMs, 6)},{amperes * 1e6:F3},"));
        _text.Write(_bits);
        foreach (char bit in _bits)
        {
            _text.Write(',');
            _text.Write(bit);
        }

        _text.Write('\n');
        _samples++;
    }

    public void Dispose()
    {
        _text.Dispose();
        File.Move(CaptureWriters.Partial(_path), _path, overwrite: true);
    }
}
