// Whole programs for as long as a campaign lasts: board and push are killed at any moment, and inferences soak.
using System.Diagnostics;
using System.Text.Json;
using NanoCoopNet.Bridge;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class CampaignTests
{
    private const int LongestPushMs = 4000,
        PatienceMs = 120_000;

    [TestMethod]
    [TestCategory(Campaign.Category)]
    public void KillingEitherSideLeavesAWholeModel()
    {
        Random random = TestSeed.New(nameof(KillingEitherSideLeavesAWholeModel));
        string[] models = [Shipped("gscnet-keywords-coopnet"), Shipped("caffenet-cifar10-coopnet")];
        string[] identities = [.. models.Select(m => BlobReader.ReadFile(m).Header.Sha256)];
        using Campaign campaign = new("kill -9");
        using TestFolder folder = new();
        Boards.Start().Dispose(); // native code is built before the first board is timed
        string? inForce = null;
        for (int round = 0; campaign.GoesOn; round++)
        {
            int next = round % models.Length;
            bool killsBoard = random.Next(2) == 0;
            using Process board = StartBoard(folder, out string port);
            using Process push = Start("push", models[next], "--port", port);
            bool pushed = push.WaitForExit(random.Next(LongestPushMs));
            Kill(killsBoard ? board : push);
            Kill(board); // pulled after the push was killed, too: nothing is in order
            Kill(push);

            using Process again = StartBoard(folder, out port);
            string? found = Identity(port);
            Assert.IsTrue(found is null || identities.Contains(found), $"a model that was never pushed: {found}");
            Assert.IsTrue(!pushed || found == identities[next], "what was pushed is there");
            Assert.IsTrue(found is null || found == inForce || found == identities[next], "the one before or the new one");
            Tool.Succeed("push", models[next], "--port", port);
            Assert.AreEqual(inForce = identities[next], Identity(port));
            Kill(again);
            campaign.Add(killsBoard ? "boards killed" : "pushes killed");
        }
    }

    [TestMethod]
    [TestCategory(Campaign.Category)]
    public void InferencesOverTheWireAreThoseOfThePc()
    {
        Random random = TestSeed.New(nameof(InferencesOverTheWireAreThoseOfThePc));
        ModelBlob model = BlobReader.ReadFile(Shipped("gscnet-keywords-coopnet"));
        using Campaign campaign = new("soak");
        using RunningBoard board = Boards.Start();
        using BoardClient client = BoardClient.Open(board.PortName);
        client.Push(model.Bytes.ToArray());
        using PcNative native = new(new PcNativeOptions { ArenaBytes = model.Header.EngineArenaBytes });
        EngineSession session = new(native, 1, native.LoadBlob(0, model.Bytes.Span));
        byte[] sample = new byte[model.Header.Input.Count];
        while (campaign.GoesOn)
        {
            random.NextBytes(sample);
            session.SetInput(sample);
            session.Run(NetKind.Bnn);
            session.Run(NetKind.Int8);
            client.UploadSample(0, sample);
            InferResult result = client.Infer(0, InferRequest.Both);
            (int top, int confidence) = session.Confidence(NetKind.Bnn);
            Assert.AreEqual(top, (int?)result.BnnTop1);
            Assert.AreEqual(confidence, (int?)result.Confidence65536);
            Assert.AreEqual(session.Confidence(NetKind.Int8).Top, (int?)result.Int8Top1);
            campaign.Add("inferences");
        }
    }

    private static string Shipped(string name) => SourceTree.PathOf("host-tools", "models", name + ".ncn");

    private static string? Identity(string port)
    {
        JsonElement info = Tool.Succeed("info", "--port", port, "--json").Json;
        return info.TryGetProperty("status", out JsonElement status) && status.GetProperty("hasModel").GetBoolean()
            ? status.GetProperty("identity").GetString()
            : null;
    }

    private static Process StartBoard(TestFolder folder, out string port)
    {
        Process board = Start("vboard", "--cpu", "pc", "--flash", folder["board.bin"]);
        Task<string?> line = board.StandardOutput.ReadLineAsync();
        Assert.IsTrue(line.Wait(PatienceMs), "the board names its port");
        port = line.Result ?? throw new AssertFailedException(board.StandardError.ReadToEnd());
        return board;
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "nanocoop.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            }
        )!;

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }
}
