// Consistent Overhead Byte Stuffing (Cheshire and Baker, 1999): removes the byte 0 at a cost of one byte in 254.
namespace NanoCoopNet.Link;

/// <summary>COBS without delimiters.</summary>
public static class Cobs
{
    private const int MaxRun = 254;

    /// <summary>Encodes; the result holds no 0.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> plain)
    {
        List<byte> stuffed = new(plain.Length + (plain.Length / MaxRun) + 2) { 0 };
        int codeAt = 0;
        bool open = true;
        foreach (byte b in plain)
        {
            if (!open)
            {
                codeAt = stuffed.Count;
                stuffed.Add(0);
                open = true;
            }

            if (b != 0)
            {
                stuffed.Add(b);
            }

            int code = stuffed.Count - codeAt;
            if (b == 0)
            {
                stuffed[codeAt] = (byte)code;
                codeAt = stuffed.Count;
                stuffed.Add(0);
            }
            else if (code > MaxRun)
            {
                stuffed[codeAt] = (byte)code;
                open = false;
            }
        }

        if (open)
        {
            stuffed[codeAt] = (byte)(stuffed.Count - codeAt);
        }

        return [.. stuffed];
    }

    /// <summary>Decodes; null where the input holds a 0 or a code points past the end.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<byte> stuffed)
    {
        List<byte> plain = new(stuffed.Length);
        for (int at = 0; at < stuffed.Length; )
        {
            int code = stuffed[at];
            if (code == 0 || at + code > stuffed.Length)
            {
                return null;
            }

            for (int i = at + 1; i < at + code; i++)
            {
                if (stuffed[i] == 0)
                {
                    return null;
                }

                plain.Add(stuffed[i]);
            }

            at += code;
            if (code <= MaxRun && at < stuffed.Length)
            {
                plain.Add(0);
            }
        }

        return [.. plain];
    }
}
