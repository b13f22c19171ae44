// Files of this clone, for tests that read them.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Tests;

/// <summary>Where the clone is.</summary>
public static class SourceTree
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = RepositoryRoot.Find();

    /// <summary>Full path of a file or folder, given from the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Text of a file, with line ends of one character.</summary>
    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts)).ReplaceLineEndings("\n");
}
