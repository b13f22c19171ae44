// Integers as the blob stores them: little-endian bytes, packed bits.
using System.Buffers.Binary;

namespace NanoCoopNet.Model;

/// <summary>Packs integer tensors into bytes.</summary>
internal static class IntegerTensors
{
    public static byte[] Int8(int[] values) => Array.ConvertAll(values, v => (byte)checked((sbyte)v));

    public static byte[] Int32(int[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return bytes;
    }

    /// <summary>int16, padded with zeros to a multiple of 4 bytes.</summary>
    public static byte[] Int16(int[] values)
    {
        byte[] bytes = new byte[((2 * values.Length) + 3) & -4];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), checked((short)values[i]));
        }

        return bytes;
    }

    /// <summary>Rows of signs as words of 32 bits, least significant first, each row padded with 0; eq. (7). Bit 1 is
    /// +1.</summary>
    /// <param name="signs">rows × channels.</param>
    public static byte[] Bits(ReadOnlySpan<float> signs, int channels)
    {
        int rows = signs.Length / channels,
            words = (channels + 31) / 32;
        byte[] bytes = new byte[rows * words * 4];
        for (int i = 0; i < signs.Length; i++)
        {
            int c = i % channels;
            if (signs[i] >= 0)
            {
                bytes[(i / channels * words * 4) + (c / 8)] |= (byte)(1 << (c % 8));
            }
        }

        return bytes;
    }

    /// <summary>Flip bits, one a channel; empty where no channel flips.</summary>
    public static byte[] Flips(IReadOnlyList<bool> flips) =>
        flips.Any(f => f) ? Bits(flips.Select(f => f ? 1f : -1f).ToArray(), flips.Count) : [];
}
