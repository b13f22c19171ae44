// A cable that breaks after some bytes: for transfers that are interrupted.
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

/// <summary>Passes on bytes to the board until its budget is used, then behaves as a port that was pulled.</summary>
internal sealed class CutTransport(IByteTransport inner, long bytesUntilCut) : IByteTransport
{
    private long _left = bytesUntilCut;

    public string Name => inner.Name;

    public bool HasBaud => inner.HasBaud;

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    public int Read(Span<byte> buffer, int timeoutMs) => _left > 0 ? inner.Read(buffer, timeoutMs) : throw Pulled();

    public void Write(ReadOnlySpan<byte> data)
    {
        int passed = (int)Math.Min(_left, data.Length);
        inner.Write(data[..passed]);
        Written += passed;
        _left -= passed;
        if (passed < data.Length)
        {
            throw Pulled();
        }
    }

    public void SetBaud(int baud) => inner.SetBaud(baud);

    public void Dispose() => inner.Dispose();

    private LinkException Pulled() => new(ExitCode.PortVanished, $"{Name} was pulled", "plug it in again");
}
