// Where things are built: in the checkout, or in the user's cache folder where the checkout cannot be written.
namespace NanoCoopNet.Bridge;

/// <summary>Folders that builds write to.</summary>
public static class BuildFolder
{
    /// <summary>A folder of the checkout, made where it is missing; its counterpart in the cache folder where it cannot be
    /// written.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="path">The folder, relative to the checkout.</param>
    /// <exception cref="ToolchainException"><c>buildFailed</c>: neither can be written.</exception>
    public static string Of(string root, string path)
    {
        string here = Path.Combine(root, path),
            elsewhere = Path.Combine(Cache, "nanocoop", NameOf(root), path);
        return IsWritable(here) ? here
            : IsWritable(elsewhere) ? elsewhere
            : throw new ToolchainException(
                ExitCode.BuildFailed,
                null,
                $"neither {here} nor {elsewhere} can be written, so nothing can be built",
                "set XDG_CACHE_HOME to a folder that you may write"
            );
    }

    // As host-tools/nanocoop names it.
    private static string NameOf(string root) => root.TrimStart('/').Replace(':', '-').Replace('\\', '-').Replace('/', '-');

    /// <summary>The user's folder for what can be made again.</summary>
    public static string Cache =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static bool IsWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream probe = new(
                Path.Combine(folder, $".write-{Environment.ProcessId}"),
                FileMode.Create,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
