// The packages of the device libraries: what NuGet would find, and that their pages name the native half they need.
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed partial class NanoPackageTests
{
    private const string InteropFolder = "nf-interop/managed";
    private const string DeviceFolder = "firmware/device.nano";

    [TestMethod]
    [DataRow(InteropFolder, "NanoCoopNet.Interop")]
    [DataRow(DeviceFolder, "NanoCoopNet.Device")]
    public void APackageHasTheAssemblyThatItsProjectBuilds(string folder, string id)
    {
        XElement package = Package(folder, id);
        Assert.AreEqual(id, Value(package, "id"));
        Assert.AreEqual(AssemblyVersion(folder), Value(package, "version") + ".0");
        string[] files = [.. Elements(package, "file").Select(f => f.Attribute("src")!.Value.Replace('\\', '/'))];
        foreach (string extension in new[] { "dll", "pdb", "pdbx", "pe" })
        {
            CollectionAssert.Contains(files, $"bin/Release/{id}.{extension}");
        }

        foreach (string file in files.Where(f => !f.StartsWith("bin/", StringComparison.Ordinal)))
        {
            Assert.IsTrue(File.Exists(SourceTree.PathOf(folder, file)), file);
        }
    }

    [TestMethod]
    public void DependenciesAreThoseOfTheTable()
    {
        string table = File.ReadAllText(SourceTree.PathOf("firmware/PACKAGES.md"));
        string core = CoreLibrary().Match(table).Groups[1].Value;
        string interop = Value(Package(InteropFolder, "NanoCoopNet.Interop"), "version");
        CollectionAssert.AreEqual(
            new[] { $"nanoFramework.CoreLibrary {core}" },
            Dependencies(Package(InteropFolder, "NanoCoopNet.Interop"))
        );
        CollectionAssert.AreEqual(
            new[] { $"nanoFramework.CoreLibrary {core}", $"NanoCoopNet.Interop {interop}" },
            Dependencies(Package(DeviceFolder, "NanoCoopNet.Device"))
        );
    }

    [TestMethod]
    [DataRow(InteropFolder, "NanoCoopNet.Interop")]
    [DataRow(DeviceFolder, "NanoCoopNet.Device")]
    public void ThePageNamesTheNativeChecksum(string folder, string id)
    {
        string page = File.ReadAllText(SourceTree.PathOf(folder, "PACKAGE.md"));
        StringAssert.Contains(page, $"0x{NativeInterface.Checksum:X8}");
        StringAssert.Contains(page, $"| {Value(Package(folder, id), "version")} |");
    }

    private static XElement Package(string folder, string id) => XDocument.Load(SourceTree.PathOf(folder, id + ".nuspec")).Root!;

    private static string[] Dependencies(XElement package) =>
        [.. Elements(package, "dependency").Select(d => $"{d.Attribute("id")!.Value} {d.Attribute("version")!.Value}")];

    private static string AssemblyVersion(string folder) =>
        Version().Match(File.ReadAllText(SourceTree.PathOf(folder, "AssemblyInfo.cs"))).Groups[1].Value;

    private static string Value(XElement package, string name) => Elements(package, name).First().Value;

    private static IEnumerable<XElement> Elements(XElement package, string name) =>
        package.Descendants().Where(e => e.Name.LocalName == name);

    [GeneratedRegex(@"AssemblyVersion\(""([0-9.]+)""\)")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\| nanoFramework\.CoreLibrary \| (\S+) \|", RegexOptions.Multiline)]
    private static partial Regex CoreLibrary();
}
