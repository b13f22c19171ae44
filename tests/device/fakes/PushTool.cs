// A tool that pushes a blob as PROTOCOL.md says, over a line that may damage it: it repeats what got no reply and gives up at an
// end.
using System.Security.Cryptography;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

/// <summary>How a push ended.</summary>
internal sealed record PushOutcome(bool Done, ErrorCode Error, string What);

internal sealed class PushTool(DeviceUnderTest device)
{
    private const int MaxRepeats = 60;
    private const int MaxWindows = 3000;

    private int seq;
    private int credit;

    /// <summary>Called before each frame goes out; throws to make the tool vanish.</summary>
    public Action BeforeSend { get; set; } = () => { };

    /// <summary>storeData frames sent.</summary>
    public int DataFrames { get; private set; }

    public PushOutcome Push(byte[] blob)
    {
        DeviceFrame? begun = Repeat(RequestType.StoreBegin, [.. BitConverter.GetBytes(blob.Length), .. SHA256.HashData(blob)]);
        if (begun is null || begun.Error != ErrorCode.None)
        {
            return Failed(begun, "storeBegin");
        }

        if (begun.Payload[0] == BeginResult.HasIt)
        {
            return new PushOutcome(true, ErrorCode.None, "already there");
        }

        for (int step = 0; step < begun.Payload[6]; step++)
        {
            DeviceFrame? erased = Repeat(RequestType.StoreErase, [(byte)step]);
            if (erased is null || erased.Error != ErrorCode.None)
            {
                return Failed(erased, "storeErase");
            }
        }

        credit = Payload.GetU16(begun.Payload, 7);
        PushOutcome? stopped = SendData(blob, Payload.GetI32(begun.Payload, 2));
        if (stopped is not null)
        {
            return stopped;
        }

        DeviceFrame? committed = Repeat(RequestType.StoreCommit, []);
        return committed is null || committed.Error != ErrorCode.None
            ? Failed(committed, "storeCommit")
            : new PushOutcome(true, ErrorCode.None, "pushed");
    }

    private static PushOutcome Failed(DeviceFrame? reply, string what) =>
        reply is null ? new PushOutcome(false, ErrorCode.None, what + ": no reply") : new PushOutcome(false, reply.Error, what);

    private PushOutcome? SendData(byte[] blob, int from)
    {
        int next = from;
        int silent = 0;
        for (int window = 0; next < blob.Length; window++)
        {
            int end = Math.Min(blob.Length, next + (silent > 0 ? Math.Min(credit, Chunk) : credit));
            for (int at = next; at < end; at += Chunk)
            {
                Send(RequestType.StoreData, [.. BitConverter.GetBytes(at), .. blob.AsSpan(at, Math.Min(Chunk, end - at))]);
                DataFrames++;
            }

            bool heard = false;
            foreach (DeviceFrame reply in Wait())
            {
                if (reply.Type == (RequestType.StoreData | RequestType.ReplyBit))
                {
                    next = Payload.GetI32(reply.Payload, 0);
                    credit = Payload.GetU16(reply.Payload, 4);
                    heard = true;
                }
                else if (reply.Error is not (ErrorCode.None or ErrorCode.BadFrame or ErrorCode.BadPayload))
                {
                    return Failed(reply, "storeData");
                }
            }

            silent = heard ? 0 : silent + 1;
            if (silent > MaxRepeats || window > MaxWindows)
            {
                return Failed(null, "storeData");
            }
        }

        return null;
    }

    private static int Chunk => Protocol.LargestPayload - Protocol.StoreDataHeaderBytes;

    /// <summary>A request, repeated with the same seq until it gets its reply.</summary>
    private DeviceFrame? Repeat(int type, byte[] payload)
    {
        seq = (seq + 1) & 0xFF;
        for (int i = 0; i < MaxRepeats; i++)
        {
            Send(type, payload);
            foreach (DeviceFrame reply in Wait())
            {
                bool isIts =
                    reply.Type == (type | RequestType.ReplyBit)
                    || (reply.Type == RequestType.Error && reply.Error != ErrorCode.BadFrame);
                if (isIts && reply.Seq == seq)
                {
                    return reply;
                }
            }
        }

        return null;
    }

    private void Send(int type, byte[] payload)
    {
        BeforeSend();
        device.Link.ToolWrite(FrameCodec.Encode(type, seq, payload));
    }

    /// <summary>Lets the device work and the tool's patience pass.</summary>
    private List<DeviceFrame> Wait()
    {
        device.Run();
        device.Board.UptimeMs += 1000;
        device.Run();
        return device.ReadFrames();
    }
}
