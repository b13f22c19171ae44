// One build of a thing at a time, by whichever process came first; the others wait.
namespace NanoCoopNet.Bridge;

/// <summary>A lock between processes, held while the stream is open.</summary>
public static class BuildLock
{
    private const int TimeoutMs = 10 * 60 * 1000;
    private const int PollMs = 100;

    /// <summary>Waits for the lock file at a path.</summary>
    /// <exception cref="IOException">Another process holds it for ten minutes.</exception>
    public static FileStream Take(string path)
    {
        for (int waitedMs = 0; ; waitedMs += PollMs)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waitedMs < TimeoutMs)
            {
                Thread.Sleep(PollMs);
            }
        }
    }
}
