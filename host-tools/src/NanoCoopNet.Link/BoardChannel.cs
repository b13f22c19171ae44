// Request and reply over a lossy line: sequence numbers, time limits, repeats with the same sequence number.
using System.Diagnostics;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>The protocol's request layer. One request at a time, but for <see cref="Post"/>.</summary>
public sealed class BoardChannel : IDisposable
{
    private const int PollMs = 50;
    private readonly byte[] _rx = new byte[4096];
    private readonly Stopwatch _sinceRx = Stopwatch.StartNew();
    private byte _sequence;

    /// <param name="transport">Owned from now on.</param>
    /// <param name="firstSequence">Start of the sequence; random by default, so that a new program's requests are not taken for
    /// repeats.</param>
    public BoardChannel(IByteTransport transport, byte? firstSequence = null)
    {
        Transport = transport;
        _sequence = firstSequence ?? (byte)Random.Shared.Next(256);
    }

    /// <summary>The bytes under it.</summary>
    public IByteTransport Transport { get; }

    /// <summary>What has been received.</summary>
    public LinkReader Reader { get; } = new();

    /// <summary>Requests sent again because no reply came.</summary>
    public int Repeats { get; private set; }

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
        byte sequence = _sequence++;
        byte[] wire = FrameCodec.Encode(type, sequence, payload);
        for (int attempt = 0; attempt < tries; attempt++)
        {
            Repeats += attempt > 0 ? 1 : 0;
            Transport.Write(wire);
            Frame? reply = WaitFor(f => (f.Sequence == sequence && IsReply(f, type)) || IsBadFrame(f), timeoutMs);
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
        byte sequence = _sequence++;
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

            Receive(Math.Min(left, PollMs));
        }
    }

    /// <summary>Drops what arrives until the line was quiet for a while.</summary>
    public void Drain(int quietMs)
    {
        Stopwatch quiet = Stopwatch.StartNew();
        while (quiet.ElapsedMilliseconds < quietMs)
        {
            if (Receive(Math.Max(1, quietMs - (int)quiet.ElapsedMilliseconds)) > 0)
            {
                quiet.Restart();
            }
        }

        Reader.Frames.Clear();
    }

    /// <summary>The error for a board that does not answer.</summary>
    public LinkException Silent(string what) => new(ExitCode.BoardSilent, $"no answer to {what} on {Transport.Name}",
        "is the firmware running, are RX and TX crossed, is it the application's port (`nanocoop ports`) and not the ST-LINK's? `nanocoop doctor --port` listens to it");

    /// <inheritdoc/>
    public void Dispose() => Transport.Dispose();

    /// <summary>True for the error that a broken frame gets, which carries no sequence number.</summary>
    public static bool IsBadFrame(Frame frame) =>
        frame.Type == RequestType.Error && frame.Payload.Length > 0 && frame.Payload[0] == (byte)ErrorCode.BadFrame;

    private static bool IsReply(Frame frame, byte type) => frame.Type == (type | RequestType.ReplyBit)
        || frame.Type == RequestType.Error;

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
