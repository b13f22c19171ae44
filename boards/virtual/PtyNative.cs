// The C library's pseudo terminals.
using System.Runtime.InteropServices;

namespace NanoCoopNet.VirtualBoard;

internal static unsafe partial class PtyNative
{
    public const short PollIn = 1;
    public const short PollOut = 4;

    private const int ReadWrite = 2;
    private const int MaxTermiosBytes = 256;
    private const int SetNow = 0;
    private const int SetNonBlocking = 4;

    private static int NoControllingTerminal => OperatingSystem.IsMacOS() ? 0x20000 : 0x100;

    private static int NonBlocking => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    /// <summary>Opens a pair in raw mode. The slave stays open here, so that settings last and the master does not fail between
    /// two programs.</summary>
    public static (int Master, int Slave, string Path) Open()
    {
        int master = posix_openpt(ReadWrite | NoControllingTerminal);
        if (
            master < 0
            || grantpt(master) != 0
            || unlockpt(master) != 0
            || Marshal.PtrToStringUTF8(ptsname(master)) is not { } path
        )
        {
            throw Failed("openpt");
        }

        int slave = open(path, ReadWrite | NoControllingTerminal);
        byte* settings = stackalloc byte[MaxTermiosBytes];
        if (slave < 0 || tcgetattr(slave, settings) != 0)
        {
            throw Failed(path);
        }

        cfmakeraw(settings);
        if (tcsetattr(slave, SetNow, settings) != 0 || fcntl(master, SetNonBlocking, NonBlocking) != 0)
        {
            throw Failed(path);
        }

        return (master, slave, path);
    }

    /// <summary>Waits until the descriptor can be read or written.</summary>
    public static bool Wait(int descriptor, short events, int timeoutMs)
    {
        var entry = new PollEntry { Descriptor = descriptor, Events = events };
        return poll(&entry, 1, timeoutMs) > 0 && (entry.Returned & events) != 0;
    }

    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* p = buffer)
        {
            return Math.Max(0, (int)read(descriptor, p, (nuint)buffer.Length));
        }
    }

    public static int Write(int descriptor, ReadOnlySpan<byte> data)
    {
        fixed (byte* p = data)
        {
            return Math.Max(0, (int)write(descriptor, p, (nuint)data.Length));
        }
    }

    /// <summary>
    /// Clears the exclusive flag (TIOCNXCL). A program that is killed leaves it set, and it would stay, for the board keeps the
    /// slave open.
    /// </summary>
    public static void ClearExclusive(int slave) => _ = ioctl(slave, OperatingSystem.IsMacOS() ? 0x2000740Eu : 0x540Du);

    public static void Close(int descriptor) => _ = close(descriptor);

    private static VirtualBoardException Failed(string what) =>
        new(
            ExitCode.VirtualBoardFailed,
            "ptyFailed",
            $"no pseudo terminal: {what}: {Marshal.GetLastPInvokeErrorMessage()}",
            "use a TCP port instead (--link tcp)"
        );

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint ptsname(int descriptor);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int value);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int descriptor, nuint request);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* buffer, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollEntry* entries, nuint count, int timeoutMs);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tcgetattr(int descriptor, byte* settings);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tcsetattr(int descriptor, int when, byte* settings);

    [LibraryImport("libc")]
    private static partial void cfmakeraw(byte* settings);
}
