// The frames of firmware/PROTOCOL.md written a second time, from the page alone, as plainly as possible: what the C codec is
// compared with, and what the fake native interface uses.
namespace NanoCoopNet.Device.Tests;

/// <summary>What a decoder found.</summary>
internal enum Found
{
    Nothing = 0,
    Frame = 1,
    Text = 2,
    Bad = 3,
}

/// <summary>Encoder, and a decoder that is fed byte by byte.</summary>
internal sealed class FrameCodec(int maxPayload)
{
    private readonly List<byte> body = [];
    private bool afterDelimiter = true;
    private bool open;

    public int Type { get; private set; }

    public int Seq { get; private set; }

    public byte[] Payload { get; private set; } = [];

    /// <summary>1 CRC, 2 length, 3 too long, 4 COBS, 5 version.</summary>
    public int Reason { get; private set; }

    public bool IsOpen => open;

    /// <summary>Open, and nothing but the marker taken.</summary>
    public bool IsAtStart => open && body.Count == 0;

    public static byte[] Encode(int type, int seq, ReadOnlySpan<byte> payload)
    {
        var plain = new List<byte> { 1, (byte)type, (byte)seq, (byte)payload.Length, (byte)(payload.Length >> 8) };
        plain.AddRange(payload);
        int crc = Crc16(plain);
        plain.Add((byte)crc);
        plain.Add((byte)(crc >> 8));
        return [0x0A, 0xF5, .. Cobs(plain).Select(b => (byte)(b ^ 0x0A)), 0x0A];
    }

    public static int Crc16(IEnumerable<byte> bytes)
    {
        int crc = 0xFFFF;
        foreach (byte b in bytes)
        {
            crc ^= b << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : (crc << 1) & 0xFFFF;
            }
        }

        return crc;
    }

    public void Abandon()
    {
        open = false;
        afterDelimiter = true;
    }

    /// <summary>Takes one byte; a text byte is reported as such.</summary>
    public Found Take(byte b)
    {
        if (!open)
        {
            if (b == 0xF5 && afterDelimiter)
            {
                open = true;
                body.Clear();
                return Found.Nothing;
            }

            afterDelimiter = b == 0x0A;
            return Found.Text;
        }

        if (b != 0x0A)
        {
            body.Add(b);
            if (body.Count <= (maxPayload + 7) * 255 / 254 + 2)
            {
                return Found.Nothing;
            }

            open = false;
            afterDelimiter = false;
            Reason = 3;
            return Found.Bad;
        }

        open = false;
        afterDelimiter = true;
        return Check();
    }

    private static List<byte> Cobs(List<byte> plain)
    {
        var result = new List<byte>();
        var run = new List<byte>();
        foreach (byte b in plain)
        {
            if (b != 0)
            {
                run.Add(b);
            }

            if (b == 0 || run.Count == 254)
            {
                result.Add((byte)(b == 0 ? run.Count + 1 : 255));
                result.AddRange(run);
                run.Clear();
            }
        }

        result.Add((byte)(run.Count + 1));
        result.AddRange(run);
        return result;
    }

    private static List<byte>? Uncobs(List<byte> coded)
    {
        var result = new List<byte>();
        int at = 0;
        while (at < coded.Count)
        {
            int code = coded[at];
            if (code == 0 || at + code > coded.Count)
            {
                return null;
            }

            result.AddRange(coded.GetRange(at + 1, code - 1));
            at += code;
            if (code != 255 && at < coded.Count)
            {
                result.Add(0);
            }
        }

        return result;
    }

    private Found Check()
    {
        List<byte>? plain = Uncobs(body.ConvertAll(b => (byte)(b ^ 0x0A)));
        if (plain is null)
        {
            Reason = 4;
            return Found.Bad;
        }

        int length = plain.Count >= 7 ? plain[3] | (plain[4] << 8) : -1;
        if (length != plain.Count - 7)
        {
            Reason = 2;
            return Found.Bad;
        }

        if (Crc16(plain.Take(plain.Count - 2)) != (plain[^2] | (plain[^1] << 8)))
        {
            Reason = 1;
            return Found.Bad;
        }

        if (plain[0] != 1)
        {
            Reason = 5;
            return Found.Bad;
        }

        Type = plain[1];
        Seq = plain[2];
        Payload = [.. plain.Skip(5).Take(length)];
        return Found.Frame;
    }
}
