// A serial port (tty, pty, COMn) through System.IO.Ports: raw bytes, held by one program, every wait bounded.
using System.Diagnostics;
using System.IO.Ports;

namespace NanoCoopNet.Link.Serial;

/// <summary>Serial port of Linux, macOS and Windows.</summary>
internal sealed class SerialTransport : IByteTransport
{
    private const int WriteTimeoutMs = 5000;
    private const int DrainTimeoutMs = 2000;
    private const int CloseTimeoutMs = 2000;
    private readonly SerialPort _port;
    private readonly PortLock? _lock;

    private SerialTransport(SerialPort port, PortLock? held)
    {
        _port = port;
        _lock = held;
    }

    /// <inheritdoc/>
    public string Name => _port.PortName;

    /// <inheritdoc/>
    public bool HasBaud => true;

    /// <summary>Takes, configures and empties the port.</summary>
    /// <param name="name">Path of a tty, or <c>COMn</c>.</param>
    /// <param name="baud">Bits a second.</param>
    /// <exception cref="LinkException">PortNotFound, PortBusy, PortDenied.</exception>
    public static SerialTransport Open(string name, int baud)
    {
        PortLock? held = OperatingSystem.IsWindows() ? null : PortLock.Take(name);
        SerialPort port = new(name, baud, Parity.None, 8, StopBits.One) { ReadBufferSize = 65536, WriteTimeout = WriteTimeoutMs };
        try
        {
            port.Open();
            held?.LetLaterProgramsOpen();
            port.DiscardInBuffer();
            return new SerialTransport(port, held);
        }
        catch (Exception e)
            when (e is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
        {
            port.Dispose();
            held?.Dispose();
            throw OpenFailed(name, baud, e);
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, int timeoutMs)
    {
        try
        {
            _port.ReadTimeout = Math.Max(timeoutMs, 1);
            int count = _port.BaseStream.Read(buffer);
            if (count == 0)
            {
                ThrowIfGone();
            }

            return count;
        }
        catch (TimeoutException)
        {
            return 0;
        }
        catch (Exception e) when (IsGone(e))
        {
            throw Vanished(e);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data)
    {
        try
        {
            _port.BaseStream.Write(data);
        }
        catch (TimeoutException e)
        {
            ThrowIfGone();
            throw new LinkException(
                ExitCode.BoardSilent,
                $"{Name} accepts no more bytes",
                "is another program holding the far end? Unplug and plug the adapter",
                e
            );
        }
        catch (Exception e) when (IsGone(e))
        {
            throw Vanished(e);
        }
    }

    /// <inheritdoc/>
    public void SetBaud(int baud)
    {
        if (baud == _port.BaudRate)
        {
            return;
        }

        try
        {
            for (Stopwatch clock = Stopwatch.StartNew(); _port.BytesToWrite > 0 && clock.ElapsedMilliseconds < DrainTimeoutMs; )
            {
                Thread.Sleep(1);
            }

            _port.BaudRate = baud;
        }
        catch (ArgumentException e)
        {
            throw NoRate(Name, baud, e);
        }
        catch (Exception e) when (IsGone(e))
        {
            throw Vanished(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // SerialPort.Dispose waits for ever for bytes that a far end which vanished did not take. Each write here has waited.
        _ = Task.Run(CloseStream).Wait(CloseTimeoutMs);
        _lock?.Dispose();
    }

    private void CloseStream()
    {
        try
        {
            _port.BaseStream.Dispose();
        }
        catch (Exception e) when (IsGone(e))
        {
            // A port that went away cannot be closed in order.
        }
    }

    private void ThrowIfGone()
    {
        try
        {
            _ = _port.BytesToRead;
        }
        catch (Exception e) when (IsGone(e))
        {
            throw Vanished(e);
        }
    }

    /// <summary>A far end that vanished ends a read with ObjectDisposedException, an InvalidOperationException.</summary>
    private static bool IsGone(Exception e) => e is IOException or InvalidOperationException or UnauthorizedAccessException;

    private static LinkException OpenFailed(string name, int baud, Exception e) =>
        e switch
        {
            ArgumentOutOfRangeException => NoRate(name, baud, e),
            UnauthorizedAccessException => PortFailure.Busy(name, e),
            _ => PortFailure.NotThere(name, e),
        };

    private static LinkException NoRate(string name, int baud, Exception e) =>
        new(ExitCode.PortNotFound, $"{name} has no rate of {baud} baud", "use 115200, 230400, 460800 or 921600", e);

    private LinkException Vanished(Exception inner) =>
        new(
            ExitCode.PortVanished,
            $"{Name} went away",
            "plug the board in again, or restart the virtual board, and repeat the command; a push resumes",
            inner
        );
}
