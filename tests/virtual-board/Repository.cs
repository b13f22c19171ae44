// Where the checkout is.
namespace NanoCoopNet.VirtualBoard.Tests;

internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "nanoCoopNet.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
