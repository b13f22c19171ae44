// A tty or pty through termios: raw mode, held alone, every wait bounded.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Link.Unix;

/// <summary>Serial port of Linux and macOS.</summary>
internal sealed unsafe class UnixSerialTransport : IByteTransport
{
    private const int WriteTimeoutMs = 10_000;
    private int _fd;

    private UnixSerialTransport(string name, int fd)
    {
        Name = name;
        _fd = fd;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool HasBaud => true;

    /// <summary>Opens, locks and configures the port.</summary>
    public static UnixSerialTransport Open(string path, int baud)
    {
        int fd = Libc.open(path, TermiosLayout.OpenFlags);
        if (fd < 0)
        {
            throw OpenFailed(path, Marshal.GetLastPInvokeError());
        }

        UnixSerialTransport port = new(path, fd);
        try
        {
            if (Libc.flock(fd, Libc.LockExclusiveNow) != 0)
            {
                throw OpenFailed(path, Libc.EBUSY);
            }

            port.SetRaw(baud);
            Ioctl(fd, TermiosLayout.TiocExclusive, 0);
            _ = Libc.tcflush(fd, TermiosLayout.FlushBoth);
            return port;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, int timeoutMs)
    {
        if (!Wait(Libc.POLLIN, timeoutMs))
        {
            return 0;
        }

        fixed (byte* p = buffer)
        {
            nint count = Libc.read(_fd, p, buffer.Length);
            if (count > 0)
            {
                return (int)count;
            }

            int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            return count < 0 && (error == Libc.EAGAIN || error == Libc.EINTR) ? 0 : throw Vanished(error);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            if (!Wait(Libc.POLLOUT, WriteTimeoutMs))
            {
                throw new LinkException(ExitCode.BoardSilent, $"{Name} takes no more bytes",
                    "is another program holding the far end? Unplug and plug the adapter");
            }

            fixed (byte* p = data)
            {
                nint count = Libc.write(_fd, p, data.Length);
                int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (count < 0 && error != Libc.EAGAIN && error != Libc.EINTR)
                {
                    throw Vanished(error);
                }

                data = data[(int)Math.Max(count, 0)..];
            }
        }
    }

    /// <inheritdoc/>
    public void SetBaud(int baud)
    {
        _ = Libc.tcdrain(_fd);
        SetRaw(baud);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        int fd = Interlocked.Exchange(ref _fd, -1);
        if (fd >= 0)
        {
            _ = Libc.close(fd);
        }
    }

    private static void Ioctl(int fd, nuint request, nint argument)
    {
        _ = OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? Libc.ioctlStack(fd, request, 0, 0, 0, 0, 0, 0, argument)
            : Libc.ioctl(fd, request, argument);
    }

    private static LinkException OpenFailed(string path, int error)
    {
        if (error == Libc.EBUSY || error == Libc.EAGAIN)
        {
            return new(ExitCode.PortBusy, $"{path} is in use by another program",
                "close the terminal or the other nanocoop that holds it");
        }

        return error switch
        {
            Libc.ENOENT or Libc.ENXIO or Libc.ENODEV or Libc.EIO =>
                new(ExitCode.PortNotFound, $"there is no port {path}",
                    "`nanocoop ports` lists what is there; `nanocoop vboard` starts a virtual board"),
            Libc.EACCES =>
                new(ExitCode.PortDenied, $"no permission to open {path}",
                    "add yourself to its group (Debian: `sudo adduser $USER dialout`) and log in again"),
            Libc.ENOTTY => new(ExitCode.PortNotFound, $"{path} is not a serial port",
                "`nanocoop ports` lists what is there"),
            _ => new(ExitCode.PortNotFound, $"{path} cannot be opened (errno {error})",
                "`nanocoop ports` lists what is there"),
        };
    }

    private void SetRaw(int baud)
    {
        byte* termios = stackalloc byte[TermiosLayout.Bytes];
        if (Libc.tcgetattr(_fd, termios) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw error == Libc.ENOTTY ? OpenFailed(Name, error) : Vanished(error);
        }

        Libc.cfmakeraw(termios);
        TermiosLayout.SetLocal(new Span<byte>(termios, TermiosLayout.Bytes));
        bool inTermios = TermiosLayout.TryCode(baud, out nuint code);
        if (!inTermios && !OperatingSystem.IsMacOS())
        {
            throw new LinkException(ExitCode.PortNotFound, $"{Name} has no rate of {baud} baud",
                $"use one of {string.Join(", ", TermiosLayout.Rates)}");
        }

        if (inTermios)
        {
            _ = Libc.cfsetspeed(termios, code);
        }

        if (Libc.tcsetattr(_fd, 0, termios) != 0)
        {
            throw Vanished(Marshal.GetLastPInvokeError());
        }

        if (!inTermios)
        {
            nuint rate = (nuint)baud;
            Ioctl(_fd, TermiosLayout.MacSetSpeed, (nint)(&rate));
        }
    }

    private bool Wait(short events, int timeoutMs)
    {
        Libc.PollFd poll = new() { Fd = _fd, Events = events };
        int ready = Libc.poll(&poll, 1, timeoutMs);
        if (ready < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error == Libc.EINTR ? false : throw Vanished(error);
        }

        bool gone = (poll.Revents & (Libc.POLLERR | Libc.POLLHUP | Libc.POLLNVAL)) != 0;
        return (poll.Revents & events) != 0 || (gone ? throw Vanished(Libc.EIO) : false);
    }

    private LinkException Vanished(int error) =>
        new(ExitCode.PortVanished, error == 0 ? $"{Name} was closed at the far end" : $"{Name} went away (errno {error})",
            "plug the board in again, or restart the virtual board, and repeat the command; a push resumes");
}
