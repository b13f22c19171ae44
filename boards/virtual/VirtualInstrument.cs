// Turns marker edges into the samples of an instrument: the mean power of each sample's time, noise on it, levels as they are in
// its middle.
using NanoCoopNet.Captures;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Records power and markers.</summary>
internal sealed class VirtualInstrument : IDisposable
{
    /// <summary>Idle before the first inference.</summary>
    private const double MarginS = 0.3;

    /// <summary>Idle after the last one: a RocketLogger drops a last block that is not whole, of a second.</summary>
    private const double LastMarginS = 1.1;

    private const ulong Light = 1,
        Full = 2;
    private readonly CaptureModel _model;
    private readonly List<int> _pins;
    private readonly ICaptureWriter _writer;
    private readonly Random _noise;
    private readonly bool _insertsGaps;
    private readonly double _clock;
    private ulong _levels,
        _levelsInMiddle,
        _lastFell;
    private double _insertedS,
        _cursorS,
        _sampleJ;
    private long _samples;

    /// <param name="insertsGaps">Times are of the emulated core: nothing lies between two inferences there.</param>
    /// <param name="source">Where times come from.</param>
    public VirtualInstrument(CaptureModel model, BoardDescription board, bool insertsGaps, string source)
    {
        _model = model;
        _pins = [.. board.Markers.Select(m => m.Number)];
        _insertsGaps = insertsGaps;
        _clock = 1 + (1e-6 * model.DriftPpm);
        _noise = new Random(model.Seed);
        string powers = FormattableString.Invariant($"{model.BnnMw} mW BNN, {model.Int8Mw} mW INT8, {model.IdleMw} mW idle");
        string comment = FormattableString.Invariant($"model: virtual {board.Name}, {powers}, noise {model.Noise}; {source}");
        _writer = CaptureWriters.Create(model.File, new CaptureHead(model.Rate, comment, [.. board.Markers.Select(m => m.Name)]));
        _insertedS = MarginS;
        Advance(MarginS, model.IdleMw);
    }

    /// <summary>A marker changed.</summary>
    /// <param name="timeNs">Not before that of the call before.</param>
    public void Edge(int pin, bool level, long timeNs)
    {
        int marker = _pins.IndexOf(pin);
        if (marker < 0)
        {
            return;
        }

        ulong bit = 1UL << marker;
        Advance((timeNs * 1e-9) + _insertedS, Power());
        bool begins = level && (bit == Light || (bit == Full && _lastFell == Full)) && (_levels & (Light | Full)) == 0;
        if (begins && _insertsGaps && _lastFell != 0)
        {
            _insertedS += _model.GapMs / 1e3;
            _lastFell = 0;
            Advance((timeNs * 1e-9) + _insertedS, _model.IdleMw);
        }

        _levels = level ? _levels | bit : _levels & ~bit;
        _lastFell = !level && bit is Light or Full ? bit : _lastFell;
    }

    public void Dispose()
    {
        Advance((_cursorS / _clock) + LastMarginS, _model.IdleMw);
        _writer.Dispose();
    }

    /// <summary>
    /// On the emulated core the time after a marker fell is the decision, since idle is inserted; on the PC it is idle.
    /// </summary>
    private double Power() =>
        (_levels & Full) != 0 ? _model.Int8Mw
        : (_levels & Light) != 0 || (_insertsGaps && _lastFell == Light) ? _model.BnnMw
        : _model.IdleMw;

    /// <summary>Writes the samples up to a time of the board.</summary>
    private void Advance(double boardS, double milliwatts)
    {
        double until = boardS * _clock,
            period = _writer.PeriodS,
            watts = milliwatts / 1e3;
        while (_cursorS < until)
        {
            double end = (_samples + 1) * period,
                middle = end - (period / 2),
                stop = Math.Min(end, until);
            if (_cursorS <= middle && middle < stop)
            {
                _levelsInMiddle = _levels;
            }

            _sampleJ += watts * (stop - _cursorS);
            _cursorS = stop;
            if (stop == end)
            {
                double mean = _sampleJ / period * (1 + (_model.Noise * Gauss()));
                _writer.Write(mean / _model.Volts, _model.Volts, _levelsInMiddle);
                (_sampleJ, _samples) = (0, _samples + 1);
            }
        }
    }

    private double Gauss() =>
        _model.Noise == 0 ? 0 : Math.Sqrt(-2 * Math.Log(1 - _noise.NextDouble())) * Math.Cos(2 * Math.PI * _noise.NextDouble());
}
