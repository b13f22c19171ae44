// The one thread that talks with the board of `nanocoop live`: work comes in a queue, and a board that goes away is waited for.
using System.Collections.Concurrent;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Live;

/// <summary>Owns the board.</summary>
/// <param name="open">Opens it, and finds the file of its model.</param>
/// <param name="hub">Who is told.</param>
/// <param name="state">What a page begins with, of an open board.</param>
internal sealed class LiveBoard(
    Func<CancellationToken, LiveSession> open,
    LiveHub hub,
    Func<LiveSession, LiveState> state,
    CancellationToken cancel
) : IDisposable
{
    private const int IdleMs = 1000,
        RetryMs = 500,
        MostWaiting = 64;

    private readonly BlockingCollection<Job> _jobs = new(MostWaiting);
    private Thread? _thread;

    private sealed record Job(Action<LiveSession> Work, Action<Exception> Failed);

    /// <summary>Opens the board; what goes wrong now ends the command.</summary>
    public void Start()
    {
        LiveSession first = open(cancel);
        try
        {
            hub.State(_ => state(first));
        }
        catch
        {
            first.Dispose();
            throw;
        }

        _thread = new Thread(() => Run(first)) { IsBackground = true, Name = "live board" };
        _thread.Start();
    }

    /// <summary>Runs work on the board's thread.</summary>
    /// <exception cref="NanoCoopException">Of the work; BoardSilent: the board is not there, or has too much to do.</exception>
    public Task<T> Do<T>(Func<LiveSession, T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Job job = new(session => done.TrySetResult(work(session)), e => done.TrySetException(e));
        if (!_jobs.TryAdd(job))
        {
            job.Failed(new CliException(ExitCode.BoardSilent, "the board is busy", "send fewer samples at a time"));
        }

        return done.Task;
    }

    public void Dispose()
    {
        _thread?.Join();
        _jobs.Dispose();
    }

    private void Run(LiveSession? session)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (session is null)
                {
                    LiveSession again = session = open(cancel);
                    hub.State(_ => state(again));
                }

                Serve(session);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (NanoCoopException e)
            {
                hub.State(s => s! with { Problem = e.Message, Hint = e.Hint });
            }

            session?.Dispose();
            session = null;
            Refuse();
        }

        session?.Dispose();
    }

    /// <summary>Works until the board goes away (an exception) or holds another model.</summary>
    private void Serve(LiveSession session)
    {
        while (true)
        {
            if (!_jobs.TryTake(out Job? job, IdleMs, cancel))
            {
                if (!session.Refresh())
                {
                    return;
                }

                hub.Threshold(session.Threshold);
                continue;
            }

            try
            {
                job.Work(session);
            }
            catch (Exception e)
            {
                job.Failed(e);
                if (e is OperationCanceledException or LinkException and not BoardErrorException)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Without a board what waits is refused, and so is what comes before the next try.</summary>
    private void Refuse()
    {
        long end = Environment.TickCount64 + RetryMs;
        for (int left = RetryMs; left > 0 && !cancel.IsCancellationRequested; left = (int)(end - Environment.TickCount64))
        {
            if (_jobs.TryTake(out Job? job, Math.Max(0, left)))
            {
                job.Failed(
                    new CliException(ExitCode.BoardSilent, "there is no board", "plug it in; this page goes on by itself")
                );
            }
        }
    }
}
