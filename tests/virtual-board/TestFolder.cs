// A folder that a test writes to and that is gone after it.
namespace NanoCoopNet.VirtualBoard.Tests;

internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ncn-test-");

    public string this[string file] => Path.Combine(_folder.FullName, file);

    public void Dispose() => _folder.Delete(recursive: true);
}
