// Keeps two commands from writing one record: a lock file beside it, held open, that ends with the process however it ends.
namespace NanoCoopNet.Cli.Board;

/// <summary>The right to write a record.</summary>
internal sealed class RecordLock : IDisposable
{
    /// <summary>ERROR_SHARING_VIOLATION, or EWOULDBLOCK as flock gives it.</summary>
    private static readonly int Occupied =
        OperatingSystem.IsWindows() ? unchecked((int)0x80070020)
        : OperatingSystem.IsMacOS() ? 35
        : 11;

    private readonly string _path;
    private readonly FileStream _held;

    private RecordLock(string path, FileStream held)
    {
        _path = path;
        _held = held;
    }

    /// <summary>Takes it.</summary>
    /// <param name="record">The record to be written.</param>
    /// <exception cref="CliException">FileNotWritable: another command is writing it.</exception>
    public static RecordLock Take(string record)
    {
        string path = record + ".lock";
        FileStream? held = TryHold(path);

        // whoever had it may have deleted the file between its opening and its locking here; then it can be opened once more
        for (FileStream? newer; held is not null && (newer = TryHold(path)) is not null; held = newer)
        {
            held.Dispose();
        }

        return held is not null
            ? new RecordLock(path, held)
            : throw new CliException(
                ExitCode.FileNotWritable,
                $"another nanocoop is writing {record}",
                "wait until it has ended, or give another --out"
            );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_path);
        _held.Dispose();
    }

    /// <summary>Opens the file for itself alone; null where another one has it.</summary>
    private static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == Occupied)
        {
            return null;
        }
    }
}
