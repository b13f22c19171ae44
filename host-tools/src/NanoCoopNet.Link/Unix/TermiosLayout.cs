// What differs between the termios of Linux (asm-generic, glibc and musl) and macOS: sizes, flag bits, speed codes.
using System.Buffers.Binary;
using System.Collections.Frozen;

namespace NanoCoopNet.Link.Unix;

/// <summary>Platform numbers of termios.</summary>
internal static class TermiosLayout
{
    /// <summary>Room for struct termios: 60 bytes on Linux, 72 on macOS.</summary>
    public const int Bytes = 128;

    private static readonly bool Mac = OperatingSystem.IsMacOS();

    private static readonly FrozenDictionary<int, nuint> LinuxSpeeds = new Dictionary<int, nuint>
    {
        [9600] = 0x000D,
        [19200] = 0x000E,
        [38400] = 0x000F,
        [57600] = 0x1001,
        [115200] = 0x1002,
        [230400] = 0x1003,
        [460800] = 0x1004,
        [500000] = 0x1005,
        [576000] = 0x1006,
        [921600] = 0x1007,
    }.ToFrozenDictionary();

    /// <summary>O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC.</summary>
    public static int OpenFlags => Mac ? 0x2 | 0x20000 | 0x4 | 0x1000000 : 0x2 | 0x100 | 0x800 | 0x80000;

    /// <summary>TIOCEXCL: later opens fail with EBUSY (but for root, hence also flock).</summary>
    public static nuint TiocExclusive => Mac ? 0x2000740D : 0x540Cu;

    /// <summary>IOSSIOSPEED of macOS: any rate as a number.</summary>
    public static nuint MacSetSpeed => 0x80085402;

    /// <summary>TCIOFLUSH.</summary>
    public static int FlushBoth => Mac ? 3 : 2;

    /// <summary>Rates a user may ask for.</summary>
    public static IEnumerable<int> Rates => LinuxSpeeds.Keys.Order();

    /// <summary>True where the rate goes into termios; on macOS rates above 230400 go through <see
    /// cref="MacSetSpeed"/>.</summary>
    public static bool TryCode(int baud, out nuint code)
    {
        if (!Mac)
        {
            return LinuxSpeeds.TryGetValue(baud, out code);
        }

        code = (nuint)baud;
        return baud <= 230400;
    }

    /// <summary>After cfmakeraw: ignore modem lines, receive, one stop bit, no hardware flow control.</summary>
    public static void SetLocal(Span<byte> termios)
    {
        if (Mac)
        {
            const ulong set = 0x8000 | 0x800, clear = 0x400 | 0x30000;
            ulong flags = BinaryPrimitives.ReadUInt64LittleEndian(termios[16..]);
            BinaryPrimitives.WriteUInt64LittleEndian(termios[16..], (flags | set) & ~clear);
        }
        else
        {
            const uint set = 0x800 | 0x80, clear = 0x40 | 0x80000000;
            uint flags = BinaryPrimitives.ReadUInt32LittleEndian(termios[8..]);
            BinaryPrimitives.WriteUInt32LittleEndian(termios[8..], (flags | set) & ~clear);
        }
    }
}
