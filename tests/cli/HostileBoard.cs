// A board that lies: a TCP port behind which a real virtual board answers, and everything it says goes through a lie first.
using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

/// <summary>Serves programs one after another until it is disposed.</summary>
internal sealed class HostileBoard : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IByteTransport _board;
    private readonly Func<Frame, IEnumerable<byte[]>> _lie;
    private readonly Thread _thread;
    private volatile bool _stopped;

    /// <param name="board">Answers; nobody else talks to it.</param>
    /// <param name="lie">What is sent in place of a reply: none, one or more pieces of bytes.</param>
    public HostileBoard(RunningBoard board, Func<Frame, IEnumerable<byte[]>> lie)
    {
        _board = Transports.Open(board.PortName);
        _lie = lie;
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true, Name = "hostile board" };
        _thread.Start();
    }

    public string PortName => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The reply as it is.</summary>
    public static byte[] Truth(Frame frame) => FrameCodec.Encode(frame.Type, frame.Sequence, frame.Payload);

    /// <summary>The reply with another payload.</summary>
    public static byte[] Lie(Frame frame, Action<byte[]> change)
    {
        byte[] payload = [.. frame.Payload];
        change(payload);
        return FrameCodec.Encode(frame.Type, frame.Sequence, payload);
    }

    public void Dispose()
    {
        _stopped = true;
        _listener.Stop();
        _thread.Join();
        _board.Dispose();
    }

    private void Serve()
    {
        try
        {
            while (!_stopped)
            {
                using Socket client = _listener.AcceptSocket();
                client.SendTimeout = 20_000;
                try
                {
                    Serve(client);
                }
                catch (SocketException)
                {
                    // The program has gone, or does not read.
                }
            }
        }
        catch (Exception e) when (_stopped && e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private void Serve(Socket client)
    {
        LinkReader reader = new();
        byte[] buffer = new byte[4096];
        while (!_stopped)
        {
            if (client.Poll(0, SelectMode.SelectRead))
            {
                int count = client.Receive(buffer);
                if (count == 0)
                {
                    return;
                }

                _board.Write(buffer.AsSpan(0, count));
            }

            reader.Feed(buffer.AsSpan(0, _board.Read(buffer, 1)));
            if (reader.TakeText() is { Length: > 0 } text)
            {
                client.Send(Encoding.UTF8.GetBytes(text));
            }

            while (reader.Frames.TryDequeue(out Frame? frame))
            {
                foreach (byte[] piece in _lie(frame))
                {
                    client.Send(piece);
                }
            }
        }
    }
}
