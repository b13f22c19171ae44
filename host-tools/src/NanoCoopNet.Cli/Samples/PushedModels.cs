// Which files were pushed last, so that a command after `push` finds the board's model without --model.
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Samples;

/// <summary>A short list in the user's cache folder: hash and path of each model.</summary>
internal static class PushedModels
{
    private const int Most = 20;

    private static string ListFile => Path.Combine(BuildFolder.Cache, "nanocoop", "pushed-models");

    /// <summary>Remembers a file. Where the list cannot be written nothing is remembered: --model is always there.</summary>
    public static void Remember(string path, ModelBlob model)
    {
        string line = $"{model.Header.Sha256} {Path.GetFullPath(path)}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ListFile)!);
            string[] lines = [line, .. Lines().Where(l => l != line).Take(Most - 1)];
            OutputFile.Write(ListFile, string.Concat(lines.Select(l => l + "\n")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NanoCoopException)
        {
            // A cache folder that cannot be written.
        }
    }

    /// <summary>The file of a model, if it was pushed and is still what it was.</summary>
    /// <param name="sha256">The board's model.</param>
    public static string? Find(string sha256) =>
        Lines()
            .Where(l => l.StartsWith(sha256 + " ", StringComparison.Ordinal))
            .Select(l => l[(sha256.Length + 1)..])
            .FirstOrDefault(path => File.Exists(path) && HashOf(path) == sha256);

    private static string? HashOf(string path)
    {
        try
        {
            return BlobReader.ReadFile(path).Header.Sha256;
        }
        catch (NanoCoopException)
        {
            return null;
        }
    }

    private static string[] Lines()
    {
        try
        {
            return File.Exists(ListFile) ? File.ReadAllLines(ListFile) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
