// The documents: every file they link to is there, and what their commands write in the root of a clone is ignored by git.
using System.Text.RegularExpressions;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed partial class DocumentTests
{
    private const int MostLinesOfReadme = 120;

    [TestMethod]
    public void EveryLinkedFileIsThere()
    {
        List<string> broken = [];
        foreach (string document in Documents())
        {
            foreach (Match link in Link().Matches(SourceTree.Read(document)))
            {
                string target = Path.Combine(
                    Path.GetDirectoryName(SourceTree.PathOf(document))!,
                    link.Groups[1].Value.Split('#')[0]
                );
                if (!Path.Exists(target))
                {
                    broken.Add($"{document}: {link.Groups[1].Value}");
                }
            }
        }

        Assert.AreEqual("", string.Join('\n', broken));
    }

    [TestMethod]
    public void WhatDocumentedCommandsWriteIsIgnoredByGit()
    {
        Needs.Program("git", "git");
        List<string> written = [];
        foreach (string document in Documents())
        {
            IEnumerable<string> commands = Code()
                .Matches(SourceTree.Read(document))
                .Select(m => m.Value)
                .Where(c => c.Contains("nanocoop ", StringComparison.Ordinal));
            written.AddRange(
                commands
                    .SelectMany(c => Output().Matches(c))
                    .Select(m => m.Groups[1].Value)
                    .Where(file => !Path.IsPathRooted(file) && file.Any(char.IsAsciiLetterLower) && !file.Contains('$'))
            );
        }

        Assert.Contains("board.bin", written, "the README's own commands are among them");
        string[] files = [.. written.Distinct().Select(f => f + (Path.HasExtension(f) ? "" : "/x"))];
        string[] ignored = Git(["check-ignore", "--no-index", .. files]);
        Assert.AreEqual("", string.Join('\n', files.Except(ignored)));
    }

    [TestMethod]
    public void TheReadmeIsShort() =>
        Assert.IsLessThanOrEqualTo(MostLinesOfReadme, SourceTree.Read("README.md").Split('\n').Length);

    private static string[] Git(params string[] arguments) =>
        Subprocess
            .Run(null, "git", ["-c", "safe.directory=*", "-C", SourceTree.Root, .. arguments])
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Documents() => Git(["ls-files", "-co", "--exclude-standard", "*.md"]);

    [GeneratedRegex(@"\]\((?!https?:|#)([^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>A line of code: indented, or inside a fence.</summary>
    [GeneratedRegex(@"^(    |\$ |host-tools/).*$", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?:--flash|--out|--record|--vcd|--csv|--markdown|--figures|--c|-o) ([^\s`;]+)")]
    private static partial Regex Output();
}
