// A line that breaks the first frame of a kind on its way to the board, and lets everything else through.
namespace NanoCoopNet.Link.Tests;

/// <param name="inner">The real line; closed with this one.</param>
/// <param name="breaks">Which frames break.</param>
/// <param name="always">True: all of them; false: the first.</param>
internal sealed class BreakingTransport(IByteTransport inner, Predicate<Frame> breaks, bool always = false) : IByteTransport
{
    public string Name => inner.Name;

    public bool HasBaud => inner.HasBaud;

    public bool HasBroken { get; private set; }

    public int Read(Span<byte> buffer, int timeoutMs) => inner.Read(buffer, timeoutMs);

    public void Write(ReadOnlySpan<byte> data)
    {
        bool isFrame = data.Length > 3 && FrameCodec.TryDecode(data[2..^1]) is { } frame && breaks(frame);
        if (!isFrame || (HasBroken && !always))
        {
            inner.Write(data);
            return;
        }

        HasBroken = true;
        byte[] broken = data.ToArray();
        broken[^3] ^= 1;
        inner.Write(broken);
    }

    public void SetBaud(int baud) => inner.SetBaud(baud);

    public void Dispose() => inner.Dispose();
}
