// The serial port of Windows. Compiled only there: System.IO.Ports is referenced on Windows alone.
using System.IO.Ports;

namespace NanoCoopNet.Link.Windows;

/// <summary>COM port through System.IO.Ports.</summary>
internal sealed class WindowsSerialTransport : IByteTransport
{
    private const int WriteTimeoutMs = 10_000;
    private readonly SerialPort _port;

    public WindowsSerialTransport(string name, int baud)
    {
        Name = name;
        _port = new SerialPort(name, baud, Parity.None, 8, StopBits.One) { ReadBufferSize = 65536,
            WriteTimeout = WriteTimeoutMs };
        try
        {
            _port.Open();
            _port.DiscardInBuffer();
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new LinkException(ExitCode.PortNotFound, $"there is no port {name}",
                "`nanocoop ports` lists what is there; `nanocoop vboard` starts a virtual board", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LinkException(ExitCode.PortBusy, $"{name} is in use by another program",
                "close the terminal or the other nanocoop that holds it", e);
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool HasBaud => true;

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, int timeoutMs)
    {
        try
        {
            _port.ReadTimeout = Math.Max(timeoutMs, 1);
            return _port.BaseStream.Read(buffer);
        }
        catch (TimeoutException)
        {
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
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
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException or TimeoutException)
        {
            throw Vanished(e);
        }
    }

    /// <inheritdoc/>
    public void SetBaud(int baud)
    {
        while (_port.BytesToWrite > 0)
        {
            Thread.Sleep(1);
        }

        _port.BaudRate = baud;
    }

    /// <inheritdoc/>
    public void Dispose() => _port.Dispose();

    private LinkException Vanished(Exception inner) =>
        new(ExitCode.PortVanished, $"{Name} went away", "plug the board in again and repeat the command; a push resumes",
            inner);
}
