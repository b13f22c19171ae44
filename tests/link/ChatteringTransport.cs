// A line that is fine at the start rate and turns to endless noise, which never falls silent again, when the rate is raised.
namespace NanoCoopNet.Link.Tests;

internal sealed class ChatteringTransport(IByteTransport inner) : IByteTransport
{
    private bool _chatters;

    public string Name => inner.Name;

    public bool HasBaud => true;

    public int Read(Span<byte> buffer, int timeoutMs)
    {
        if (!_chatters)
        {
            return inner.Read(buffer, timeoutMs);
        }

        Thread.Sleep(1);
        buffer.Fill((byte)'U');
        return buffer.Length;
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        if (!_chatters)
        {
            inner.Write(data);
        }
    }

    public void SetBaud(int baud) => _chatters |= baud != Transports.StartBaud;

    public void Dispose() => inner.Dispose();
}
