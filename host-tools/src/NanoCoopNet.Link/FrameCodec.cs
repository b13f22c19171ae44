// Frames of firmware/PROTOCOL.md in C#: an implementation independent of the C one on the board, so that each checks the other.
using System.Buffers.Binary;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>One frame.</summary>
/// <param name="Type">Request 0x01 … 0x7F, reply with bit 7.</param>
/// <param name="Sequence">Ties a reply to its request.</param>
/// <param name="Payload">0 … maxPayload bytes.</param>
public sealed record Frame(byte Type, byte Sequence, byte[] Payload);

/// <summary>Encodes and decodes whole frames; <see cref="LinkReader"/> finds them in a stream.</summary>
public static class FrameCodec
{
    private const int TailBytes = 2;
    private const int HeadBytes = Protocol.BodyOverhead - TailBytes;

    /// <summary>Encodes a frame with its delimiters.</summary>
    /// <returns>0x0A 0xF5 cobs(body) xor 0x0A 0x0A.</returns>
    public static byte[] Encode(byte type, byte sequence, ReadOnlySpan<byte> payload)
    {
        byte[] body = new byte[HeadBytes + payload.Length + TailBytes];
        body[0] = Protocol.Version;
        body[1] = type;
        body[2] = sequence;
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(3), (ushort)payload.Length);
        payload.CopyTo(body.AsSpan(HeadBytes));
        ushort crc = Crc16.Compute(body.AsSpan(0, body.Length - TailBytes));
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(body.Length - TailBytes), crc);

        byte[] stuffed = Cobs.Encode(body);
        byte[] wire = new byte[stuffed.Length + 3];
        wire[0] = Protocol.Delimiter;
        wire[1] = Protocol.Marker;
        for (int i = 0; i < stuffed.Length; i++)
        {
            wire[2 + i] = (byte)(stuffed[i] ^ Protocol.Delimiter);
        }

        wire[^1] = Protocol.Delimiter;
        return wire;
    }

    /// <summary>Decodes what stood between marker and delimiter.</summary>
    /// <param name="stuffed">The bytes as received, both not included.</param>
    /// <returns>The frame, or null where COBS, version, length or CRC is wrong.</returns>
    public static Frame? TryDecode(ReadOnlySpan<byte> stuffed)
    {
        byte[] plain = new byte[stuffed.Length];
        for (int i = 0; i < plain.Length; i++)
        {
            plain[i] = (byte)(stuffed[i] ^ Protocol.Delimiter);
        }

        byte[]? body = Cobs.TryDecode(plain);
        if (body is null || body.Length < HeadBytes + TailBytes || body[0] != Protocol.Version)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(3));
        int crcAt = body.Length - TailBytes;
        bool right =
            length == crcAt - HeadBytes
            && BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(crcAt)) == Crc16.Compute(body.AsSpan(0, crcAt));
        return right ? new Frame(body[1], body[2], body[HeadBytes..crcAt]) : null;
    }
}
