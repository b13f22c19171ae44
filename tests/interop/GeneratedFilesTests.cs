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
        IReadOnlyList<GeneratedFile> stale = Generation.Stale(SourceTree.Root);
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
        (string Path, string Text)[] sources =
        [
            .. folders
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*", SearchOption.AllDirectories)
                )
                .Select(file => Path.GetRelativePath(SourceTree.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(file => Path.GetExtension(file) is ".cs" or ".c" or ".cpp" or ".py" && !Skipped().IsMatch(file))
                .Select(file => (file, File.ReadAllText(Path.Combine(SourceTree.Root, file)))),
        ];
        string[] found = [.. NativeArrays.ReadByNumber(sources)];
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    [DataRow("a.cs", "int[] info = new int[ModelField.Ints]; int slot = info[19];")]
    [DataRow("a.cs", "int[] info = new int[ModelField.Ints]; int of = info[7 + net];")]
    [DataRow("a.cs", "int[] info = new int[ModelField.Ints]; var some = info[14..17];")]
    [DataRow("a.cs", "scores[net] = new int[ConfidenceField.Ints]; int best = scores[net][0];")]
    [DataRow("a.cs", "Use(time[TimeField.Kind], time[2]);")]
    [DataRow("a.c", "int32_t ncn_f(int32_t *v, int32_t vLength) { v[3] = 0; }")]
    [DataRow("a.py", "from pc_native import PcNative\nself.assertEqual(values[1], 2)")]
    public void ANativeArrayReadByNumberIsFound(string path, string text) =>
        Assert.HasCount(1, NativeArrays.ReadByNumber([(path, text)]).ToList());

    [TestMethod]
    [DataRow("int[] theInfo = Open(board); theInfo[10] = 0;")]
    [DataRow("using NanoCoopNet.Device; int ram = model.Values[10];")]
    public void ANativeArrayFromAnotherFileIsFound(string text) =>
        Assert.HasCount(
            1,
            NativeArrays
                .ReadByNumber([
                    ("a.cs", "int[] theInfo = new int[ModelField.Ints]; int[] Values = new int[ModelField.Ints];"),
                    ("b.cs", text),
                ])
                .ToList()
        );

    [TestMethod]
    [DataRow("float[] Values = data; float first = a.Values[0];")]
    [DataRow("int[] shape = [1, 2]; int height = shape[0];")]
    [DataRow("int kind = time[TimeField.Kind], first = times[0];")]
    public void AnotherArrayReadByNumberIsLetThrough(string text) =>
        Assert.IsEmpty(NativeArrays.ReadByNumber([("a.cs", "int[] Values = new int[ModelField.Ints];"), ("b.cs", text)]));

    /// <summary>Built and generated files, and sources of planted faults.</summary>
    [GeneratedRegex(@"/(bin|obj|build|node_modules)/|\.g\.|source-rules/|GeneratedFilesTests")]
    private static partial Regex Skipped();
}
