// What all pages of one `nanocoop live` share: the newest state, the history, and who is listening.
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace NanoCoopNet.Cli.Live;

/// <summary>Keeps the state and tells every page of what changes. Thread safe.</summary>
internal sealed class LiveHub
{
    private const int MostHistory = 50,
        MeansOver = 20;

    /// <summary>Messages that a page may lag behind; a slower one misses the oldest.</summary>
    private const int MostWaiting = 256;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<ChannelWriter<byte[]>, byte> _pages = new();
    private readonly List<LiveResult> _history = [];
    private readonly Queue<LiveResult> _newest = new();
    private LiveState? _state;
    private long _count;

    /// <summary>How many pages are open.</summary>
    public int Pages => _pages.Count;

    /// <summary>A page begins to listen: it gets the state first. Give the channel back to <see cref="Leave"/>.</summary>
    public Channel<byte[]> Join()
    {
        Channel<byte[]> page = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        lock (_lock)
        {
            if (_state is { } state)
            {
                page.Writer.TryWrite(LiveJson.Of(Whole(state)));
            }

            _pages[page.Writer] = 0;
        }

        return page;
    }

    /// <summary>A page has gone.</summary>
    public void Leave(Channel<byte[]> page) => _pages.TryRemove(page.Writer, out _);

    /// <summary>Tells all pages the whole state.</summary>
    public void State(Func<LiveState?, LiveState> change)
    {
        lock (_lock)
        {
            _state = change(_state);
            Send(LiveJson.Of(Whole(_state)));
        }
    }

    /// <summary>The threshold that is in force now; said where it is another.</summary>
    public void Threshold(double value)
    {
        lock (_lock)
        {
            if (_state is { } state && state.Threshold != value)
            {
                _state = state with { Threshold = value };
                Send(LiveJson.Of(new LiveThreshold(value)));
            }
        }
    }

    /// <summary>Counts an inference, keeps it where it is a result, and tells all pages of it.</summary>
    /// <param name="counts">False: this inference was counted as a window already.</param>
    public LiveResult Add(LiveResult result, bool counts = true)
    {
        lock (_lock)
        {
            if (counts)
            {
                _count++;
                _newest.Enqueue(result);
                while (_newest.Count > MeansOver)
                {
                    _newest.Dequeue();
                }
            }

            LiveResult told = result with { Id = _count, Statistics = Statistics() };
            if (result.Type == "result")
            {
                _history.Insert(0, told with { Layers = [] });
                if (_history.Count > MostHistory)
                {
                    _history.RemoveAt(MostHistory);
                }
            }

            Send(LiveJson.Of(told));
            return told;
        }
    }

    /// <summary>Tells all pages something.</summary>
    public void Notice(string message, string hint) => Send(LiveJson.Of(new LiveNotice(message, hint)));

    /// <summary>Forgets history and means.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _history.Clear();
            _newest.Clear();
            _count = 0;
            if (_state is { } state)
            {
                Send(LiveJson.Of(Whole(state)));
            }
        }
    }

    private LiveState Whole(LiveState state) => state with { Statistics = Statistics(), History = [.. _history] };

    private LiveStatistics Statistics() =>
        new(
            _count,
            _newest.Count,
            Mean(r => r.Ms),
            Mean(r => r.Mj),
            _newest.Count == 0 ? null : _newest.Count(r => r.Mode != "light") / (double)_newest.Count
        );

    private double? Mean(Func<LiveResult, double?> value) =>
        _newest.Select(value).OfType<double>().ToArray() is { Length: > 0 } known ? known.Average() : null;

    private void Send(byte[] message)
    {
        foreach (ChannelWriter<byte[]> page in _pages.Keys)
        {
            page.TryWrite(message);
        }
    }
}
