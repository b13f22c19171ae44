// Little-endian fields in a payload. Writers return the offset after the field. Shared by device and tool.
namespace NanoCoopNet.Device
{
    /// <summary>
    /// Reads and writes the integers of firmware/PROTOCOL.md. Callers have checked that the field lies in the array.
    /// </summary>
    public static class Payload
    {
        /// <summary>Writes the low byte of a value.</summary>
        public static int PutU8(byte[] payload, int at, int value)
        {
            payload[at] = (byte)value;
            return at + 1;
        }

        /// <summary>Writes the low 16 bits of a value.</summary>
        public static int PutU16(byte[] payload, int at, int value)
        {
            payload[at] = (byte)value;
            payload[at + 1] = (byte)(value >> 8);
            return at + 2;
        }

        /// <summary>Writes 32 bits, signed or not.</summary>
        public static int PutI32(byte[] payload, int at, int value)
        {
            payload[at] = (byte)value;
            payload[at + 1] = (byte)(value >> 8);
            payload[at + 2] = (byte)(value >> 16);
            payload[at + 3] = (byte)(value >> 24);
            return at + 4;
        }

        /// <summary>Copies count bytes.</summary>
        public static int PutBytes(byte[] payload, int at, byte[] source, int count)
        {
            System.Array.Copy(source, 0, payload, at, count);
            return at + count;
        }

        /// <summary>Writes a text of ASCII characters, a byte each.</summary>
        public static int PutAscii(byte[] payload, int at, string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                payload[at + i] = (byte)text[i];
            }

            return at + text.Length;
        }

        /// <summary>Reads an int8.</summary>
        public static int GetI8(byte[] payload, int at)
        {
            return (sbyte)payload[at];
        }

        /// <summary>Reads a uint16.</summary>
        public static int GetU16(byte[] payload, int at)
        {
            return payload[at] | (payload[at + 1] << 8);
        }

        /// <summary>Reads an int32, or the bits of a uint32.</summary>
        public static int GetI32(byte[] payload, int at)
        {
            return payload[at] | (payload[at + 1] << 8) | (payload[at + 2] << 16) | (payload[at + 3] << 24);
        }
    }
}
