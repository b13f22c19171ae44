// Files of the repository that a test reads.
namespace NanoCoopNet.Device.Tests;

internal static class Repository
{
    /// <summary>The root: the folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static string File(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, "nanoCoopNet.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("nanoCoopNet.sln lies in no folder above the tests");
    }
}
