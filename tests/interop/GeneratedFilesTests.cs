// Everything generated says what native-interface.json and the C lists say, and a wrong list is refused with a reason.
using System.Text.RegularExpressions;
using NanoCoopNet.InterfaceGenerator;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed partial class GeneratedFilesTests
{
    [TestMethod]
    public void GeneratedFilesAreUpToDate()
    {
        IReadOnlyList<GeneratedFile> stale = Generation.Stale(Repository.Root);
        Assert.IsEmpty(
            stale,
            $"stale: {string.Join(", ", stale.Select(f => f.Path))}; run: dotnet run --project nf-interop/generator"
        );
    }

    [TestMethod]
    [DataRow("long x", "type is not int")]
    [DataRow("in int x", "only an array")]
    [DataRow("int", "expected")]
    public void AnUnknownArgumentIsRefused(string argument, string reason)
    {
        string json = $$"""
            { "interfaceVersion": 1, "functions": [
                { "name": "F", "where": "board", "args": ["{{argument}}"], "summary": "" } ] }
            """;
        var error = Assert.ThrowsExactly<InvalidDataException>(() => InterfaceGenerator.NativeInterface.Parse(json));
        Assert.Contains(reason, error.Message);
    }

    [TestMethod]
    public void AnUnknownPlaceIsRefused()
    {
        const string Json =
            """{ "interfaceVersion": 1, "functions": [ { "name": "F", "where": "moon", "args": [], "summary": "" } ] }""";
        Assert.Contains(
            "moon",
            Assert.ThrowsExactly<InvalidDataException>(() => InterfaceGenerator.NativeInterface.Parse(Json)).Message
        );
    }

    [TestMethod]
    [DataRow("""{ "at": 0, "name": "a", "is": "" }, { "at": 0, "name": "b", "is": "" }""", "overlaps")]
    [DataRow("""{ "at": 4, "name": "a", "is": "" }""", "outside")]
    [DataRow("""{ "at": 2, "count": 3, "name": "a", "is": "" }""", "outside")]
    public void AFieldOutsideItsArrayOrOnAnotherIsRefused(string fields, string reason)
    {
        string json = $$"""
            { "interfaceVersion": 1, "functions": [], "arrays": [
                { "name": "A", "ints": 4, "is": "", "fields": [ {{fields}} ] } ] }
            """;
        Assert.Contains(
            reason,
            Assert.ThrowsExactly<InvalidDataException>(() => InterfaceGenerator.NativeInterface.Parse(json)).Message
        );
    }

    [TestMethod]
    public void AnArrayThatIsNotListedIsRefused()
    {
        const string Json = """
            { "interfaceVersion": 1, "functions": [ { "name": "F", "where": "board", "args": ["int[Moon] v"], "summary": "" } ] }
            """;
        Assert.Contains(
            "Moon",
            Assert.ThrowsExactly<InvalidDataException>(() => InterfaceGenerator.NativeInterface.Parse(Json)).Message
        );
    }

    [TestMethod]
    public void NoNativeArrayIsReadByNumber()
    {
        string[] folders = ["nf-interop", "firmware", "boards", "host-tools/src", "tests"];
        string[] found =
        [
            .. folders
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
                )
                .Where(file =>
                    Path.GetExtension(file) is ".cs" or ".c" or ".cpp" or ".py" && !file.Contains(".g.", StringComparison.Ordinal)
                )
                .Where(file =>
                    !Skipped().IsMatch(Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
                )
                .SelectMany(file =>
                    ByNumber()
                        .Matches(File.ReadAllText(file))
                        .Select(m => $"{Path.GetRelativePath(Repository.Root, file)}: {m.Value}")
                ),
        ];
        Assert.IsEmpty(found, string.Join('\n', found));
        Assert.IsTrue(
            ByNumber().IsMatch("info[19]")
                && ByNumber().IsMatch("info[7 + net]")
                && ByNumber().IsMatch("info[14..17]")
                && ByNumber().IsMatch("v = time[2];")
        );
    }

    /// <summary>An int array of the interface, under a name these arrays have in the sources, and a number.</summary>
    [GeneratedRegex(
        @"\b(info(\[[0-9]+[.:]|\[[0-9]+ ?\+)|(?<!images\.)"
            + @"(info|abi|Values|time|begin|commit|slot|state|confidence|_confidence)\[[0-9]+\])"
    )]
    private static partial Regex ByNumber();

    /// <summary>Built files, this one, and two whose arrays of these names are others: SHA-256's and those of the rules'
    /// examples.</summary>
    [GeneratedRegex("/(bin|obj|build|node_modules)/|ncn_sha256|source-rules/|GeneratedFilesTests")]
    private static partial Regex Skipped();
}
