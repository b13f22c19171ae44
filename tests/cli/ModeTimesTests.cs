// Milliseconds by mode: inspect, models and the cost table have one set of them.
using System.Text.Json;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class ModeTimesTests
{
    [TestMethod]
    [DataRow("caffenet-cifar10-bcnet")]
    [DataRow("lightnet-resnet8-cifar10-coopnet")]
    public void InspectSumsThePartsAndTheCSharp(string name)
    {
        string path = Path.Combine(Repository.Models, name + ".ncn");
        JsonElement modes = Tool.Succeed("inspect", path, "--json", "--full-share", "0.25").Json.GetProperty("modes");
        long Cycles(string part) =>
            modes.GetProperty(part) is { ValueKind: JsonValueKind.Object } e ? e.GetProperty("cycles").GetInt64() : 0;
        long kernels = ModelClock.Of(File.ReadAllBytes(path)).Layers.Sum(net => net.Sum(l => l!.Value.Cycles));
        Assert.AreEqual(kernels, Cycles("bnn") + Cycles("int8") + Cycles("glue"));
        Assert.AreEqual(Cycles("bnn") + Cycles("confidence") + Cycles("managedLight"), Cycles("light"));
        Assert.AreEqual(
            Cycles("bnn") + Cycles("confidence") + Cycles("int8") + Cycles("glue") + Cycles("managedFull"),
            Cycles("full")
        );
        Assert.IsTrue(Cycles("managedLight") > 0 && Cycles("managedFull") > Cycles("managedLight"));
        Assert.AreEqual((0.75 * Cycles("light")) + (0.25 * Cycles("full")), Cycles("mean"), 2);
    }

    [TestMethod]
    public void ModelsHasTheSameMilliseconds()
    {
        JsonElement modes = Tool.Succeed("inspect", Path.Combine(Repository.Models, "caffenet-cifar10-coopnet.ncn"), "--json")
            .Json.GetProperty("modes");
        string row = Tool.Succeed("models", "--savings", "--markdown")
            .Output.Split('\n')
            .Single(l => l.Contains("| caffenet-cifar10-coopnet |", StringComparison.Ordinal));
        foreach (string part in (string[])["light", "int8Alone"])
        {
            string ms = Tables.F(BoardClock.Default.Ms(modes.GetProperty(part).GetProperty("cycles").GetInt64()), 2);
            StringAssert.Contains(row, $"| {ms} |");
        }
    }

    [TestMethod]
    [DataRow("1.5")]
    [DataRow("-1")]
    public void AShareIsAFraction(string share) =>
        Tool.Fail(ExitCode.Usage, "usage", "inspect", Files.Golden("coopnet"), "--full-share", share);
}
