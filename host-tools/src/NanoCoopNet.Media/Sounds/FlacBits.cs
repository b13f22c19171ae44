// Bits of a FLAC stream, most significant first.
using System.Numerics;

namespace NanoCoopNet.Media;

/// <summary>Reads bit fields; past the end it throws <see cref="IndexOutOfRangeException"/>.</summary>
internal sealed class FlacBits(byte[] bytes, int start)
{
    private long _bit = 8L * start;

    /// <summary>Byte of the next bit.</summary>
    public int ByteOffset => (int)(_bit >> 3);

    public void MoveTo(int offset) => _bit = 8L * offset;

    public void Skip(int bits) => _bit += bits;

    public void AlignToByte() => _bit = (_bit + 7) & ~7L;

    /// <summary>The next 0 … 32 bits.</summary>
    public uint Unsigned(int count)
    {
        ulong value = 0;
        int have = 0,
            skip = (int)(_bit & 7);
        for (int at = ByteOffset; have < count + skip; at++)
        {
            value = (value << 8) | bytes[at];
            have += 8;
        }

        _bit += count;
        return (uint)((value >> (have - skip - count)) & ((1UL << count) - 1));
    }

    /// <summary>The next 1 … 33 bits in two's complement.</summary>
    public long Signed(int count)
    {
        long value = count > 32 ? ((long)Unsigned(count - 32) << 32) | Unsigned(32) : Unsigned(count);
        return value << (64 - count) >> (64 - count);
    }

    /// <summary>Zeros before the next one.</summary>
    public int Unary()
    {
        int zeros = 0;
        while (true)
        {
            int rest = 8 - (int)(_bit & 7),
                value = bytes[ByteOffset] & ((1 << rest) - 1);
            if (value != 0)
            {
                int leading = rest - 1 - BitOperations.Log2((uint)value);
                _bit += leading + 1;
                return zeros + leading;
            }

            zeros += rest;
            _bit += rest;
        }
    }

    /// <summary>Passes over a frame's number, which is coded like UTF-8.</summary>
    public void SkipCodedNumber()
    {
        int ones = BitOperations.LeadingZeroCount(~(Unsigned(8) << 24));
        Skip(8 * Math.Max(0, ones - 1));
    }
}
