// `repack` and the layouts `inspect` explains, as a script sees them.
using System.Text.Json;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class RepackTests
{
    [TestMethod]
    public void RepackChoosesAndReportsAndCanGoBack()
    {
        using Files files = new();
        string packed = files.At("packed.ncn"),
            back = files.At("back.ncn"),
            again = files.At("again.ncn");
        JsonElement json = Needs.Tools(() => Tool.Succeed("repack", Shipped, "-o", packed, "--json").Json);
        Assert.AreEqual(new FileInfo(packed).Length, json.GetProperty("blobBytes").GetInt64());
        Assert.AreEqual(BlobReader.ReadFile(packed).Header.Sha256, json.GetProperty("sha256").GetString());
        Assert.AreEqual(
            json.GetProperty("packing").ToString(),
            Tool.Succeed("inspect", packed, "--json").Json.GetProperty("packing").ToString(),
            "inspect says the same"
        );
        Tool.Succeed("repack", packed, "-o", back, "--layout", "reference");
        Tool.Succeed("repack", back, "-o", again);
        CollectionAssert.AreEqual(File.ReadAllBytes(packed), File.ReadAllBytes(again), "lossless, and the same choice again");
    }

    [TestMethod]
    public void CardsFollowTheBlobTheyName()
    {
        using Files files = new();
        string own = files.At("own.json"),
            other = files.At("other.json"),
            output = files.At("packed.ncn"),
            models = Path.GetDirectoryName(Shipped)!;
        string given = Path.Combine(models, "caffenet-cifar10-coopnet.ncn");
        File.Copy(Path.Combine(models, "caffenet-cifar10-coopnet.json"), own);
        File.Copy(Path.Combine(models, "caffenet-cifar10-bcnet.json"), other);
        string before = File.ReadAllText(other);
        Needs.Tools(() =>
            Tool.Succeed("repack", given, "-o", output, "--budget-flash", "785408", "--card", own, "--card", other)
        );
        BlobHeader header = BlobReader.ReadFile(output).Header;
        JsonElement integer = JsonDocument.Parse(File.ReadAllText(own)).RootElement.GetProperty("integer");
        Assert.AreEqual(header.Sha256, integer.GetProperty("blobSha256").GetString());
        Assert.AreEqual(header.BlobBytes, integer.GetProperty("blobBytes").GetInt32());
        Assert.AreEqual(
            before.Replace(BlobReader.ReadFile(given).Header.Sha256, header.Sha256, StringComparison.Ordinal),
            File.ReadAllText(other)
        );
        Tool.Fail(ExitCode.BadData, "badCard", "repack", Shipped, "-o", output, "--card", own);
        Assert.AreEqual(header.Sha256, BlobReader.ReadFile(output).Header.Sha256, "a failure leaves the blob as it was");
    }

    [TestMethod]
    public void ABudgetThatNothingFitsIsAnErrorAndWritesNothing()
    {
        using Files files = new();
        string output = files.At("packed.ncn");
        Needs.Tools(() => Tool.Succeed("repack", Shipped, "-o", output));
        byte[] before = File.ReadAllBytes(output);
        Tool.Fail(
            ExitCode.QuantiseFailed,
            "overBudget",
            "repack",
            Shipped,
            "-o",
            output,
            "--budget-ram",
            "20000",
            "--budget-dtcm",
            "20000"
        );
        Tool.Fail(ExitCode.QuantiseFailed, "overBudget", "repack", Shipped, "-o", output, "--budget-flash", "100000");
        CollectionAssert.AreEqual(before, File.ReadAllBytes(output));
    }

    [TestMethod]
    public void ATighterBudgetIsKeptAndNamed()
    {
        using Files files = new();
        string output = files.At("packed.ncn");
        int fastest = Needs
            .Tools(() => Tool.Succeed("repack", Shipped, "-o", output, "--budget-flash", "785408", "--json").Json)
            .GetProperty("blobBytes")
            .GetInt32();
        int smallest = Tool.Succeed("repack", Shipped, "-o", output, "--layout", "reference", "--json")
            .Json.GetProperty("blobBytes")
            .GetInt32();
        for (int budget = smallest; budget < fastest; budget += 32 * 1024)
        {
            JsonElement json = Tool.Succeed("repack", Shipped, "-o", output, "--budget-flash", $"{budget}", "--json").Json;
            Assert.IsLessThanOrEqualTo(budget, json.GetProperty("blobBytes").GetInt32());
            StringAssert.Contains(json.GetProperty("packing").ToString(), "flash: ", "what the budget refused");
        }
    }

    [TestMethod]
    public void Packing() =>
        VerifiedText.Check(shell =>
            PackingView.Render(
                shell,
                new PackingReport(
                    new(261120, 98304, 131072),
                    123456,
                    98000,
                    50000,
                    [
                        new(
                            NetKind.Bnn,
                            0,
                            LayerOp.ConvInt8ToBits,
                            "reference",
                            new(2_160_000, 2_000_000, 2_170_000),
                            InSram.None,
                            2400,
                            512,
                            []
                        ),
                        new(
                            NetKind.Int8,
                            0,
                            LayerOp.Conv,
                            "paired",
                            new(21_600_000, 10_000_000, 43_000_000, false),
                            InSram.Source | InSram.Result,
                            25600,
                            8192,
                            [
                                new("reference", 30_000_000, 25600, 0, "slower"),
                                new("f45", 10_000_000, 81920, 9000, "flash: 2,016 bytes over the budget"),
                                new(
                                    "f23",
                                    null,
                                    0,
                                    0,
                                    "the weight layout cannot hold filters of this window, stride or number of channels"
                                ),
                            ]
                        ),
                        new(NetKind.Glue, 0, LayerOp.Concat, "reference", null, InSram.All, 0, 0, []),
                    ]
                )
            )
        );

    private static string Shipped =>
        Path.Combine(Bridge.RepositoryRoot.Find(), "host-tools", "models", "caffenet-cifar10-bcnet.ncn");
}
