// A virtual board behind a TCP port that changes what it says: for boards that are older, broken, or of another make.
using System.Net;
using System.Net.Sockets;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

/// <summary>Passes requests on and replies back, each reply through a function.</summary>
internal sealed class AlteredBoard : IDisposable
{
    private readonly RunningBoard _board;
    private readonly IByteTransport _behind;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Frame, Frame?> _alter;
    private readonly CancellationTokenSource _stop = new();

    /// <param name="alter">Gets a frame of the board; what it gives is sent on, null is not.</param>
    public AlteredBoard(Func<Frame, Frame?> alter)
    {
        _alter = alter;
        _board = Boards.Start();
        _behind = Transports.Open(_board.PortName);
        _listener.Start();
        Task.Run(Serve);
    }

    public string Port => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _behind.Dispose();
        _board.Dispose();
        _stop.Dispose();
    }

    private void Serve()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using TcpClient client = _listener.AcceptTcpClient();
                Serve(client);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or LinkException or ObjectDisposedException)
        {
            // one of the two sides has gone
        }
    }

    private void Serve(TcpClient client)
    {
        NetworkStream stream = client.GetStream();
        LinkReader reader = new();
        byte[] buffer = new byte[4096];
        while (!_stop.IsCancellationRequested)
        {
            if (client.Client.Poll(0, SelectMode.SelectRead))
            {
                int count = stream.Read(buffer);
                if (count == 0)
                {
                    return;
                }

                _behind.Write(buffer.AsSpan(0, count));
            }

            reader.Feed(buffer.AsSpan(0, _behind.Read(buffer, 5)));
            while (reader.Frames.TryDequeue(out Frame? frame))
            {
                if (_alter(frame) is { } sent)
                {
                    stream.Write(FrameCodec.Encode(sent.Type, sent.Sequence, sent.Payload));
                }
            }
        }
    }
}
