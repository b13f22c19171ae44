// Holds a tty for one program at a time on Linux and macOS. System.IO.Ports sets the terminal's exclusive flag, which does not
// keep root out, and which outlives a process that is killed where another one (a virtual board) keeps the terminal open. An
// advisory lock keeps every other nanocoop out and ends with the process, however it ends.
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NanoCoopNet.Link.Serial;

/// <summary>An advisory lock (flock) on a tty; held until disposed.</summary>
internal sealed partial class PortLock : IDisposable
{
    private const int ENOENT = 2,
        EIO = 5,
        ENXIO = 6,
        EACCES = 13,
        EBUSY = 16,
        ENODEV = 19;

    /// <summary>LOCK_EX | LOCK_NB.</summary>
    private const int ExclusiveNow = 2 | 4;

    private static readonly bool Mac = OperatingSystem.IsMacOS();

    private readonly SafeFileHandle _handle;

    private PortLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC.</summary>
    private static int OpenFlags => Mac ? 0x2 | 0x20000 | 0x4 | 0x1000000 : 0x2 | 0x100 | 0x800 | 0x80000;

    /// <summary>EWOULDBLOCK, as flock gives it.</summary>
    private static int WouldBlock => Mac ? 35 : 11;

    /// <summary>TIOCNXCL.</summary>
    private static nuint TiocShared => Mac ? 0x2000740E : 0x540Du;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="LinkException">PortNotFound, PortBusy, PortDenied.</exception>
    public static PortLock Take(string path)
    {
        SafeFileHandle handle = open(path, OpenFlags);
        if (handle.IsInvalid)
        {
            throw Failed(path, Marshal.GetLastPInvokeError());
        }

        if (isatty(handle) == 0)
        {
            handle.Dispose();
            throw PortFailure.NotSerial(path);
        }

        if (flock(handle, ExclusiveNow) != 0 && Marshal.GetLastPInvokeError() == WouldBlock)
        {
            handle.Dispose();
            throw PortFailure.Busy(path);
        }

        return new PortLock(handle);
    }

    /// <summary>Clears the exclusive flag that System.IO.Ports has set; the lock stays.</summary>
    public void LetLaterProgramsOpen() => _ = ioctl(_handle, TiocShared);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static LinkException Failed(string path, int errno) =>
        errno switch
        {
            EBUSY => PortFailure.Busy(path),
            EACCES => PortFailure.Denied(path),
            ENOENT or ENXIO or ENODEV or EIO => PortFailure.NotThere(path),
            _ => PortFailure.Other(path, errno),
        };

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int isatty(SafeFileHandle handle);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle handle, nuint request);
}
