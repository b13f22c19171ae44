// The few calls of the C library that a serial port needs. Constants differ between Linux and macOS: TermiosLayout.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Link.Unix;

/// <summary>P/Invoke declarations; names as in POSIX.</summary>
internal static unsafe partial class Libc
{
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int ENXIO = 6;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int ENODEV = 19;
    public const int ENOTTY = 25;

    public const short POLLIN = 1;
    public const short POLLOUT = 4;
    public const short POLLERR = 8;
    public const short POLLHUP = 16;
    public const short POLLNVAL = 32;

    /// <summary>LOCK_EX | LOCK_NB.</summary>
    public const int LockExclusiveNow = 2 | 4;

    /// <summary>EWOULDBLOCK, as flock gives it.</summary>
    public static readonly int EAGAIN = OperatingSystem.IsMacOS() ? 35 : 11;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(PollFd* fds, nuint count, int timeoutMs);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int flock(int fd, int operation);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(int fd, nuint request, nint argument);

    /// <summary>The same call where variadic arguments go on the stack (macOS on ARM): six words fill the registers.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int ioctlStack(int fd, nuint request, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7,
        nint argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcgetattr(int fd, byte* termios);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcsetattr(int fd, int actions, byte* termios);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcdrain(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcflush(int fd, int queue);

    [LibraryImport("libc")]
    public static partial void cfmakeraw(byte* termios);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int cfsetspeed(byte* termios, nuint speed);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }
}
