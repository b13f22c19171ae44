// The order of the parts, lowest first: nf-interop, firmware, boards, host-tools. A project may refer to its own part and to
// lower ones. The facts of a board, boards/NAME/board.json, are data without code below all parts: each may embed them.
// .github/CONTRIBUTING.md, "Parts".
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed partial class ReferenceOrderTests
{
    private static readonly string[] Parts = ["nf-interop", "firmware", "boards", "host-tools", "tests"];
    private static readonly string[] ProjectFiles = [".csproj", ".nfproj", ".projitems", ".props", ".targets"];
    private static readonly string[] NotSources = ["bin", "obj", "build", "node_modules", ".venv", ".cache", "runs", "packages"];

    [TestMethod]
    public void EveryProjectRefersToItsOwnPartAndLowerOnes()
    {
        string[] projects = [.. Parts.SelectMany(part => Projects(Path.Combine(SourceTree.Root, part)))];
        Assert.IsGreaterThan(20, projects.Length);
        List<string> against = [.. projects.SelectMany(p => Against(p, XDocument.Load(Path.Combine(SourceTree.Root, p))))];
        Assert.IsEmpty(against, string.Join('\n', against));
    }

    [TestMethod]
    [DataRow("nf-interop/bridge/A.csproj", "<ProjectReference Include=\"../../firmware/device.twin/B.csproj\" />")]
    [DataRow("firmware/device/A.projitems", "<Compile Include=\"$(MSBuildThisFileDirectory)../../boards/virtual/B.cs\" />")]
    [DataRow("firmware/app/A.nfproj", "<ProjectReference Include=\"..\\..\\host-tools\\src\\B\\B.csproj\" />")]
    [DataRow("boards/virtual/A.csproj", "<ProjectReference Include=\"../../host-tools/src/B/B.csproj\" />")]
    [DataRow("boards/virtual/A.csproj", "<Import Project=\"../../host-tools/src/B.props\" />")]
    [DataRow("boards/virtual/A.csproj", "<EmbeddedResource Include=\"../../tests/b.json\" />")]
    [DataRow("host-tools/src/A/A.csproj", "<Reference Include=\"B\"><HintPath>../../../tests/B.dll</HintPath></Reference>")]
    [DataRow("nf-interop/bridge/A.csproj", "<EmbeddedResource Include=\"../../boards/virtual/B/board.json\" />")]
    [DataRow("nf-interop/bridge/A.csproj", "<EmbeddedResource Include=\"../../host-tools/src/board.json\" />")]
    [DataRow("nf-interop/bridge/A.csproj", "<EmbeddedResource Include=\"../../boards/B/pins.json\" />")]
    [DataRow("nf-interop/bridge/A.csproj", "<Compile Include=\"../../boards/B/board.json\" />")]
    public void AReferenceAgainstTheOrderIsFound(string project, string reference) =>
        Assert.HasCount(1, Against(project, XDocument.Parse($"<Project>{reference}</Project>")).ToList());

    [TestMethod]
    [DataRow("host-tools/src/A/A.csproj", "<ProjectReference Include=\"../../../boards/virtual/B.csproj\" />")]
    [DataRow("nf-interop/bridge/A.csproj", "<EmbeddedResource Include=\"../../boards/B/board.json\" />")]
    [DataRow("firmware/device/A.projitems", "<Compile Include=\"$(MSBuildThisFileDirectory)**/*.cs\" />")]
    [DataRow("nf-interop/managed/A.nfproj", "<Reference Include=\"B\"><HintPath>..\\..\\packages\\B.dll</HintPath></Reference>")]
    public void AReferenceInOrderIsLetThrough(string project, string reference) =>
        Assert.IsEmpty(Against(project, XDocument.Parse($"<Project>{reference}</Project>")));

    private static IEnumerable<string> Against(string project, XDocument xml)
    {
        int own = Rank(project);
        foreach ((string item, string reference) in References(xml))
        {
            string relative = reference.Replace('\\', '/').Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal);
            string path = Path.Combine("/", Path.GetDirectoryName(project)!, relative);
            string target = Path.GetRelativePath("/", Path.GetFullPath(path));
            if (Rank(target) > own && !(item == "EmbeddedResource" && FactsOfBoard().IsMatch(target)))
            {
                yield return $"{project} refers to {target}: the order is {string.Join(" -> ", Parts)}";
            }
        }
    }

    [GeneratedRegex("^boards/[^/]+/board\\.json$")]
    private static partial Regex FactsOfBoard();

    private static IEnumerable<(string Item, string Path)> References(XDocument xml) =>
        xml.Descendants()
            .SelectMany(e =>
                e.Attributes()
                    .Where(a => a.Name.LocalName is "Include" or "Project")
                    .Select(a => a.Value)
                    .Append(e.Name.LocalName == "HintPath" ? e.Value : "")
                    .Select(path => (e.Name.LocalName, path))
            )
            .Where(r => r.path.AsSpan().IndexOfAny('/', '\\') >= 0);

    private static int Rank(string path) => Array.FindIndex(Parts, part => path.StartsWith(part + "/", StringComparison.Ordinal));

    private static IEnumerable<string> Projects(string folder) =>
        Directory
            .EnumerateDirectories(folder)
            .Where(sub => !NotSources.Contains(Path.GetFileName(sub)))
            .SelectMany(Projects)
            .Concat(
                Directory
                    .EnumerateFiles(folder)
                    .Where(file => ProjectFiles.Contains(Path.GetExtension(file)))
                    .Select(file => Path.GetRelativePath(SourceTree.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            );
}
