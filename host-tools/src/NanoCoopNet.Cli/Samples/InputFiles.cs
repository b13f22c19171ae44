// Files that a command line names: one by one, as folders, or as patterns that a shell did not expand.
using NanoCoopNet.Media;

namespace NanoCoopNet.Cli.Samples;

/// <summary>Finds files.</summary>
internal static class InputFiles
{
    /// <summary>Files in the order named; those of a folder or a pattern in order of their names.</summary>
    /// <param name="inputs">Files, folders (their pictures and recordings, subfolders too), or patterns with * and ? in the last
    /// part.</param>
    /// <exception cref="CliException">FileNotFound: nothing is there; Usage: nothing was named.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> inputs) => [.. inputs.SelectMany(Find)];

    private static string[] Find(string input)
    {
        if (Directory.Exists(input))
        {
            string[] files =
            [
                .. Directory.EnumerateFiles(input, "*", SearchOption.AllDirectories).Where(IsMedia).Order(StringComparer.Ordinal),
            ];
            return files.Length > 0
                ? files
                : throw new CliException(
                    ExitCode.FileNotFound,
                    $"{input} holds no pictures and no recordings",
                    $"pictures end in {string.Join(' ', PictureFile.Extensions)}, recordings in "
                        + $"{string.Join(' ', SoundFile.Extensions)}"
                );
        }

        string pattern = Path.GetFileName(input),
            folder = Path.GetDirectoryName(input) is { Length: > 0 } f ? f : ".";
        if (File.Exists(input) || !(pattern.Contains('*') || pattern.Contains('?')))
        {
            return [input];
        }

        string[] found = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
        return found.Length > 0
            ? found
            : throw new CliException(
                ExitCode.FileNotFound,
                $"no file is named {input}",
                "check the path; a pattern is quoted, like '*.png'"
            );
    }

    private static bool IsMedia(string path) =>
        !Path.GetFileName(path).StartsWith('.') && (PictureFile.IsNamedSo(path) || SoundFile.IsNamedSo(path));
}
