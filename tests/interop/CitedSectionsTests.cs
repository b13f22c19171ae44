// Where a source or a document names a section of a document, the section is there.
using System.Text.RegularExpressions;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed partial class CitedSectionsTests
{
    private static readonly string[] Folders = [".github", "boards", "firmware", "host-tools", "nf-interop", "tests"];
    private static readonly string[] Kinds = [".c", ".h", ".cpp", ".cs", ".py", ".md", ".json", ".cmake", ".def", ".txt", ".sh"];

    [TestMethod]
    public void EveryCitedSectionIsThere()
    {
        IEnumerable<string> inFolders = Folders.SelectMany(f => SourceTree.Files(SourceTree.PathOf(f), Kinds));
        string[] files = [Path.Combine(SourceTree.Root, "README.md"), .. inFolders];
        ILookup<string, string> sections = files
            .Where(f => Path.GetExtension(f) == ".md")
            .SelectMany(f =>
                Section().Matches(File.ReadAllText(f)).Select(m => (Name: Path.GetFileName(f), Section: m.Groups[1].Value))
            )
            .ToLookup(s => s.Name, s => s.Section);
        (string File, string Name, string Section)[] cited =
        [
            .. files.SelectMany(f => Cited(File.ReadAllText(f)).Select(c => (f, c.Name, c.Section))),
        ];
        Assert.IsGreaterThan(40, cited.Length);
        string[] missing =
        [
            .. cited
                .Where(c => !sections[c.Name].Any(s => s.Contains(c.Section, StringComparison.OrdinalIgnoreCase)))
                .Select(c => $"{Path.GetRelativePath(SourceTree.Root, c.File)}: {c.Name} has no section \"{c.Section}\""),
        ];
        Assert.IsEmpty(missing, string.Join('\n', missing));
    }

    [TestMethod]
    public void ASectionThatIsNotThereIsFound() =>
        CollectionAssert.AreEqual(new[] { ("A.md", "No such") }, Cited("/* see docs/A.md,\n * \"No such\" */").ToArray());

    private static IEnumerable<(string Name, string Section)> Cited(string text) =>
        Citation().Matches(LineStart().Replace(text, " ")).Select(m => (Path.GetFileName(m.Groups[1].Value), m.Groups[2].Value));

    /// <summary>A document's name and a section in quotes: the comma and marks of a link may be left out.</summary>
    [GeneratedRegex(@"([A-Za-z0-9_./-]+\.md)[`)\]]*(?:\([^)]*\))?,? ""([A-Z][^""<>\n]{2,60})""")]
    private static partial Regex Citation();

    /// <summary>A heading, or the emphasised words a paragraph or an item begins with.</summary>
    [GeneratedRegex(@"^(?:#+ |(?:- |\d+\. )?\*{1,2})([^*\n]+)", RegexOptions.Multiline)]
    private static partial Regex Section();

    /// <summary>A line end and the comment marks of the next line.</summary>
    [GeneratedRegex(@"\n\s*(?:///|//|\*|\#|/\*)?\s*")]
    private static partial Regex LineStart();
}
