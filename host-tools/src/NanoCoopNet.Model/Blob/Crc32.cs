// CRC-32 as zlib and IEEE 802.3 have it; the blob's and the zip format's check.
namespace NanoCoopNet.Model;

/// <summary>CRC-32, polynomial 0xEDB88320 reflected, initial and final xor 0xFFFFFFFF.</summary>
public static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>Check value: 0xCBF43926 for the ASCII digits 1 to 9.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => Continue(0, data);

    /// <summary>The CRC of what gave <paramref name="crc"/> followed by <paramref name="data"/>.</summary>
    public static uint Continue(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        foreach (byte b in data)
        {
            crc = (crc >> 8) ^ Table[(crc ^ b) & 0xFF];
        }

        return ~crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint c = i;
            for (int k = 0; k < 8; k++)
            {
                c = (c & 1) != 0 ? (c >> 1) ^ 0xEDB88320u : c >> 1;
            }

            table[i] = c;
        }

        return table;
    }
}
