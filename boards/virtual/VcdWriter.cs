// Marker pins as a Value Change Dump (IEEE 1364, section 18), which GTKWave and PulseView open. VIRTUAL-BOARD.md, "The waveform".
using System.Globalization;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Writes edges of single-bit wires with times in nanoseconds.</summary>
public sealed class VcdWriter : IDisposable
{
    private const char FirstCode = '!';
    private readonly TextWriter _text;
    private readonly List<int> _pins;
    private readonly bool[] _levels;
    private readonly long[] _lastEdgeNs;
    private long _timeNs;

    /// <param name="comment">Where times come from.</param>
    public VcdWriter(TextWriter text, IReadOnlyList<PinDescription> pins, string comment)
    {
        _text = text;
        _text.NewLine = "\n";
        _pins = [.. pins.Select(p => p.Number)];
        _levels = new bool[pins.Count];
        _lastEdgeNs = Enumerable.Repeat(-1L, pins.Count).ToArray();
        _text.WriteLine($"$comment {comment} $end");
        _text.WriteLine("$timescale 1 ns $end");
        _text.WriteLine("$scope module markers $end");
        for (int i = 0; i < pins.Count; i++)
        {
            _text.WriteLine($"$var wire 1 {Code(i)} {pins[i].Name} $end");
        }

        _text.WriteLine("$upscope $end");
        _text.WriteLine("$enddefinitions $end");
        _text.WriteLine("#0");
        _text.WriteLine("$dumpvars");
        for (int i = 0; i < pins.Count; i++)
        {
            _text.WriteLine($"0{Code(i)}");
        }

        _text.WriteLine("$end");
        _text.Flush();
    }

    /// <summary>Edges written so far.</summary>
    public long Edges { get; private set; }

    /// <summary>Writes a level; one the wire has already, or a pin that is not listed, is nothing.</summary>
    /// <param name="timeNs">Not before that of the call before; if it is, that one's is taken.</param>
    public void Write(int pin, bool level, long timeNs)
    {
        int i = _pins.IndexOf(pin);
        if (i < 0 || _levels[i] == level)
        {
            return;
        }

        long at = Math.Max(Math.Max(timeNs, _timeNs), _lastEdgeNs[i] + 1);
        if (at > _timeNs)
        {
            _text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"#{at}"));
        }

        _text.WriteLine($"{(level ? '1' : '0')}{Code(i)}");
        _timeNs = at;
        _lastEdgeNs[i] = at;
        _levels[i] = level;
        Edges++;
        if (!level)
        {
            _text.Flush();
        }
    }

    public void Dispose() => _text.Dispose();

    private static char Code(int i) => (char)(FirstCode + i);
}
