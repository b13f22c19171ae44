// Rows of a CSV as blocks: at the rate that their times say, a jump in time being a gap.
using System.Globalization;
using nietras.SeparatedValues;

namespace NanoCoopNet.Captures;

/// <summary>Reads rows of a layout.</summary>
internal sealed class CsvReader : CaptureReader
{
    private const int RowsForRate = 1000;
    private const double GapPeriods = 1.5;
    private readonly string _path;
    private readonly CsvLayout _layout;
    private readonly FileStream _file;
    private readonly SepReader _rows;
    private readonly double _periodS;
    private double _timeS,
        _originS = double.NaN;
    private ulong _levels;
    private bool _anyLevel,
        _held;

    public CsvReader(string path, CsvLayout layout)
    {
        _path = path;
        _layout = layout;
        _periodS =
            layout.OnlyChanges ? 0
            : layout.RateHz > 0 ? 1 / layout.RateHz
            : Period();
        _file = InputFile.Open(path);
        StreamReader text = new(_file);
        for (int i = 0; i < layout.SkipLines; i++)
        {
            text.ReadLine();
        }

        _rows = Sep.New(layout.Separator)
            .Reader(o =>
                o with
                {
                    HasHeader = false,
                    CultureInfo = CultureInfo.InvariantCulture,
                    DisableColCountCheck = true,
                    Unescape = true,
                }
            )
            .From(text);
        double rate = layout.OnlyChanges ? 0 : 1 / _periodS;
        Info = new CaptureInfo(
            layout.Format,
            layout.Instrument,
            [.. layout.Analog.Select(c => new AnalogChannel(c.Name, c.Unit))],
            [.. layout.Logic.Select(c => c.Name)],
            rate,
            layout.OnlyChanges ? 0 : _periodS / 2
        )
        {
            Comment = layout.Comment,
        };
    }

    /// <inheritdoc/>
    public override CaptureInfo Info { get; }

    /// <inheritdoc/>
    public override double Progress => (double)_file.Position / _file.Length;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _rows.Dispose();
        _file.Dispose();
    }

    /// <inheritdoc/>
    protected override bool Fill(CaptureBlock block)
    {
        int count = 0;
        while (_held || _rows.MoveNext())
        {
            SepReader.Row row = _rows.Current;
            if (row.ColCount <= 1 && row.Span.IsWhiteSpace())
            {
                continue;
            }

            double time = TimeOf(row, count == 0 ? _timeS : block.BeginS + (count * _periodS));
            if (count == 0)
            {
                block.Begin(time, _periodS, _levels);
                _held = false;
            }
            else if (!_layout.OnlyChanges && Math.Abs(time - (block.BeginS + (count * _periodS))) > (GapPeriods - 1) * _periodS)
            {
                _held = true; // a gap: the row begins the next block
                break;
            }

            Take(block, row, count, time);
            count++;
            if (count == CaptureBlock.Capacity)
            {
                break;
            }
        }

        if (_layout.OnlyChanges)
        {
            block.EndS = _timeS;
        }
        else
        {
            block.End(count);
            _timeS = block.EndS;
        }

        return count > 0;
    }

    private void Take(CaptureBlock block, SepReader.Row row, int count, double time)
    {
        for (int i = 0; i < _layout.Analog.Count && count < CaptureBlock.Capacity; i++)
        {
            if (IsWanted(i))
            {
                block.Analog[i][count] = Cell(row, _layout.Analog[i].At) * _layout.Analog[i].Scale;
            }
        }

        ulong levels = _levels;
        for (int i = 0; i < _layout.Logic.Count; i++)
        {
            ReadOnlySpan<char> cell = _layout.Logic[i].At < row.ColCount ? row[_layout.Logic[i].At].Span.Trim() : [];
            char c = cell.Length > 0 ? cell[0] : '-';
            bool both = c == 'X' && _layout.Format == CaptureFormat.Ppk2Csv;
            levels =
                c == '0' ? levels & ~(1UL << i)
                : c == '1' || both ? levels | 1UL << i
                : levels;
        }

        if (levels != _levels && _anyLevel)
        {
            block.AddEdges(time, levels ^ _levels, levels);
        }
        else if (!_anyLevel)
        {
            block.LevelsAtBegin = levels;
        }

        _levels = levels;
        _anyLevel |= _layout.Logic.Count > 0;
        if (_layout.OnlyChanges)
        {
            _timeS = time;
        }
    }

    /// <summary>Seconds since the first row; rows without a time follow the one before.</summary>
    private double TimeOf(SepReader.Row row, double expected)
    {
        if (_layout.Time < 0 || (_layout.TimeOfBlock && row[_layout.Time].Span.IsWhiteSpace()))
        {
            return expected;
        }

        double time = Cell(row, _layout.Time) * _layout.TimeScale;
        if (double.IsNaN(time))
        {
            throw CaptureException.Bad(_path, $"row {_rows.Current.RowIndex + 1} has no time");
        }

        if (double.IsNaN(_originS))
        {
            _originS = time;
        }

        // Times are text of few digits: within half a sample of where the row is expected they say nothing more.
        double relative = time - _originS;
        if (relative < expected - ((_layout.OnlyChanges ? 0 : GapPeriods) * _periodS) && !_held)
        {
            throw CaptureException.Bad(
                _path,
                $"row {row.RowIndex + _layout.SkipLines + 1} is of an earlier time than the one before"
            );
        }

        return !_layout.OnlyChanges && Math.Abs(relative - expected) < (GapPeriods - 1) * _periodS && expected > 0
            ? expected
            : relative;
    }

    private double Cell(SepReader.Row row, int at)
    {
        if (at >= row.ColCount)
        {
            throw CaptureException.Bad(_path, $"row {row.RowIndex + _layout.SkipLines + 1} has {row.ColCount} cells");
        }

        ReadOnlySpan<char> text = row[at].Span.Trim();
        return text.IsEmpty || text is "NaN" or "nan" ? double.NaN
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw CaptureException.Bad(_path, $"row {row.RowIndex + _layout.SkipLines + 1}: `{text}` is not a number");
    }

    /// <summary>The usual time between two rows.</summary>
    private double Period()
    {
        double[] times =
        [
            .. File.ReadLines(_path)
                .Skip(_layout.SkipLines)
                .Where(l => l.Length > 0)
                .Take(RowsForRate)
                .Select(l => l.Split(_layout.Separator))
                .Where(c => c.Length > _layout.Time)
                .Select(c =>
                    double.TryParse(
                        c[_layout.Time].Trim('"', ' '),
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out double v
                    )
                        ? v * _layout.TimeScale
                        : double.NaN
                ),
        ];
        double[] steps = [.. times.Skip(1).Zip(times, (b, a) => b - a).Order()];
        double median = steps.Length > 0 ? steps[steps.Length / 2] : double.NaN;
        if (!(median > 0))
        {
            throw CaptureException.Bad(_path, "its times do not increase, or there are fewer than two rows");
        }

        // The mean of all steps that are no gaps is finer than one step of few digits.
        double[] usual = [.. steps.Where(s => s < GapPeriods * median)];
        return usual.Average();
    }
}
