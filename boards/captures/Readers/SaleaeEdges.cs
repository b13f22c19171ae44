// The digital files of a Saleae export merged in order of time. Chunks of version 1 may leave gaps, in which levels are held.
namespace NanoCoopNet.Captures;

/// <summary>Edges of all digital channels.</summary>
internal sealed class SaleaeEdges : IDisposable
{
    private const double DefaultRateHz = 500e6;
    private readonly List<Channel> _channels;

    /// <summary>One file at its next edge.</summary>
    private sealed class Channel
    {
        private readonly SaleaeFile _file;
        private readonly int _version;
        private long _chunks,
            _left;
        private bool _next;

        public Channel(SaleaeFile file, int version)
        {
            (_file, _version) = (file, version);
            _chunks = version == 0 ? 1 : file.Count();
            if (BeginChunk())
            {
                Level = _next;
                Advance();
            }
            else
            {
                NextS = double.PositiveInfinity;
            }
        }

        public SaleaeFile File => _file;

        public bool Level { get; private set; }

        /// <summary>Time of the next edge; infinite: none.</summary>
        public double NextS { get; private set; }

        public double BeginS { get; private set; } = double.PositiveInfinity;

        public double EndS { get; private set; }

        public double RateHz { get; private set; }

        /// <summary>Takes the next edge.</summary>
        public void Take()
        {
            Level = _next;
            Advance();
        }

        private bool BeginChunk()
        {
            if (_chunks == 0)
            {
                return false;
            }

            _chunks--;
            _next = _file.U32() != 0;
            double rate = _version == 0 ? DefaultRateHz : _file.F64();
            RateHz = RateHz == 0 ? rate : Math.Min(RateHz, rate);
            double begin = _file.F64();
            BeginS = Math.Min(BeginS, begin);
            EndS = _file.F64();
            _left = _file.Count(sizeof(double));
            NextS = begin;
            return true;
        }

        private void Advance()
        {
            while (true)
            {
                if (_left > 0)
                {
                    _left--;
                    NextS = _file.F64();
                    _next = !Level;
                    return;
                }

                if (!BeginChunk())
                {
                    NextS = double.PositiveInfinity;
                    return;
                }

                if (_next != Level)
                {
                    return; // the level changed within the gap: seen where the chunk begins
                }
            }
        }
    }

    public SaleaeEdges(IEnumerable<(string Name, SaleaeFile File, int Version)> files)
    {
        _channels = [.. files.Select(f => new Channel(f.File, f.Version))];
        double rate = _channels.Count == 0 ? 0 : _channels.Min(c => c.RateHz);
        UncertaintyS = rate > 0 ? 0.5 / rate : 0;
    }

    /// <summary>Levels before the next edge.</summary>
    public ulong Levels => _channels.Select((c, i) => c.Level ? 1UL << i : 0).Aggregate(0UL, (a, b) => a | b);

    public double UncertaintyS { get; }

    public double Progress => _channels.Count == 0 ? 1 : _channels.Min(c => c.File.Progress);

    /// <summary>Adds the edges before a time.</summary>
    /// <param name="first">Edges before the begin of the block are its levels instead.</param>
    public void AddUntil(CaptureBlock block, double untilS, bool first)
    {
        for (int channel = Next(); channel >= 0 && _channels[channel].NextS < untilS; channel = Next())
        {
            double time = _channels[channel].NextS;
            _channels[channel].Take();
            if (first && time < block.BeginS)
            {
                block.LevelsAtBegin = Levels;
            }
            else
            {
                block.Edges.Add(new LogicEdge(Math.Max(time, block.BeginS), channel, _channels[channel].Level));
            }
        }
    }

    /// <summary>A block of edges without samples.</summary>
    public bool FillAlone(CaptureBlock block, double lengthS)
    {
        int next = Next();
        if (next < 0)
        {
            return false;
        }

        block.Begin(
            double.IsInfinity(lengthS) ? _channels[next].NextS : Math.Min(_channels.Min(c => c.BeginS), _channels[next].NextS),
            0,
            Levels
        );
        AddUntil(block, _channels[next].NextS + lengthS, first: false);
        block.EndS = Math.Max(block.Edges[^1].TimeS, Next() < 0 ? _channels.Max(c => c.EndS) : 0);
        return true;
    }

    public void Dispose() => _channels.ForEach(c => c.File.Dispose());

    private int Next()
    {
        int best = -1;
        for (int i = 0; i < _channels.Count; i++)
        {
            if (!double.IsInfinity(_channels[i].NextS) && (best < 0 || _channels[i].NextS < _channels[best].NextS))
            {
                best = i;
            }
        }

        return best;
    }
}
