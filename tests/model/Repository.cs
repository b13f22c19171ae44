// Where the tests find files of the tree, and a folder of their own.
namespace NanoCoopNet.Model.Tests;

internal static class Repository
{
    /// <summary>Full path of a file or folder of the tree, given from its root.</summary>
    public static string PathOf(params string[] parts)
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "nanoCoopNet.sln")))
        {
            at = at.Parent;
        }

        Assert.IsNotNull(at, "the tests run inside the source tree");
        return Path.Combine([at.FullName, .. parts]);
    }
}

/// <summary>A folder that goes away with the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("ncn-model-").FullName;

    public string PathOf(string name) => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
