// The tool in a checkout that its user cannot write: native code is built in the cache folder, and doctor reports.

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class ReadOnlyCheckoutTests
{
    private static readonly string[] Sources = ["nanoCoopNet.sln", "nf-interop", "boards"];

    [TestMethod]
    [TestCategory("Slow")]
    public void DoctorReportsAndBuildsInTheCacheFolder()
    {
        OrdinaryUser.Require();
        Needs.Installed(Bridge.Tool.Compiler, Bridge.Tool.CMake, Bridge.Tool.Make);
        using TestFolder folder = new();
        string user = Directory.CreateDirectory(folder["user"]).FullName;
        OrdinaryUser.Own(folder.Root);
        string clone = Copy(folder["clone"]);

        ProcessOutcome built = Doctor(clone, new() { ["HOME"] = user, ["XDG_CACHE_HOME"] = null });
        StringAssert.Contains(Unwrapped(built), $"{user}/.cache/nanocoop/", "the native library lies in the cache folder");
        ExpectReport(built);

        ProcessOutcome nowhere = Doctor(clone, new() { ["HOME"] = user, ["XDG_CACHE_HOME"] = "/proc/none" });
        StringAssert.Contains(
            Unwrapped(nowhere),
            "setXDG_CACHE_HOMEtoafolderthatyoumaywrite",
            "a problem with advice, not an error"
        );
        Assert.AreEqual((int)ExitCode.DoctorFoundProblems, nowhere.ExitCode);
        Subprocess.Succeed(null, "chmod", "-R", "u+w", clone);
    }

    private static void ExpectReport(ProcessOutcome doctor)
    {
        Assert.IsTrue(
            doctor.ExitCode is (int)ExitCode.Success or (int)ExitCode.DoctorFoundProblems,
            doctor.Output + doctor.Error
        );
        Assert.DoesNotContain("error ", doctor.Error);
    }

    private static ProcessOutcome Doctor(string clone, Dictionary<string, string?> environment)
    {
        environment["NANOCOOP_ROOT"] = clone;
        environment["NANOCOOP_NO_INSTALL"] = "1";
        return OrdinaryUser.Run(environment, "dotnet", Path.Combine(AppContext.BaseDirectory, "nanocoop.dll"), "doctor");
    }

    /// <summary>What was said, without the spaces and line ends of the table.</summary>
    private static string Unwrapped(ProcessOutcome outcome) =>
        string.Concat((outcome.Output + outcome.Error).Where(c => !char.IsWhiteSpace(c)));

    /// <summary>The sources that native builds need, as files that nobody may write.</summary>
    private static string Copy(string to)
    {
        string[] files = Subprocess
            .Succeed(
                null,
                "git",
                ["-c", "safe.directory=*", "-C", SourceTree.Root, "ls-files", "-co", "--exclude-standard", "--", .. Sources]
            )
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string file in files.Where(f => File.Exists(SourceTree.PathOf(f))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, file))!);
            File.Copy(SourceTree.PathOf(file), Path.Combine(to, file));
        }

        Subprocess.Succeed(null, "chmod", "-R", "a-w,a+rX", to);
        return to;
    }
}
