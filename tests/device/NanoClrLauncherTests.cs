// The device tests on nanoFramework's own CLR, through its launcher, where the environment names both: NANOCOOP_NANOCLR, a
// command that takes .pe files, and NANOCOOP_NANOCLR_TESTS, the .pe files in order (mscorlib, nanoFramework.UnitTestLauncher,
// nanoFramework.TestFramework, nanoFramework.System.Text, NanoCoopNet.Interop, NanoCoopNet.Device, NFUnitTest).
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed partial class NanoClrLauncherTests
{
    private const string Command = "NANOCOOP_NANOCLR";
    private const string Assemblies = "NANOCOOP_NANOCLR_TESTS";
    private const int LimitMs = 120_000;

    [TestMethod]
    public void EverySharedTestPassesThereToo()
    {
        string? command = Environment.GetEnvironmentVariable(Command);
        string? assemblies = Environment.GetEnvironmentVariable(Assemblies);
        if (command is null || assemblies is null)
        {
            Assert.Inconclusive($"{Command} and {Assemblies} name no nanoCLR and the device tests' assemblies");
        }

        string output = Run(command, assemblies.Split(Path.PathSeparator));
        string[] passed = [.. Verdict().Matches(output).Where(m => m.Groups[1].Value == "passed").Select(m => m.Groups[2].Value)];
        Assert.IsEmpty(Verdict().Matches(output).Where(m => m.Groups[1].Value != "passed").Select(m => m.Value).ToList());
        Assert.HasCount(SharedTests(), passed, output);
    }

    [TestMethod]
    public void ThereAreSharedTests() => Assert.IsGreaterThan(30, SharedTests());

    /// <summary>Tests of shared/, a data row each.</summary>
    private static int SharedTests() =>
        typeof(OnDevice.PortTests)
            .Assembly.GetTypes()
            .Where(t =>
                t.Namespace == typeof(OnDevice.PortTests).Namespace && t.GetCustomAttribute<TestClassAttribute>() is not null
            )
            .SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttribute<TestMethodAttribute>() is not null)
            .Sum(m => Math.Max(1, m.GetCustomAttributes<DataRowAttribute>().Count()));

    private static string Run(string command, string[] assemblies)
    {
        using Process clr = Process.Start(new ProcessStartInfo(command, assemblies) { RedirectStandardOutput = true })!;
        Task<string> output = clr.StandardOutput.ReadToEndAsync();
        if (!clr.WaitForExit(LimitMs))
        {
            clr.Kill(entireProcessTree: true);
            Assert.Fail($"{command} did not end in {LimitMs / 1000} s");
        }

        return output.Result;
    }

    [GeneratedRegex(@"^Test (passed|failed|skipped),([^,\r\n]*),.*$", RegexOptions.Multiline)]
    private static partial Regex Verdict();
}
