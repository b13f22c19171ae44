// Files of this clone, for tests that read them.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Tests;

/// <summary>Where the clone is.</summary>
public static class SourceTree
{
    private static readonly string[] NotSources = ["bin", "obj", "build", "node_modules", ".venv", ".cache", "runs"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = RepositoryRoot.Find();

    /// <summary>Full path of a file or folder, given from the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Sources below a folder: files of these kinds, without what was built, fetched or trained there.</summary>
    /// <param name="folder">Full path; it may be missing.</param>
    /// <param name="kinds">Extensions with their dot.</param>
    public static IEnumerable<string> Files(string folder, IReadOnlyCollection<string> kinds) =>
        !Directory.Exists(folder)
            ? []
            : Directory
                .EnumerateDirectories(folder)
                .Where(sub => !NotSources.Contains(Path.GetFileName(sub)))
                .SelectMany(sub => Files(sub, kinds))
                .Concat(Directory.EnumerateFiles(folder).Where(f => kinds.Contains(Path.GetExtension(f))));

    /// <summary>Text of a file, with line ends of one character.</summary>
    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts)).ReplaceLineEndings("\n");
}
