// Files of this clone, for tests that read them.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

internal static class Repository
{
    public static string Root { get; } = RepositoryRoot.Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");
}
