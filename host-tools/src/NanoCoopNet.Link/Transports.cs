// Opens whatever a port name means: tcp://host:port, a tty or pty path, COMn.
namespace NanoCoopNet.Link;

/// <summary>Factory of transports.</summary>
public static class Transports
{
    /// <summary>Rate at which every board starts and to which the link returns.</summary>
    public const int StartBaud = Device.Protocol.StartBaud;

    private const string TcpScheme = "tcp://";

    /// <summary>Opens a port by name.</summary>
    /// <param name="port"><c>tcp://host:port</c>, <c>/dev/…</c>, or <c>COMn</c> on Windows.</param>
    /// <param name="baud">Rate of a tty.</param>
    /// <exception cref="LinkException">PortNotFound, PortBusy, PortDenied.</exception>
    public static IByteTransport Open(string port, int baud = StartBaud)
    {
        if (port.StartsWith(TcpScheme, StringComparison.OrdinalIgnoreCase))
        {
            return TcpTransport.Connect(port);
        }

        return Serial.SerialTransport.Open(port, baud);
    }
}
