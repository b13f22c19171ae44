// The checksum by which nanoCLR matches an interop assembly to its native half, computed from the interface alone, as
// nanoFramework's metadata processor does: a CRC-32 (polynomial 0x04C11DB7, most significant bit first, initial value 0) over
// assembly name, class name and mangled method name of every method in order; of the first method only its name, for the metadata
// processor's running value reads as 0 until one method is complete.
using System.Text;

namespace NanoCoopNet.InterfaceGenerator;

internal static class NativeChecksum
{
    private const uint Polynomial = 0x04C11DB7;

    /// <param name="assembly">Assembly name, dots kept.</param>
    /// <param name="mangledClass">Namespace and class, dots as underscores.</param>
    /// <param name="mangledMethods">Mangled names in order of declaration.</param>
    public static uint Of(string assembly, string mangledClass, IEnumerable<string> mangledMethods)
    {
        uint crc = 0;
        bool first = true;
        foreach (string method in mangledMethods)
        {
            if (!first)
            {
                crc = Update(crc, assembly);
                crc = Update(crc, mangledClass);
            }

            crc = Update(crc, method);
            first = false;
        }

        return crc;
    }

    private static uint Update(uint crc, string text)
    {
        foreach (byte b in Encoding.ASCII.GetBytes(text))
        {
            crc ^= (uint)b << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            }
        }

        return crc;
    }
}
