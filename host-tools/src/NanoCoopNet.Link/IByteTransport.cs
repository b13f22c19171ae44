// The one seam under the protocol: bytes in, bytes out. Implemented by System.IO.Ports and TCP.
namespace NanoCoopNet.Link;

/// <summary>A byte stream to a board. Not thread safe, but one reader and one writer may run at once.</summary>
public interface IByteTransport : IDisposable
{
    /// <summary>The port as the user named it.</summary>
    string Name { get; }

    /// <summary>True where <see cref="SetBaud"/> changes anything (a tty; not TCP).</summary>
    bool HasBaud { get; }

    /// <summary>Reads what is there, waiting for the first byte at most <paramref name="timeoutMs"/>.</summary>
    /// <returns>Bytes read; 0 when the time passed.</returns>
    /// <exception cref="LinkException">PortVanished.</exception>
    int Read(Span<byte> buffer, int timeoutMs);

    /// <summary>Writes all bytes; returns when the system has taken them.</summary>
    /// <exception cref="LinkException">PortVanished.</exception>
    void Write(ReadOnlySpan<byte> data);

    /// <summary>Waits until written bytes have left, then changes the rate.</summary>
    void SetBaud(int baud);
}
