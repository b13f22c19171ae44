// A pseudo terminal (Linux, macOS): programs and people open its slave side as a serial port.
namespace NanoCoopNet.VirtualBoard;

/// <summary>A pty pair; the board holds the master.</summary>
public sealed class PtyTransport : IBoardTransport
{
    private const int PatienceMs = 1000;
    private readonly string? _link;
    private readonly int _master;
    private readonly int _slave;
    private readonly string _path;
    private bool _nobodyReads;

    /// <param name="link">A symbolic link to make to the slave's path, so that the port has the same name on every start.</param>
    /// <exception cref="VirtualBoardException">No pty, or the link cannot be made.</exception>
    public PtyTransport(string? link = null)
    {
        (_master, _slave, _path) = PtyNative.Open();
        PortName = _path;
        if (link is not null)
        {
            MakeLink(link, _path);
            _link = link;
            PortName = link;
        }
    }

    /// <inheritdoc/>
    public string PortName { get; }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, int timeoutMs)
    {
        if (PtyNative.Wait(_master, PtyNative.PollIn, timeoutMs))
        {
            return PtyNative.Read(_master, buffer);
        }

        PtyNative.ClearExclusive(_slave);
        return 0;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            if (!PtyNative.Wait(_master, PtyNative.PollOut, _nobodyReads ? 0 : PatienceMs))
            {
                _nobodyReads = true;
                return;
            }

            _nobodyReads = false;
            data = data[PtyNative.Write(_master, data)..];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_link is not null && new FileInfo(_link).LinkTarget == _path)
        {
            File.Delete(_link);
        }

        PtyNative.Close(_slave);
        PtyNative.Close(_master);
    }

    private void MakeLink(string link, string target)
    {
        try
        {
            var existing = new FileInfo(link);
            if (existing.LinkTarget is not null)
            {
                existing.Delete();
            }

            File.CreateSymbolicLink(link, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PtyNative.Close(_slave);
            PtyNative.Close(_master);
            throw new VirtualBoardException(
                ExitCode.FileNotWritable,
                "linkFailed",
                $"cannot make the link {link}: {e.Message}",
                "give a path that does not exist yet, in a folder that you may write to",
                e
            );
        }
    }
}
