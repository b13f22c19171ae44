// The wire between the virtual board's serial port and the program at its other end.
namespace NanoCoopNet.VirtualBoard;

/// <summary>A byte stream that lives as long as the board; programs come and go at its other end.</summary>
public interface IBoardTransport : IDisposable
{
    /// <summary>What a program opens: <c>/dev/pts/N</c>, or <c>tcp://127.0.0.1:N</c>.</summary>
    string PortName { get; }

    /// <summary>Takes what has arrived, waiting for the first byte at most <paramref name="timeoutMs"/>; 0 where none came or
    /// nobody is there.</summary>
    int Read(Span<byte> buffer, int timeoutMs);

    /// <summary>Sends; bytes nobody takes are lost, as on a wire that is not plugged in.</summary>
    void Write(ReadOnlySpan<byte> data);
}
