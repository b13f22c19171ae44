// One pass over a capture: the energy since its begin as a function of time, at every edge of the markers and at times that are
// asked for. The energy of any
// part is the difference of two of these, so a sample that straddles an edge is split by time.
namespace NanoCoopNet.Captures;

/// <summary>An edge, or a time asked for, with what had been measured by then.</summary>
/// <param name="Slot">Marker: index in the channels given; −1: a time asked for.</param>
/// <param name="EnergyJ">Joules since the begin.</param>
/// <param name="MissingS">Seconds since the begin in which nothing was measured.</param>
public readonly record struct TraceMark(double TimeS, int Slot, bool Level, double EnergyJ, double MissingS);

/// <summary>What a pass found.</summary>
/// <param name="Marks">In order of time.</param>
/// <param name="LevelsAtBegin">Levels of the markers before their first edge; marker i is bit i.</param>
/// <param name="EndS">End of the capture.</param>
public sealed record CaptureTrace(
    IReadOnlyList<TraceMark> Marks,
    ulong LevelsAtBegin,
    double BeginS,
    double EndS,
    double EnergyJ,
    double MissingS,
    long Samples
)
{
    /// <summary>Mean power over all that was measured.</summary>
    public double MeanW => EnergyJ / Math.Max(EndS - BeginS - MissingS, double.Epsilon);
}

/// <summary>Passes over captures.</summary>
public static class CaptureScan
{
    /// <summary>More edges than a run of any length has: the input floats.</summary>
    private const int MostMarks = 20_000_000;

    /// <summary>Reads a capture to its end.</summary>
    /// <param name="reader">At its begin.</param>
    /// <param name="power">Its power, or null: edges alone.</param>
    /// <param name="markers">Logic channels to note the edges of.</param>
    /// <param name="times">Other times to note, rising.</param>
    /// <param name="progress">Gets 0 … 1.</param>
    /// <param name="each">Gets every block with its power (empty where there is none), or null.</param>
    /// <exception cref="CaptureException">What the reader refuses; floatingMarker.</exception>
    public static CaptureTrace Run(
        CaptureReader reader,
        PowerSource? power,
        IReadOnlyList<int> markers,
        IReadOnlyList<double>? times = null,
        Action<double>? progress = null,
        Action<CaptureBlock, double[]>? each = null,
        CancellationToken cancel = default
    )
    {
        reader.Want(power?.Channels ?? []);
        int[] slotOf =
        [
            .. Enumerable
                .Range(0, reader.Info.Logic.Count)
                .Select(c => markers.TakeWhile(m => m != c).Count() is var s && s < markers.Count ? s : -1),
        ];
        CaptureBlock block = new();
        double[] watts = power is null ? [] : new double[CaptureBlock.Capacity];
        List<TraceMark> marks = [];
        Integral integral = new();
        ulong atBegin = 0;
        double begin = 0,
            end = 0;
        long samples = 0;
        int asked = 0;
        for (bool first = true; reader.Next(block); first = false)
        {
            cancel.ThrowIfCancellationRequested();
            if (first)
            {
                begin = block.BeginS;
                atBegin = markers.Select((m, slot) => (block.LevelsAtBegin >> m & 1) << slot).Aggregate(0UL, (a, b) => a | b);
            }

            power?.Compute(block, watts);
            integral.Begin(block, watts, first);
            foreach (LogicEdge edge in block.Edges)
            {
                if (slotOf[edge.Channel] is var slot and >= 0)
                {
                    AskUntil(edge.TimeS);
                    marks.Add(integral.At(edge.TimeS, slot, edge.Level));
                }
            }

            AskUntil(block.EndS);
            integral.End();
            if (marks.Count > MostMarks)
            {
                throw new CaptureException(
                    "floatingMarker",
                    $"a marker changes more than {MostMarks} times",
                    "check that its wire is connected and that both boards share ground"
                );
            }

            each?.Invoke(block, watts);
            end = Math.Max(end, block.EndS);
            samples += block.Count;
            progress?.Invoke(reader.Progress);
        }

        while (times is not null && asked < times.Count)
        {
            marks.Add(integral.After(times[asked++]));
        }

        return new CaptureTrace(marks, atBegin, begin, end, integral.EnergyJ, integral.MissingS, samples);

        void AskUntil(double until)
        {
            while (times is not null && asked < times.Count && times[asked] <= until)
            {
                marks.Add(integral.At(times[asked++], -1, false));
            }
        }
    }

    /// <summary>Energy and missing time since the begin, walked forward through a block.</summary>
    private sealed class Integral
    {
        private CaptureBlock _block = new();
        private double[] _watts = [];
        private int _next;

        public double EnergyJ { get; private set; }

        public double MissingS { get; private set; }

        private double EndS { get; set; }

        public void Begin(CaptureBlock block, double[] watts, bool first)
        {
            if (!first && block.BeginS > EndS + (block.PeriodS / 2))
            {
                MissingS += block.BeginS - EndS;
            }

            (_block, _watts, _next) = (block, watts, 0);
        }

        /// <summary>At a time within the block.</summary>
        public TraceMark At(double timeS, int slot, bool level)
        {
            if (_watts.Length == 0 || _block.Count == 0)
            {
                return new TraceMark(
                    timeS,
                    slot,
                    level,
                    EnergyJ,
                    MissingS + (_watts.Length == 0 ? 0 : Math.Max(timeS - EndS, 0))
                );
            }

            double place = (timeS - _block.BeginS) / _block.PeriodS;
            Walk((int)Math.Clamp(Math.Floor(place), 0, _block.Count));
            if (place <= 0)
            {
                return new TraceMark(timeS, slot, level, EnergyJ, MissingS);
            }

            double part = _next < _block.Count ? (place - _next) * _block.PeriodS : 0,
                w = _next < _block.Count ? _watts[_next] : 0;
            return double.IsNaN(w)
                ? new TraceMark(timeS, slot, level, EnergyJ, MissingS + part)
                : new TraceMark(timeS, slot, level, EnergyJ + (w * part), MissingS);
        }

        /// <summary>After the end of the capture nothing is measured.</summary>
        public TraceMark After(double timeS) => new(timeS, -1, false, EnergyJ, MissingS + Math.Max(timeS - EndS, 0));

        public void End()
        {
            if (_watts.Length > 0)
            {
                Walk(_block.Count);
            }

            EndS = Math.Max(EndS, _block.EndS);
        }

        private void Walk(int to)
        {
            double sum = 0;
            int missing = 0;
            for (int i = _next; i < to; i++)
            {
                double w = _watts[i];
                if (double.IsNaN(w))
                {
                    missing++;
                }
                else
                {
                    sum += w;
                }
            }

            EnergyJ += sum * _block.PeriodS;
            MissingS += missing * _block.PeriodS;
            _next = Math.Max(_next, to);
        }
    }
}
