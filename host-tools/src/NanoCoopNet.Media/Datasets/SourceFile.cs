// Files of pictures or sounds with their labels: a folder for each class, or a CSV of paths and labels.
using System.Text.RegularExpressions;
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>One file of a data set.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Key">Path below the folder or the CSV, with /; what decides its place in the splits.</param>
/// <param name="Label">Name of its class.</param>
/// <param name="Group">Files of one group (a speaker, a scene) lie in one split; null: a group of its own.</param>
/// <param name="Split">The split that the CSV says; null: drawn.</param>
public sealed record SourceFile(string Path, string Key, string Label, string? Group, string? Split);

/// <summary>Finds the files of a data set.</summary>
public static class SourceFiles
{
    /// <summary>Names of splits in a CSV.</summary>
    public static readonly IReadOnlyList<string> Splits = ["train", "val", "test"];

    /// <summary>Files in order of their keys.</summary>
    /// <param name="source">A folder of folders, each named as its class (subfolders belong to the class), or a CSV with the
    /// columns path and label, and group and split where it has them; paths are from the CSV's folder.</param>
    /// <param name="group">Pattern whose first group (or whole match) in a key names the file's group; null: none. A CSV's column
    /// comes first.</param>
    /// <exception cref="DatasetException">noClasses, badCsv, noGroup.</exception>
    /// <exception cref="NanoCoopException">FileNotFound.</exception>
    public static IReadOnlyList<SourceFile> Find(string source, Regex? group)
    {
        IReadOnlyList<SourceFile> files = Directory.Exists(source) ? OfFolder(source) : OfCsv(source);
        return
        [
            .. files
                .Select(f => f.Group is null && group is not null ? f with { Group = GroupOf(f, group) } : f)
                .OrderBy(f => f.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether all files are sounds; false: all are pictures.</summary>
    /// <exception cref="DatasetException">mixedKinds.</exception>
    public static bool AreSounds(IReadOnlyList<SourceFile> files)
    {
        SourceFile? sound = files.FirstOrDefault(f => SoundFile.IsNamedSo(f.Path)),
            picture = files.FirstOrDefault(f => !SoundFile.IsNamedSo(f.Path));
        return sound is null || picture is null
            ? sound is not null
            : throw new DatasetException(
                "mixedKinds",
                $"{sound.Key} is a recording and {picture.Key} is not",
                "a data set holds one kind: remove the others"
            );
    }

    private static List<SourceFile> OfFolder(string folder)
    {
        List<SourceFile> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsMedia))
        {
            string key = System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/');
            int slash = key.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0 && !key.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX"))
            {
                files.Add(new SourceFile(path, key, key[..slash], null, null));
            }
        }

        return files.Count > 0
            ? files
            : throw new DatasetException(
                "noClasses",
                $"{folder} holds no folders with pictures or recordings",
                "make a folder for each class, named as the class, and put its files there"
            );
    }

    private static List<SourceFile> OfCsv(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        IReadOnlyList<string[]> rows = CsvText.Read(InputFile.ReadText(path));
        string[] columns = rows.Count > 0 ? [.. rows[0].Select(c => c.Trim().ToLowerInvariant())] : [];
        if (!columns.Contains("path") || !columns.Contains("label"))
        {
            throw new DatasetException(
                "badCsv",
                $"{path} has no columns path and label",
                "its first line is path,label and perhaps ,group,split"
            );
        }

        List<SourceFile> files = [];
        for (int i = 1; i < rows.Count; i++)
        {
            string[] row = rows[i];
            if (row.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            string? Cell(string column) =>
                Array.IndexOf(columns, column) is >= 0 and int at && at < row.Length && row[at].Trim() is { Length: > 0 } cell
                    ? cell
                    : null;
            string? split = Cell("split")?.ToLowerInvariant();
            if (Cell("path") is not { } file || Cell("label") is not { } label || (split is not null && !Splits.Contains(split)))
            {
                throw new DatasetException(
                    "badCsv",
                    $"row {i + 1} of {path} has no path, no label, or a split that is not one of {string.Join(", ", Splits)}",
                    "correct the row"
                );
            }

            files.Add(new SourceFile(System.IO.Path.Combine(folder, file), file.Replace('\\', '/'), label, Cell("group"), split));
        }

        return files.Count > 0
            ? files
            : throw new DatasetException("noClasses", $"{path} has no rows", "write a row for each file");
    }

    private static string GroupOf(SourceFile file, Regex pattern) =>
        pattern.Match(file.Key) is { Success: true } m
            ? m.Groups[m.Groups.Count > 1 ? 1 : 0].Value
            : throw new DatasetException(
                "noGroup",
                $"the pattern {pattern} of --group does not match {file.Key}",
                "write one that matches every file, e.g. '([^/_]+)_[^/]*$' for SPEAKER_anything.wav"
            );

    private static bool IsMedia(string path) => PictureFile.IsNamedSo(path) || SoundFile.IsNamedSo(path);
}
