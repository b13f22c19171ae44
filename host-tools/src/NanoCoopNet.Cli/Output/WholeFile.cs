// Results in files: half of one is never left behind.
namespace NanoCoopNet.Cli.Output;

/// <summary>Writes beside, then moves.</summary>
internal static class WholeFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(Partial(path), bytes);
        File.Move(Partial(path), path, overwrite: true);
    }

    public static void Write(string path, string text)
    {
        File.WriteAllText(Partial(path), text);
        File.Move(Partial(path), path, overwrite: true);
    }

    private static string Partial(string path) => path + ".partial";
}
