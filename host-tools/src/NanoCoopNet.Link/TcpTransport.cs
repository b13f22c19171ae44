// A virtual board (or a serial server in raw mode) over TCP.
using System.Globalization;
using System.Net.Sockets;

namespace NanoCoopNet.Link;

/// <summary>TCP stream as a transport.</summary>
public sealed class TcpTransport : IByteTransport
{
    private const int ConnectTimeoutMs = 3000;
    private const int WriteTimeoutMs = 5000;
    private readonly Socket _socket;
    private bool _heard;

    private TcpTransport(string name, Socket socket)
    {
        Name = name;
        _socket = socket;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool HasBaud => false;

    /// <summary>Connects to <c>tcp://host:port</c>.</summary>
    public static TcpTransport Connect(string name)
    {
        string address = name["tcp://".Length..];
        int colon = address.LastIndexOf(':');
        if (
            colon <= 0
            || !int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is 0 or > 65535
        )
        {
            throw new LinkException(
                ExitCode.PortNotFound,
                $"`{name}` is not tcp://host:port",
                "write it like tcp://127.0.0.1:4711"
            );
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendTimeout = WriteTimeoutMs };
        try
        {
            if (!socket.ConnectAsync(address[..colon], port).Wait(ConnectTimeoutMs))
            {
                throw new SocketException((int)SocketError.TimedOut);
            }
        }
        catch (Exception e) when (e is SocketException or AggregateException)
        {
            socket.Dispose();
            throw new LinkException(
                ExitCode.PortNotFound,
                $"nothing listens at {name}",
                "start a virtual board with `nanocoop vboard --link tcp` and use the port it prints",
                e
            );
        }

        return new TcpTransport(name, socket);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, int timeoutMs)
    {
        try
        {
            if (!_socket.Poll(TimeSpan.FromMilliseconds(timeoutMs), SelectMode.SelectRead))
            {
                return 0;
            }

            int count = _socket.Receive(buffer);
            _heard |= count > 0;
            return count > 0 ? count : throw Closed(null);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Closed(e);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data)
    {
        try
        {
            while (data.Length > 0)
            {
                data = data[_socket.Send(data)..];
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new LinkException(
                ExitCode.BoardSilent,
                $"{Name} accepts no more bytes",
                "is the board stopped in a debugger? Start it again and repeat the command",
                e
            );
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Closed(e);
        }
    }

    /// <inheritdoc/>
    public void SetBaud(int baud) { }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>A board serves one program at a time and closes the connection of a second one before it has said a
    /// word.</summary>
    private LinkException Closed(Exception? inner) =>
        _heard
            ? new(
                ExitCode.PortVanished,
                $"{Name} closed the connection",
                "is the virtual board still running? Start it again and repeat the command",
                inner
            )
            : new(
                ExitCode.PortBusy,
                $"{Name} closed the connection at once: another program is connected to it",
                "close the other nanocoop, or start another board with `nanocoop vboard --link tcp`",
                inner
            );
}
