// The marker pins' levels and edges, and the waveform file where one is wanted.
using System.Diagnostics;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Takes every write of a marker pin.</summary>
public sealed class MarkerPins : IDisposable
{
    private readonly ModelledTime? _time;
    private readonly VcdWriter? _waveform;
    private readonly VirtualInstrument? _instrument;
    private readonly Dictionary<int, long> _edges = [];
    private readonly HashSet<int> _high = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();

    /// <param name="time">Of an emulated core; null: the PC's clock.</param>
    public MarkerPins(BoardDescription board, ModelledTime? time, string? vcdFile, CaptureModel? capture = null)
    {
        _time = time;
        string source = time is null ? "times of the PC, not of the board" : $"times are {BoardClock.Method}";
        _instrument = capture is null ? null : new VirtualInstrument(capture, board, time is not null, source);
        if (vcdFile is not null)
        {
            _waveform = new VcdWriter(Create(vcdFile), board.Markers, $"virtual {board.Name}; {source}");
        }
    }

    /// <summary>Edges of a pin since the start, both directions.</summary>
    public long EdgesOf(int pin)
    {
        lock (_gate)
        {
            return _edges.GetValueOrDefault(pin);
        }
    }

    /// <summary>A write now, on the PC's clock.</summary>
    internal void Write(int pin, bool level) => Write(pin, level, ClockNs);

    /// <summary>The board was reset: all pins are low.</summary>
    internal void Reset()
    {
        foreach (int pin in _high.ToArray())
        {
            Write(pin, false, _time?.Ns ?? ClockNs);
        }
    }

    public void Dispose()
    {
        _waveform?.Dispose();
        _instrument?.Dispose();
    }

    private long ClockNs => (long)_clock.Elapsed.TotalNanoseconds;

    /// <summary>A write at a time of the emulated core.</summary>
    internal void Write(int pin, bool level, long timeNs)
    {
        lock (_gate)
        {
            if (level ? _high.Add(pin) : _high.Remove(pin))
            {
                _edges[pin] = _edges.GetValueOrDefault(pin) + 1;
            }

            _waveform?.Write(pin, level, timeNs);
            _instrument?.Edge(pin, level, timeNs);
        }
    }

    private static StreamWriter Create(string file)
    {
        try
        {
            return new StreamWriter(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VirtualBoardException(
                ExitCode.FileNotWritable,
                "vcdFailed",
                $"cannot write {file}: {e.Message}",
                "name a file in a folder you may write to",
                e
            );
        }
    }
}
