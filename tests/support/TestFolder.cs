// A folder that a test writes to and that is gone after it.
namespace NanoCoopNet.Tests;

/// <summary>A temporary folder.</summary>
public sealed class TestFolder : IDisposable
{
    /// <summary>Its full path.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("nanocoop-test-").FullName;

    /// <summary>Full path of a file in it.</summary>
    public string this[string file] => Path.Combine(Root, file);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
