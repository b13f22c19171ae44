// Request and reply over a lossy line: sequence numbers, time limits, repeats with the same sequence number.
using System.Diagnostics;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>The protocol's request layer. One request at a time, but for <see cref="Post"/>.</summary>
public sealed class BoardChannel : IDisposable
{
    private const int PollMs = 50;

    /// <summary>A line that never falls silent is listened to no longer than this beyond the silence wanted.</summary>
    private const int DrainLimitMs = 3000;

    private readonly byte[] _rx = new byte[4096];
    private readonly Stopwatch _sinceRx = Stopwatch.StartNew();
    private byte _sequence;
    private CancellationToken _cancel;

    /// <param name="transport">Owned from now on.</param>
    /// <param name="firstSequence">Start of the sequence; random by default, so that a new program's requests are not taken for
    /// repeats.</param>
    /// <param name="cancel">Ends every wait with <see cref="OperationCanceledException"/>; the board is told by Ctrl+C.</param>
    public BoardChannel(IByteTransport transport, byte? firstSequence = null, CancellationToken cancel = default)
    {
        Transport = transport;
        _sequence = firstSequence ?? (byte)Random.Shared.Next(256);
        _cancel = cancel;
    }

    /// <summary>The bytes under it.</summary>
    public IByteTransport Transport { get; }

    /// <summary>What has been received.</summary>
    public LinkReader Reader { get; } = new();

    /// <summary>Requests sent, repeats not counted.</summary>
    public int Requests { get; private set; }

    /// <summary>Requests sent again because no reply came.</summary>
    public int Repeats { get; private set; }

    /// <summary>From now on nothing is cancelled: for what leaves the board in order after Ctrl+C.</summary>
    public void IgnoreCancel() => _cancel = CancellationToken.None;

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <param name="what">The request as a person would name it, for messages.</param>
    /// <param name="type">Request type.</param>
    /// <param name="payload">Request payload.</param>
    /// <param name="timeoutMs">Wait for each try.</param>
    /// <param name="tries">How often it is sent in all.</param>
    /// <returns>The reply's payload.</returns>
    /// <exception cref="BoardErrorException">The board answered with an error.</exception>
    /// <exception cref="LinkException">BoardSilent, PortVanished.</exception>
    public byte[] Request(string what, byte type, ReadOnlySpan<byte> payload, int timeoutMs = 1000, int tries = 4)
    {
        byte sequence = NextSequence();
        byte[] wire = FrameCodec.Encode(type, sequence, payload);
        for (int attempt = 0; attempt < tries; attempt++)
        {
            ThrowIfCancelled();
            Repeats += attempt > 0 ? 1 : 0;
            Transport.Write(wire);
            Frame? reply = WaitFor(f => IsReply(f, type, sequence) || IsBadFrame(f), timeoutMs);
            if (reply is null)
            {
                continue;
            }

            if (reply.Type != RequestType.Error)
            {
                return reply.Payload;
            }

            if (!IsBadFrame(reply) || attempt == tries - 1)
            {
                throw BoardErrorException.Parse(what, reply.Payload);
            }
        }

        throw Silent(what);
    }

    /// <summary>Sends a request without waiting; returns its sequence number.</summary>
    public byte Post(byte type, ReadOnlySpan<byte> payload)
    {
        byte sequence = NextSequence();
        Transport.Write(FrameCodec.Encode(type, sequence, payload));
        return sequence;
    }

    /// <summary>Waits for a frame that fits; others are dropped (late replies to repeats).</summary>
    /// <returns>The frame, or null when the time passed.</returns>
    public Frame? WaitFor(Predicate<Frame> fits, int timeoutMs)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            while (Reader.Frames.TryDequeue(out Frame? frame))
            {
                if (fits(frame))
                {
                    return frame;
                }
            }

            int left = timeoutMs - (int)clock.ElapsedMilliseconds;
            if (left <= 0)
            {
                return null;
            }

            ThrowIfCancelled();
            Receive(Math.Min(left, PollMs));
        }
    }

    /// <summary>Drops what arrives until the line was quiet for a while; gives up on one that never is.</summary>
    public void Drain(int quietMs)
    {
        Stopwatch quiet = Stopwatch.StartNew(),
            all = Stopwatch.StartNew();
        while (quiet.ElapsedMilliseconds < quietMs && all.ElapsedMilliseconds < quietMs + DrainLimitMs)
        {
            ThrowIfCancelled();
            if (Receive(Math.Clamp(quietMs - (int)quiet.ElapsedMilliseconds, 1, PollMs)) > 0)
            {
                quiet.Restart();
            }
        }

        Reader.Frames.Clear();
        Reader.TakeText();
    }

    /// <summary>The error for a board that does not answer.</summary>
    public LinkException Silent(string what) =>
        new(
            ExitCode.BoardSilent,
            $"no answer to {what} on {Transport.Name}",
            "is the firmware running, are RX and TX crossed, is it the application's port (`nanocoop ports`) and not the "
                + "ST-LINK's? `nanocoop doctor --port` listens to it"
        );

    /// <inheritdoc/>
    public void Dispose() => Transport.Dispose();

    /// <summary>True for the error that a broken frame gets. Its sequence number is 0 whatever the broken frame's was.</summary>
    public static bool IsBadFrame(Frame frame) =>
        frame.Type == RequestType.Error
        && frame.Sequence == 0
        && frame.Payload.Length > 0
        && frame.Payload[0] == (byte)ErrorCode.BadFrame;

    /// <summary>True for a reply, or an error, to a request of that type and sequence number.</summary>
    public static bool IsReply(Frame frame, byte type, byte sequence) =>
        frame.Sequence == sequence
        && (frame.Type == (type | RequestType.ReplyBit) || (frame.Type == RequestType.Error && !IsBadFrame(frame)));

    // A board that runs for long stops between two layers when it sees the byte; an idle one drops it.
    private void ThrowIfCancelled()
    {
        if (!_cancel.IsCancellationRequested)
        {
            return;
        }

        try
        {
            Transport.Write([Protocol.Interrupt]);
        }
        catch (LinkException)
        {
            // the port is gone, and so is whatever ran
        }

        _cancel.ThrowIfCancellationRequested();
    }

    private byte NextSequence()
    {
        Requests++;
        return _sequence++;
    }

    private int Receive(int timeoutMs)
    {
        int count = Transport.Read(_rx, timeoutMs);
        if (count > 0)
        {
            _sinceRx.Restart();
            Reader.Feed(_rx.AsSpan(0, count));
        }
        else if (Reader.InFrame && _sinceRx.ElapsedMilliseconds > Protocol.OpenFrameTimeoutMs)
        {
            Reader.Abandon();
        }

        return count;
    }
}
