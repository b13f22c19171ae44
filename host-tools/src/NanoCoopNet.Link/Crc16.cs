// The frame's check: CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF, not reflected); firmware/PROTOCOL.md.
namespace NanoCoopNet.Link;

/// <summary>CRC-16 of frames; check value of "123456789" is 0x29B1.</summary>
public static class Crc16
{
    /// <summary>CRC of the bytes.</summary>
    public static ushort Compute(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFF;
        foreach (byte b in data)
        {
            crc ^= (uint)b << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
        }

        return (ushort)crc;
    }
}
