// A wire under the test's control: bytes put in arrive at the board, bytes the board sends are kept.
using System.Collections.Concurrent;

namespace NanoCoopNet.VirtualBoard.Tests;

internal sealed class QueueTransport : IBoardTransport
{
    private readonly BlockingCollection<byte[]> _incoming = [];

    public string PortName => "test";

    public ConcurrentQueue<byte> Sent { get; } = new();

    public void Arrive(params byte[] data) => _incoming.Add(data);

    public int Read(Span<byte> buffer, int timeoutMs)
    {
        if (!_incoming.TryTake(out byte[]? data, timeoutMs))
        {
            return 0;
        }

        int taken = Math.Min(buffer.Length, data.Length);
        data.AsSpan(0, taken).CopyTo(buffer);
        if (taken < data.Length)
        {
            throw new InvalidOperationException("put in at most 64 bytes at a time");
        }

        return taken;
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        foreach (byte b in data)
        {
            Sent.Enqueue(b);
        }
    }

    public void Dispose() => _incoming.Dispose();
}
