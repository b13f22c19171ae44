// The .nfproj projects cannot be built here, so what a build would find is looked for: sources listed, versions and paths in
// step.
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed partial class NanoProjectTests
{
    private const string DeviceProject = "firmware/device.nano/NanoCoopNet.Device.nfproj";
    private const string TestProject = "tests/device/nano/NFUnitTest.nfproj";

    private static readonly string[] Projects =
    [
        "nf-interop/managed/NanoCoopNet.Interop.nfproj",
        DeviceProject,
        "firmware/app/NanoCoopNet.App.nfproj",
        TestProject,
        "firmware/samples/FirstApp/FirstApp.nfproj",
        "firmware/samples/KeywordLed/KeywordLed.nfproj",
        "firmware/samples/Logger/Logger.nfproj",
        "firmware/samples/PictureButton/PictureButton.nfproj",
    ];

    public static IEnumerable<object[]> AllProjects => Projects.Select(p => new object[] { p });

    /// <summary>Under MSTest the using names nothing, so no compiler here misses it.</summary>
    [TestMethod]
    public void SharedTestsNameTheDevicesTestFramework()
    {
        string[] tests =
        [
            .. Directory
                .GetFiles(SourceTree.PathOf("tests", "device", "shared"), "*.cs")
                .Where(f => File.ReadAllText(f).Contains("[TestMethod]", StringComparison.Ordinal)),
        ];
        Assert.IsNotEmpty(tests);
        foreach (string file in tests)
        {
            StringAssert.Contains(File.ReadAllText(file), "using nanoFramework.TestFramework;", file);
        }
    }

    [TestMethod]
    [DynamicData(nameof(AllProjects))]
    public void EverySourceIsCompiled(string project)
    {
        XDocument xml = XDocument.Load(SourceTree.PathOf(project));
        string folder = Path.GetDirectoryName(SourceTree.PathOf(project))!;
        string[] listed =
        [
            .. Elements(xml, "Compile")
                .Select(e => e.Attribute("Include")!.Value.Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
        IEnumerable<string> files = Directory.GetFiles(folder, "*.cs");
        string? shared = project switch
        {
            TestProject => "tests/device/shared",
            DeviceProject => "nf-interop/contract",
            _ => null,
        };
        if (shared is not null)
        {
            files = files.Concat(Directory.GetFiles(SourceTree.PathOf(shared), "*.cs"));
        }

        string[] there =
        [
            .. files
                .Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];
        CollectionAssert.AreEqual(there, listed);
    }

    [TestMethod]
    [DynamicData(nameof(AllProjects))]
    public void VersionsAreThoseOfTheTable(string project)
    {
        Dictionary<string, string> table = PackageRow()
            .Matches(File.ReadAllText(SourceTree.PathOf("firmware/PACKAGES.md")))
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        XDocument packages = XDocument.Load(Path.Combine(Path.GetDirectoryName(SourceTree.PathOf(project))!, "packages.config"));
        Dictionary<string, string> used = packages
            .Root!.Elements()
            .ToDictionary(e => e.Attribute("id")!.Value, e => e.Attribute("version")!.Value);
        foreach ((string id, string version) in used)
        {
            Assert.AreEqual(table.GetValueOrDefault(id), version, id);
        }

        XDocument xml = XDocument.Load(SourceTree.PathOf(project));
        string[] hints =
        [
            .. Elements(xml, "HintPath")
                .Select(e => e.Value.Split('\\').SkipWhile(p => p != "packages").ElementAt(1))
                .Distinct()
                .Order(),
        ];
        CollectionAssert.AreEqual(used.Select(p => $"{p.Key}.{p.Value}").Order().ToArray(), hints);
    }

    [TestMethod]
    [DynamicData(nameof(AllProjects))]
    public void PathsExist(string project)
    {
        XDocument xml = XDocument.Load(SourceTree.PathOf(project));
        string folder = Path.GetDirectoryName(SourceTree.PathOf(project))!;
        IEnumerable<string> paths = Elements(xml, "ProjectReference")
            .Select(e => e.Attribute("Include")!.Value)
            .Concat(
                Elements(xml, "Import")
                    .Select(e => e.Attribute("Project")!.Value)
                    .Where(p => !p.StartsWith("$(", StringComparison.Ordinal))
            );
        foreach (string path in paths)
        {
            Assert.IsTrue(File.Exists(Path.Combine(folder, path.Replace('\\', Path.DirectorySeparatorChar))), path);
        }
    }

    [TestMethod]
    public void OnlyConfigurationDeviceBuildsThemAndDeploysTheApp()
    {
        string solution = File.ReadAllText(SourceTree.PathOf("nanoCoopNet.sln"));
        foreach (string project in Projects)
        {
            string guid = Elements(XDocument.Load(SourceTree.PathOf(project)), "ProjectGuid").Single().Value.ToUpperInvariant();
            StringAssert.Contains(solution, project.Replace('/', '\\'));
            string[] built =
            [
                .. Regex.Matches(solution, $@"\{{{guid}\}}\.(\w+)\|Any CPU\.Build\.0").Select(m => m.Groups[1].Value),
            ];
            CollectionAssert.AreEqual(new[] { "Device" }, built, project);
            bool deployed = solution.Contains($"{{{guid}}}.Device|Any CPU.Deploy.0", StringComparison.Ordinal);
            Assert.AreEqual(project.Contains("/app/", StringComparison.Ordinal), deployed, project);
        }
    }

    private static IEnumerable<XElement> Elements(XDocument xml, string name) =>
        xml.Descendants().Where(e => e.Name.LocalName == name);

    [GeneratedRegex(@"^\| (nanoFramework\.\S+) \| (\S+) \|", RegexOptions.Multiline)]
    private static partial Regex PackageRow();
}
