// The tool as a .NET tool: packed, installed into an empty home from a folder, run where there is no clone.

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class PackageTests
{
    [TestMethod]
    [TestCategory("Slow")]
    public void ThePackedToolRunsWithoutTheClone()
    {
        Needs.Installed(Bridge.Tool.Compiler, Bridge.Tool.CMake, Bridge.Tool.Make, Bridge.Tool.ArmCompiler, Bridge.Tool.Node);
        OrdinaryUser.Require();
        using TestFolder folder = new();
        string project = SourceTree.PathOf("host-tools", "src", "NanoCoopNet.Cli", "NanoCoopNet.Cli.csproj"),
            packages = folder["packages"],
            home = Directory.CreateDirectory(folder["home"]).FullName;
        Subprocess.Succeed(null, "dotnet", "pack", project, "--no-build", "-c", "Release", "-o", packages, "--nologo");
        File.WriteAllText(
            folder["nuget.config"],
            $"<configuration><packageSources><clear/><add key=\"here\" value=\"{packages}\"/></packageSources></configuration>"
        );
        OrdinaryUser.Own(folder.Root);
        Dictionary<string, string?> environment = new()
        {
            ["HOME"] = home,
            ["DOTNET_CLI_HOME"] = home,
            ["XDG_CACHE_HOME"] = null,
            ["NANOCOOP_ROOT"] = null,
            ["NANOCOOP_LIBRARY"] = null,
            ["NANOCOOP_NO_INSTALL"] = "1",
            ["PATH"] = Path.GetDirectoryName(Environment.ProcessPath) + ":/usr/bin:/bin",
        };
        string tools = folder["tools"];
        string[] install = ["tool", "install", "NanoCoopNet.Tool", "--tool-path", tools, "--configfile", folder["nuget.config"]];
        ProcessOutcome installed = OrdinaryUser.Run(environment, "dotnet", install);
        Assert.AreEqual(0, installed.ExitCode, installed.Output + installed.Error);

        string tool = Path.Combine(tools, "nanocoop");
        ProcessOutcome demo = OrdinaryUser.Run(environment, tool, "demo", "--cpu", "pc", "--count", "5");
        Assert.AreEqual(0, demo.ExitCode, demo.Output + demo.Error);
        Assert.DoesNotContain("building", demo.Error, "the native library is in the package");
        StringAssert.Contains(demo.Output, "Next: nanocoop vboard");
        ProcessOutcome models = OrdinaryUser.Run(environment, tool, "models");
        StringAssert.Contains(models.Output, "lenet5-mnist", models.Error);
    }
}
