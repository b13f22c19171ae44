// Uploading a model: erase, windows of credit, resume, commit (firmware/PROTOCOL.md, "Push with credit").
using System.Buffers.Binary;
using System.Diagnostics;
using NanoCoopNet.Device;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Link;

/// <summary>Where a push stands.</summary>
/// <param name="Erased">Erase steps done.</param>
/// <param name="EraseSteps">Erase steps in all.</param>
/// <param name="Bytes">Bytes the board has acknowledged.</param>
/// <param name="TotalBytes">Size of the blob.</param>
public sealed record PushProgress(int Erased, int EraseSteps, int Bytes, int TotalBytes);

/// <summary>How a push ended.</summary>
/// <param name="Skipped">The board had the model already.</param>
/// <param name="ResumedAt">First byte sent; 0 for a fresh transfer.</param>
/// <param name="Slot">Slot of the model.</param>
/// <param name="Restarts">Windows sent again.</param>
public sealed record PushResult(bool Skipped, int ResumedAt, int Slot, int Restarts);

/// <summary>One push.</summary>
/// <param name="channel">The request layer.</param>
/// <param name="board">What the board takes at once.</param>
/// <param name="progress">Gets each step, or null.</param>
/// <param name="cancel">Stops between steps.</param>
internal sealed class ModelPush(
    BoardChannel channel,
    BoardHello board,
    IProgress<PushProgress>? progress,
    CancellationToken cancel
)
{
    /// <summary>An erase stalls the board for 1-2 s a sector; it may be asked again after this.</summary>
    private const int EraseTimeoutMs = 12_000;

    private const int WindowTimeoutMs = 1500;

    /// <summary>A stored model is hashed and validated within this.</summary>
    internal const int CommitTimeoutMs = 15_000;

    /// <summary>After a frame broke, the answers to those behind it arrive within this; if none does, it was the last
    /// one.</summary>
    private const int AfterBadFrameMs = 250;

    /// <summary>No byte acknowledged for so long: the line is of no use.</summary>
    private const int StuckMs = 20_000;

    /// <summary>A push may take this long, and a second more for each <see cref="SlowestBytesPerSecond"/>.</summary>
    private const int LimitSeconds = 120;

    private const int SlowestBytesPerSecond = 100;

    /// <summary>Where the SHA-256 stands in a blob (MODEL-FORMAT.md, header).</summary>
    private const int IdentityOffset = 16;

    private readonly int _chunk = Math.Min(board.MaxPayloadBytes, Protocol.LargestPayload) - Protocol.StoreDataHeaderBytes;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _restarts;
    private int _steps;

    /// <summary>Sends the blob and makes it the board's model.</summary>
    /// <param name="blob">The model.</param>
    /// <param name="signature">The block that was behind it in its file; empty where there was none.</param>
    public PushResult Run(byte[] blob, ReadOnlySpan<byte> signature = default)
    {
        if (!signature.IsEmpty)
        {
            Sign(signature);
        }

        PayloadReader begin = new("storeBegin", Begin(blob));
        int result = begin.U8("result", BeginResult.New, BeginResult.HasIt);
        int slot = begin.I8("slot", 0, sbyte.MaxValue);
        int next = begin.U32("next", 0, result == BeginResult.New ? 0 : blob.Length);
        _steps = begin.U8();
        int credit = begin.U16("credit", result == BeginResult.HasIt ? 0 : 1, board.CreditBytes);
        begin.End();
        if (result == BeginResult.HasIt)
        {
            return new(true, blob.Length, slot, 0);
        }

        if (result == BeginResult.New)
        {
            Erase(blob.Length);
        }

        Send(blob, next, credit);
        PayloadReader commit = new("storeCommit", channel.Request("the model", RequestType.StoreCommit, [], CommitTimeoutMs));
        slot = commit.I8("slot", 0, sbyte.MaxValue);
        commit.End();
        return new(false, next, slot, _restarts);
    }

    /// <summary>A board without a key does not ask for signatures.</summary>
    private void Sign(ReadOnlySpan<byte> signature)
    {
        try
        {
            byte[] reply = channel.Request("the signature", RequestType.StoreSignature, signature, CommitTimeoutMs);
            PayloadReader signed = new("storeSignature", reply);
            signed.I32("version", 1, int.MaxValue);
            signed.End();
        }
        catch (BoardErrorException e) when (e.BoardCode == ErrorCode.UnknownRequest || e.Status == NativeStatus.Port) { }
    }

    private byte[] Begin(byte[] blob)
    {
        byte[] payload = new byte[4 + Protocol.IdentityBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, (uint)blob.Length);
        blob.AsSpan(IdentityOffset, Protocol.IdentityBytes).CopyTo(payload.AsSpan(4));
        return channel.Request("the model", RequestType.StoreBegin, payload, WindowTimeoutMs);
    }

    private void Erase(int totalBytes)
    {
        for (int step = 0; step < _steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Report(new(step, _steps, 0, totalBytes));
            byte[] reply = channel.Request("erasing flash", RequestType.StoreErase, [(byte)step], EraseTimeoutMs);
            PayloadReader done = new("storeErase", reply);
            done.U8("step", step, step);
            done.End();
        }
    }

    private void Send(byte[] blob, int next, int credit)
    {
        int acked = next,
            sent = next;
        Stopwatch sinceProgress = Stopwatch.StartNew();
        (int At, int Count) last = (next, 0);
        HashSet<byte> flying = [];
        while (acked < blob.Length)
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Report(new(_steps, _steps, acked, blob.Length));
            while (sent < blob.Length && sent - acked < credit)
            {
                int count = Math.Min(Math.Min(_chunk, blob.Length - sent), credit - (sent - acked));
                last = (sent, count);
                flying.Add(PostData(blob, sent, count));
                sent += count;
            }

            if (Acknowledged(flying, acked, sent, blob.Length) is not { } reply)
            {
                _restarts++;
                ThrowIfStuck(sinceProgress, acked, blob.Length);
                flying.Add(PostData(blob, last.At, last.Count));
                continue;
            }

            if (reply.Next > acked)
            {
                sinceProgress.Restart();
            }

            ThrowIfStuck(sinceProgress, reply.Next, blob.Length);
            _restarts += reply.Next < sent ? 1 : 0;
            (acked, credit) = reply;
            sent = acked;
            flying.Clear();
        }

        progress?.Report(new(_steps, _steps, acked, blob.Length));
    }

    /// <summary>Waits for the answer to any frame of the window.</summary>
    /// <returns>The next offset wanted and the credit from there; null where a frame or the answer was lost.</returns>
    private (int Next, int Credit)? Acknowledged(HashSet<byte> flying, int acked, int sent, int total)
    {
        bool IsAnswer(Frame f) => flying.Contains(f.Sequence) && BoardChannel.IsReply(f, RequestType.StoreData, f.Sequence);
        Frame? reply = channel.WaitFor(f => IsAnswer(f) || BoardChannel.IsBadFrame(f), WindowTimeoutMs);
        if (reply is not null && BoardChannel.IsBadFrame(reply))
        {
            reply = channel.WaitFor(IsAnswer, AfterBadFrameMs);
        }

        if (reply is null)
        {
            return null;
        }

        if (reply.Type == RequestType.Error)
        {
            throw BoardErrorException.Parse("the model's bytes", reply.Payload);
        }

        PayloadReader r = new("storeData", reply.Payload);
        int next = r.U32("next", acked, sent),
            credit = r.U16("credit", next == total ? 0 : 1, board.CreditBytes);
        r.End();
        return (next, credit);
    }

    private void ThrowIfStuck(Stopwatch sinceProgress, int at, int total)
    {
        int limitSeconds = LimitSeconds + (total / SlowestBytesPerSecond);
        if (sinceProgress.ElapsedMilliseconds > StuckMs || _clock.Elapsed.TotalSeconds > limitSeconds)
        {
            throw new LinkException(
                ExitCode.LinkUnreliable,
                $"the push makes no progress at byte {at} of {total}",
                "check the cable, try `--baud 115200`; the push resumes from there"
            );
        }
    }

    private byte PostData(byte[] blob, int at, int count)
    {
        byte[] payload = new byte[Protocol.StoreDataHeaderBytes + count];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, (uint)at);
        blob.AsSpan(at, count).CopyTo(payload.AsSpan(Protocol.StoreDataHeaderBytes));
        return channel.Post(RequestType.StoreData, payload);
    }
}
