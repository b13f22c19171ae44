// The serial port as a TCP socket, for systems without pseudo terminals. One program at a time; the next one may connect when it
// has gone.
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Listens on this computer only.</summary>
public sealed class TcpBoardTransport : IBoardTransport
{
    private const int PatienceMs = 1000;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private volatile Socket? _client;

    /// <param name="port">0: any free one.</param>
    /// <exception cref="VirtualBoardException">The port is taken.</exception>
    public TcpBoardTransport(int port = 0)
    {
        try
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            _listener.Listen(1);
            _listener.Blocking = false;
        }
        catch (SocketException e)
        {
            _listener.Dispose();
            throw new VirtualBoardException(
                ExitCode.VirtualBoardFailed,
                "tcpPortTaken",
                $"cannot listen on TCP port {port}: {e.Message}",
                "choose another port, or 0 for a free one",
                e
            );
        }

        PortName = string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");
    }

    /// <inheritdoc/>
    public string PortName { get; }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, int timeoutMs)
    {
        Socket? client = _client ?? Accept(timeoutMs);
        if (client is null)
        {
            return 0;
        }

        try
        {
            TurnAway(client);
            if (!client.Poll(TimeSpan.FromMilliseconds(timeoutMs), SelectMode.SelectRead))
            {
                return 0;
            }

            int bytes = client.Receive(buffer);
            if (bytes == 0)
            {
                HangUp(client);
            }

            return bytes;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            HangUp(client);
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data)
    {
        Socket? client = _client;
        try
        {
            client?.Send(data);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Whoever was there has gone; Read notices.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }

    private Socket? Accept(int timeoutMs)
    {
        if (!_listener.Poll(TimeSpan.FromMilliseconds(timeoutMs), SelectMode.SelectRead))
        {
            return null;
        }

        try
        {
            Socket client = _listener.Accept();
            client.Blocking = true;
            client.NoDelay = true;
            client.SendTimeout = PatienceMs;
            return _client = client;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionAborted)
        {
            return _client;
        }
    }

    /// <summary>The port is busy: a second program is disconnected at once. One whose predecessor has just gone is not.</summary>
    private void TurnAway(Socket client)
    {
        if (_listener.Poll(TimeSpan.Zero, SelectMode.SelectRead) && !client.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            _listener.Accept().Dispose();
        }
    }

    private void HangUp(Socket client)
    {
        _client = null;
        client.Dispose();
    }
}
