// The frame format of firmware/PROTOCOL.md once more, written for clearness, to compare the native encoder with.
namespace NanoCoopNet.Interop.Tests;

/// <summary>A frame as it is sent.</summary>
internal sealed record TestFrame(byte Type, byte Seq, byte[] Payload)
{
    public static TestFrame Random(Random random, int length)
    {
        byte[] payload = new byte[length];
        random.NextBytes(payload);
        int zeros = random.Next(3);
        for (int i = 0; i < length && zeros > 0; i += 1 + random.Next(300))
        {
            payload[i] = 0;
        }

        return new TestFrame((byte)random.Next(256), (byte)random.Next(256), payload);
    }

    public bool Equals(TestFrame? other) =>
        other is not null && Type == other.Type && Seq == other.Seq && Payload.AsSpan().SequenceEqual(other.Payload);

    public override int GetHashCode() => HashCode.Combine(Type, Seq, Payload.Length);

    public override string ToString() => $"[{Type:x2} {Seq:x2} {Convert.ToHexString(Payload)}]";
}

internal static class FrameReference
{
    private const byte Delimiter = 0x0A;
    private const byte Marker = 0xF5;
    private const int LongestBlock = 254;

    public static byte[] Encode(TestFrame frame)
    {
        byte[] head = [1, frame.Type, frame.Seq, (byte)frame.Payload.Length, (byte)(frame.Payload.Length >> 8), .. frame.Payload];
        int crc = Crc16(head);
        return Wrap([.. head, (byte)crc, (byte)(crc >> 8)]);
    }

    /// <summary>A frame around any body, right or wrong.</summary>
    public static byte[] Wrap(byte[] body) => [Delimiter, Marker, .. Cobs(body).Select(b => (byte)(b ^ Delimiter)), Delimiter];

    /// <summary>Bit by bit: polynomial 0x1021, initial 0xFFFF.</summary>
    public static int Crc16(ReadOnlySpan<byte> data)
    {
        int crc = 0xFFFF;
        foreach (byte b in data)
        {
            crc ^= b << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xFFFF;
            }
        }

        return crc;
    }

    /// <summary>Blocks of up to 254 bytes without a zero, each behind its length + 1; 255 = no zero follows.</summary>
    private static IEnumerable<byte> Cobs(byte[] body)
    {
        int at = 0;
        while (true)
        {
            int zero = Array.IndexOf(body, (byte)0, at);
            int end = Math.Min(zero < 0 ? body.Length : zero, at + LongestBlock);
            int length = end - at;
            yield return (byte)(length + 1);
            for (; at < end; at++)
            {
                yield return body[at];
            }

            if (end == body.Length)
            {
                yield break;
            }

            at = length == LongestBlock ? end : end + 1;
        }
    }
}
