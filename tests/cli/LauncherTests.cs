// host-tools/nanocoop, the launcher, in a copy of the tree with a stand-in for the .NET SDK that notes what it is asked.

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class LauncherTests
{
    private const string FakeDotnet = """
        #!/bin/sh
        case "$1" in
        --list-sdks) echo "10.0.100 [/sdk]" ;;
        build)
            echo "HOME=${HOME:-} $*" >> "$NOTES/builds"
            to=$(dirname "$2")/bin/Release/net10.0
            while [ $# -gt 0 ]; do [ "$1" != --artifacts-path ] || to=$2/bin/NanoCoopNet.Cli/release; shift; done
            mkdir -p "$to" && echo tool > "$to/nanocoop.dll" ;;
        *) echo "ran: $* root=${NANOCOOP_ROOT:-}" ;;
        esac
        """;

    [TestMethod]
    public void ItStartsWithoutHome()
    {
        using Tree tree = new();
        StringAssert.StartsWith(tree.LaunchWith(home: null), "ran: ");
        StringAssert.Contains(tree.Builds.Single(), "HOME=/", "the SDK gets the home folder of the password file");
    }

    [TestMethod]
    public void ASourceOfTomorrowIsBuiltOnce()
    {
        using Tree tree = new();
        tree.Launch();
        File.SetLastWriteTime(tree.Source, DateTime.Now.AddDays(1));
        tree.Launch();
        Assert.HasCount(1, tree.Builds, "the content is the same");
        File.AppendAllText(tree.Source, "// changed\n");
        File.SetLastWriteTime(tree.Source, DateTime.Now.AddDays(1));
        tree.Launch();
        tree.Launch();
        Assert.HasCount(2, tree.Builds, "changed once");
        File.Delete(tree.Source);
        tree.Launch();
        Assert.HasCount(3, tree.Builds, "a deleted file counts");
    }

    [TestMethod]
    public void WhatAReportBuildsIsNoSource()
    {
        using Tree tree = new();
        tree.Launch();
        string page = Directory.CreateDirectory(tree.At("host-tools/src/NanoCoopNet.Report/page/node_modules/x")).FullName;
        File.WriteAllText(Path.Combine(page, "package.json"), "{}");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(tree.At("nf-interop/build/host")).FullName, "x.json"), "{}");
        tree.Launch();
        Assert.HasCount(1, tree.Builds);
    }

    [TestMethod]
    public void ACheckoutThatCannotBeWrittenIsBuiltInTheCacheFolder()
    {
        using Tree tree = new();
        tree.MakeReadOnly();
        string said = tree.Launch("--version");
        StringAssert.Contains(said, $"ran: {tree.User}/.cache/nanocoop/");
        StringAssert.Contains(said, $"--version root={tree.Root}", "the tool is told where the sources are");
        Assert.AreEqual(said, tree.Launch("--version"));
        StringAssert.Contains(tree.Builds.Single(), "--artifacts-path");
        Assert.IsFalse(Directory.Exists(tree.At("host-tools/.cache")));
    }

    [TestMethod]
    public void AReadOnlyCheckoutThatIsBuiltRunsAsItIs()
    {
        using Tree tree = new();
        tree.Launch();
        tree.MakeReadOnly();
        StringAssert.Contains(
            tree.Launch(),
            $"ran: {tree.Root}/host-tools/src/NanoCoopNet.Cli/bin/Release/net10.0/nanocoop.dll root="
        );
        Assert.HasCount(1, tree.Builds);
    }

    /// <summary>A small copy of the tree; commands run as an ordinary user, for whom a read-only folder is read-only.</summary>
    private sealed class Tree : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("nanocoop-launcher").FullName;

        public Tree()
        {
            OrdinaryUser.Require();
            foreach (
                string folder in new[]
                {
                    "host-tools/src/NanoCoopNet.Cli",
                    "firmware",
                    "boards",
                    "nf-interop",
                    "../user",
                    "../bin",
                }
            )
            {
                Directory.CreateDirectory(At(folder));
            }

            File.Copy(SourceTree.PathOf("host-tools", "nanocoop"), At("host-tools/nanocoop"));
            foreach (string file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json" })
            {
                File.WriteAllText(At(file), "");
            }

            File.WriteAllText(Source, "// source\n");
            string dotnet = Path.Combine(_folder, "bin", "dotnet");
            File.WriteAllText(dotnet, FakeDotnet);
            Subprocess.Succeed(null, "chmod", "755", dotnet);
            OrdinaryUser.Own(_folder);
        }

        public string Root => Path.Combine(_folder, "clone");

        public string User => Path.Combine(_folder, "user");

        public string Source => At("firmware/Source.cs");

        public string[] Builds => File.ReadAllLines(Path.Combine(User, "builds"));

        public string At(string path) => Path.GetFullPath(Path.Combine(Root, path));

        public void MakeReadOnly() => OrdinaryUser.Succeed(null, "chmod", "-R", "a-w", Root);

        public string Launch(params string[] arguments) => LaunchWith(User, arguments);

        public string LaunchWith(string? home, params string[] arguments)
        {
            Dictionary<string, string?> environment = new()
            {
                ["HOME"] = home,
                ["XDG_CACHE_HOME"] = null,
                ["NOTES"] = User,
                ["DOTNET_ROOT"] = null,
                ["PATH"] = $"{_folder}/bin:{Environment.GetEnvironmentVariable("PATH")}",
            };
            return OrdinaryUser.Succeed(environment, "bash", [At("host-tools/nanocoop"), .. arguments]);
        }

        public void Dispose()
        {
            Subprocess.Succeed(null, "chmod", "-R", "u+w", _folder);
            Directory.Delete(_folder, recursive: true);
        }
    }
}
