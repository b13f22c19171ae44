// Joulescope files, version 2: current, voltage, power and general-purpose inputs, each a signal with its own chunks. The analog
// signals must have one rate;
// inputs may have another. Source: see JlsFile.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Captures;

/// <summary>Reads <c>.jls</c>.</summary>
internal sealed class JoulescopeReader : CaptureReader
{
    private static readonly byte[] Identification = [.. "jlsfmt\r\n \n \u001a  "u8, 0xb2, 0x1c];
    private readonly string _path;
    private readonly JlsFile _file;
    private readonly Cursor[] _analog,
        _logic;
    private readonly double _periodS,
        _originS;
    private readonly long _first,
        _end;
    private long _sample;
    private ulong _levels;

    /// <summary>A signal at a piece of it.</summary>
    private sealed class Cursor(JlsSignal signal)
    {
        public readonly List<JlsPiece> Pieces = [.. signal.Pieces.OrderBy(p => p.Sample)];

        public JlsSignal Signal { get; } = signal;

        public int At { get; set; }

        public byte[] Bytes { get; set; } = [];

        public long LoadedOffset { get; set; } = -1;

        public bool Level { get; set; }

        public double TimeOf(long sample) => sample / (double)Signal.RateHz;
    }

    public JoulescopeReader(string path)
    {
        _path = path;
        _file = new JlsFile(path);
        JlsSignal[] with = [.. _file.Signals.Values.Where(s => s.Pieces.Count > 0).OrderBy(s => s.Id)];
        uint rate = with.Where(s => s.IsAnalog).Select(s => s.RateHz).DefaultIfEmpty(0u).Max();
        _analog = [.. with.Where(s => s.IsAnalog && s.RateHz == rate).Select(s => new Cursor(s))];
        _logic = [.. with.Where(s => s.IsLogic).Select(s => new Cursor(s))];
        if (_analog.Length == 0 && _logic.Length == 0)
        {
            throw CaptureException.Bad(path, "it holds no samples of fixed rate");
        }

        if (with.Any(s => s.IsAnalog && s.RateHz != rate))
        {
            Warn("signals of a lower rate than the fastest are left out");
        }

        if (!_file.IsWhole)
        {
            Warn($"{path} was cut, or not closed by its writer; what is whole is used");
        }

        _periodS = rate > 0 ? 1.0 / rate : 0;
        Cursor[] all = [.. _analog, .. _logic];
        _first = _analog.Length > 0 ? _analog.Max(c => c.Pieces[0].Sample) : 0;
        _end = _analog.Length > 0 ? _analog.Min(c => c.Pieces[^1].Sample + c.Pieces[^1].Count) : 0;
        _originS = _analog.Length > 0 ? _analog[0].TimeOf(_first) : all.Min(c => c.TimeOf(c.Pieces[0].Sample));
        _sample = _first;
        double slowest = _logic.Select(c => 0.5 / c.Signal.RateHz).DefaultIfEmpty(_periodS / 2).Max();
        Info = new CaptureInfo(
            CaptureFormat.Joulescope,
            "Joulescope",
            [.. _analog.Select(c => new AnalogChannel(c.Signal.Name, UnitOf(c.Signal.Units)))],
            [.. _logic.Select(c => c.Signal.Name)],
            rate,
            slowest
        )
        {
            Comment = _file.Comment,
        };
    }

    /// <inheritdoc/>
    public override CaptureInfo Info { get; }

    /// <inheritdoc/>
    public override double Progress => _end == _first ? 1 : (double)(_sample - _first) / (_end - _first);

    public static bool Is(ReadOnlySpan<byte> head) => head.StartsWith(Identification);

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    protected override bool Fill(CaptureBlock block)
    {
        if (_analog.Length == 0)
        {
            return FillLogic(block);
        }

        if (_sample >= _end)
        {
            return false;
        }

        int count = (int)Math.Min(CaptureBlock.Capacity, _end - _sample);
        double begin = _analog[0].TimeOf(_sample) - _originS;
        block.Begin(begin, _periodS, _levels);
        for (int i = 0; i < _analog.Length; i++)
        {
            if (IsWanted(i))
            {
                Decode(_analog[i], block.Analog[i].AsSpan(0, count));
            }
        }

        block.End(count);
        AddEdges(block, block.EndS, isFirst: _sample == _first);
        _sample += count;
        return true;
    }

    private bool FillLogic(CaptureBlock block)
    {
        if (_sample != _first)
        {
            return false;
        }

        _sample++;
        block.Begin(0, 0, 0);
        AddEdges(block, double.PositiveInfinity, isFirst: true);
        block.EndS = _logic.Max(c => c.TimeOf(c.Pieces[^1].Sample + c.Pieces[^1].Count)) - _originS;
        return true;
    }

    /// <summary>Samples from <see cref="_sample"/> on; what no piece holds is NaN.</summary>
    private void Decode(Cursor c, Span<double> values)
    {
        values.Fill(double.NaN);
        while (c.At < c.Pieces.Count)
        {
            JlsPiece piece = c.Pieces[c.At];
            long skip = Math.Max(_sample - piece.Sample, 0),
                to = Math.Max(piece.Sample - _sample, 0);
            int count = (int)Math.Max(Math.Min(piece.Count - skip, values.Length - to), 0);
            if (count > 0)
            {
                Load(c, piece);
                ReadOnlySpan<byte> data = c.Bytes.AsSpan(JlsFile.PayloadHeaderBytes);
                if ((c.Signal.DataType & 0xFFFF) == JlsSignal.Float64)
                {
                    MemoryMarshal.Cast<byte, double>(data).Slice((int)skip, count).CopyTo(values[(int)to..]);
                }
                else
                {
                    ReadOnlySpan<float> floats = MemoryMarshal.Cast<byte, float>(data).Slice((int)skip, count);
                    for (int i = 0; i < count; i++)
                    {
                        values[(int)to + i] = floats[i];
                    }
                }
            }

            if (piece.Sample + piece.Count > _sample + values.Length)
            {
                return;
            }

            c.At++;
        }
    }

    private void AddEdges(CaptureBlock block, double untilS, bool isFirst)
    {
        for (int channel = 0; channel < _logic.Length; channel++)
        {
            ScanLevels(block, _logic[channel], channel, untilS, isFirst);
        }

        block.Edges.Sort((a, b) => a.TimeS.CompareTo(b.TimeS));
        _levels = _logic.Select((c, i) => c.Level ? 1UL << i : 0).Aggregate(0UL, (a, b) => a | b);
    }

    private readonly Dictionary<Cursor, long> _logicDone = [];

    private void ScanLevels(CaptureBlock block, Cursor c, int channel, double untilS, bool isFirst)
    {
        long begin = _logicDone.GetValueOrDefault(c, c.Pieces[0].Sample);
        long end = double.IsInfinity(untilS) ? long.MaxValue : (long)Math.Ceiling((untilS + _originS) * c.Signal.RateHz);
        for (; c.At < c.Pieces.Count; c.At++)
        {
            JlsPiece piece = c.Pieces[c.At];
            long from = Math.Max(begin, piece.Sample),
                to = Math.Min(end, piece.Sample + piece.Count);
            bool constant = piece.Offset == 0;
            if (from < to)
            {
                Load(c, piece);
            }

            for (long k = from; k < to; k = constant ? to : k + 1)
            {
                long bit = k - piece.Sample;
                bool level = constant
                    ? piece.Constant > 0.5f
                    : (c.Bytes[JlsFile.PayloadHeaderBytes + (bit >> 3)] >> (int)(bit & 7) & 1) != 0;
                double time = c.TimeOf(k) - _originS;
                if (level != c.Level)
                {
                    if (isFirst && time <= block.BeginS)
                    {
                        block.LevelsAtBegin ^= 1UL << channel;
                    }
                    else
                    {
                        block.Edges.Add(new LogicEdge(time, channel, level));
                    }

                    c.Level = level;
                }
            }

            begin = Math.Max(begin, to);
            if (piece.Sample + piece.Count > end)
            {
                break;
            }
        }

        _logicDone[c] = begin;
    }

    private void Load(Cursor c, JlsPiece piece)
    {
        if (piece.Offset != 0 && c.LoadedOffset != piece.Offset)
        {
            c.Bytes = _file.Payload(
                _file.HeaderAt(piece.Offset) ?? throw CaptureException.Bad(_path, $"the chunk at {piece.Offset} is damaged")
            );
            c.LoadedOffset = piece.Offset;
        }
    }

    private static CaptureUnit UnitOf(string units) =>
        units switch
        {
            "A" => CaptureUnit.Ampere,
            "V" => CaptureUnit.Volt,
            "W" => CaptureUnit.Watt,
            _ => CaptureUnit.Unknown,
        };
}
