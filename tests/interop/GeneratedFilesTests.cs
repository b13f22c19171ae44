// Everything generated says what native-interface.json and the C lists say, and a wrong list is refused with a reason.
using NanoCoopNet.InterfaceGenerator;

namespace NanoCoopNet.Interop.Tests;

[TestClass]
public sealed class GeneratedFilesTests
{
    [TestMethod]
    public void GeneratedFilesAreUpToDate()
    {
        IReadOnlyList<GeneratedFile> stale = Generation.Stale(Repository.Root);
        Assert.IsEmpty(stale, $"stale: {string.Join(", ", stale.Select(f => f.Path))}; run: dotnet run --project nf-interop/generator");
    }

    [TestMethod]
    [DataRow("long x", "type is not int")]
    [DataRow("in int x", "only an array")]
    [DataRow("int", "expected")]
    public void AnUnknownArgumentIsRefused(string argument, string reason)
    {
        string json = $$"""{ "interfaceVersion": 1, "functions": [ { "name": "F", "where": "board", "args": ["{{argument}}"], "summary": "" } ] }""";
        var error = Assert.ThrowsExactly<InvalidDataException>(() => InterfaceGenerator.NativeInterface.Parse(json));
        Assert.Contains(reason, error.Message);
    }

    [TestMethod]
    public void AnUnknownPlaceIsRefused()
    {
        const string Json = """{ "interfaceVersion": 1, "functions": [ { "name": "F", "where": "moon", "args": [], "summary": "" } ] }""";
        Assert.Contains("moon", Assert.ThrowsExactly<InvalidDataException>(() => InterfaceGenerator.NativeInterface.Parse(Json)).Message);
    }
}
