// nanocoop live as its pages see it: who may open them, what they are told, and what happens when the board goes away.
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed partial class LiveTests
{
    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex References();

    private static readonly string Keywords = Files.Shipped("gscnet-keywords-coopnet");

    [TestMethod]
    public async Task WithoutTheTokenOrFromAnotherSiteNothingIsShown()
    {
        using RunningBoard board = Boards.Start("coopnet");
        using LiveRun live = LiveRun.Start(board.PortName, "--model", Files.Golden());
        Assert.AreEqual("127.0.0.1", live.Address.Host);
        using HttpResponseMessage page = await live.Http.GetAsync(live.Address);
        Assert.AreEqual(HttpStatusCode.OK, page.StatusCode);
        string html = await page.Content.ReadAsStringAsync();
        StringAssert.Contains(html, "<title>nanocoop live</title>");
        Assert.IsFalse(page.Headers.Contains("Access-Control-Allow-Origin"));
        string[] files = [.. References().Matches(html).Select(m => m.Groups[1].Value), "microphone.js"];
        CollectionAssert.IsSubsetOf(new[] { "live.js", "live.css", "icon.svg" }, files);
        foreach (string file in files) // the page may load nothing else (Content-Security-Policy)
        {
            Assert.IsGreaterThan(100, (await live.Http.GetStringAsync(new Uri(live.Address, file))).Length, file);
        }

        foreach (string path in new[] { "/", "/socket", $"/{new string('0', 32)}/", "/live.js" })
        {
            using HttpResponseMessage refused = await live.Http.GetAsync(new Uri(live.Address, path));
            Assert.AreEqual(HttpStatusCode.Forbidden, refused.StatusCode, path);
            StringAssert.Contains(await refused.Content.ReadAsStringAsync(), "whole address", path);
        }

        Assert.AreEqual(HttpStatusCode.NotFound, (await live.Http.GetAsync(new Uri(live.Address, "other"))).StatusCode);
        foreach ((string header, string value) in new[] { ("Host", "evil.example"), ("Origin", "https://evil.example") })
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(live.Address, "picture"));
            request.Headers.TryAddWithoutValidation(header, value);
            Assert.AreEqual(HttpStatusCode.Forbidden, (await live.Http.SendAsync(request)).StatusCode, header);
        }
    }

    [TestMethod]
    public async Task ResultsAndTheThresholdReachEveryPage()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        using LiveRun live = LiveRun.Start(board.PortName, "--model", Files.Golden(), "--power-mw", "400,450");
        using LiveSocket one = await live.Page(),
            two = await live.Page();
        Assert.AreEqual("picture", (await one.Next("state")).GetProperty("kind").GetString());
        byte[] picture = File.ReadAllBytes(files.Picture("a.png", 64, 48));
        foreach (double threshold in new[] { 0.0, 0.99609375 })
        {
            await one.Send($"{{\"threshold\": {threshold.ToString(System.Globalization.CultureInfo.InvariantCulture)}}}");
            foreach (LiveSocket page in new[] { one, two })
            {
                Assert.AreEqual(threshold, (await page.Next("threshold")).GetProperty("threshold").GetDouble());
            }

            (int status, JsonElement said) = await live.Picture(picture);
            Assert.AreEqual(200, status);
            foreach (LiveSocket page in new[] { one, two })
            {
                JsonElement told = await page.Next("result");
                Assert.AreEqual(said.GetProperty("id").GetInt64(), told.GetProperty("id").GetInt64());
                Assert.AreEqual(
                    said.GetProperty("answer").GetString(),
                    told.GetProperty("top")[0].GetProperty("class").GetString()
                );
                bool light = told.GetProperty("confidence").GetDouble() >= threshold;
                Assert.AreEqual(light ? "light" : "full", told.GetProperty("mode").GetString());
                Assert.AreEqual(
                    light,
                    told.GetProperty("layers").EnumerateArray().All(l => l.GetProperty("net").GetString() == "bnn")
                );
                Assert.IsGreaterThan(0, told.GetProperty("ms").GetDouble());
                double ratio = told.GetProperty("mj").GetDouble() / told.GetProperty("ms").GetDouble();
                Assert.IsInRange(0.39, 0.46, ratio, "mJ are ms times 0.400 to 0.450 W");
            }
        }

        using LiveSocket late = await live.Page();
        JsonElement state = await late.Next("state");
        Assert.AreEqual(2, state.GetProperty("history").GetArrayLength(), "a page that comes later sees what was");
        await late.Send("{\"clear\": true}");
        Assert.AreEqual(0, (await one.Next("state")).GetProperty("history").GetArrayLength());
        await late.Send("nonsense");
        StringAssert.Contains((await late.Next("notice")).GetProperty("message").GetString(), "not understood");
    }

    [TestMethod]
    public async Task WhatIsNoPictureIsSaidAndTheNextOneWorks()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        using LiveRun live = LiveRun.Start(board.PortName, "--model", Files.Golden());
        (int status, JsonElement said) = await live.Picture("hello"u8.ToArray());
        Assert.AreEqual(400, status);
        StringAssert.Contains(said.GetProperty("message").GetString(), "is not a picture file");
        Assert.IsGreaterThan(5, said.GetProperty("hint").GetString()!.Length);
        byte[] picture = File.ReadAllBytes(files.Picture("a.png", 64, 48));
        Assert.AreEqual(400, (await live.Picture(picture[..(picture.Length / 2)])).Status, "cut off");
        Assert.AreEqual(200, (await live.Picture(picture)).Status);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public async Task AModelThatHearsTakesNoPictureAndHearsWords()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start();
        Tool.Succeed("push", Keywords, "--port", board.PortName);
        using LiveRun live = LiveRun.Start(board.PortName);
        using LiveSocket page = await live.Page();
        Assert.AreEqual("sound", (await page.Next("state")).GetProperty("kind").GetString());
        (int status, JsonElement said) = await live.Picture(File.ReadAllBytes(files.Picture("a.png", 64, 48)));
        Assert.AreEqual(400, status);
        StringAssert.Contains(said.GetProperty("message").GetString(), "is a model for sound");

        byte[] word = File.ReadAllBytes(Path.Combine(Repository.Models, "keywords-wav", "yes.wav"))[44..];
        byte[] sound = [.. new byte[32000], .. word, .. new byte[64000]];
        Task sending = Task.Run(async () =>
        {
            foreach (byte[] piece in sound.Chunk(3200))
            {
                await page.Send(piece);
                await Task.Delay(100); // as a microphone gives it
            }
        });
        await page.Next(m =>
            m.GetProperty("type").GetString() == "window"
            && m.TryGetProperty("answer", out JsonElement a)
            && a.GetString() == "yes"
        );
        Assert.AreEqual("yes", (await page.Next("result")).GetProperty("answer").GetString());
        await sending;
    }

    [TestMethod]
    [TestCategory("Slow")]
    public async Task ABoardThatGoesAwayIsSaidAndComesBack()
    {
        using Files files = new();
        byte[] picture = File.ReadAllBytes(files.Picture("a.png", 64, 48));
        RunningBoard board = Plug(files);
        try
        {
            Tool.Succeed("push", Files.Golden(), "--port", files.At("port"));
            using LiveRun live = LiveRun.Start(files.At("port"), "--model", Files.Golden());
            using LiveSocket page = await live.Page();
            await page.Next("state");
            board.Dispose();
            JsonElement gone = await page.Next(m => m.TryGetProperty("problem", out _));
            Assert.IsGreaterThan(5, gone.GetProperty("hint").GetString()!.Length);
            Assert.AreEqual(503, (await live.Picture(picture)).Status);
            board = Plug(files);
            await page.Next(m => m.GetProperty("type").GetString() == "state" && !m.TryGetProperty("problem", out _));
            Assert.AreEqual(200, (await live.Picture(picture)).Status);
        }
        finally
        {
            board.Dispose();
        }
    }

    [TestMethod]
    public void ASecondOneOnThePortIsRefused()
    {
        using RunningBoard board = Boards.Start("coopnet"),
            other = Boards.Start("coopnet");
        using LiveRun live = LiveRun.Start(board.PortName, "--model", Files.Golden());
        string http = live.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] rest = ["--model", Files.Golden(), "--port", other.PortName];
        StringAssert.Contains(
            Tool.Fail(ExitCode.PortBusy, "portBusy", ["live", "--http", http, .. rest]).Error,
            "another nanocoop live"
        );
    }

    [TestMethod]
    public void ARecordOfAnotherModelIsRefused()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string record = files.At("run.csv");
        Tool.Measure(
            Files.Golden(),
            "--data",
            files.Data("x.npz", Files.GoldenBlob(), 20),
            "--port",
            board.PortName,
            "--out",
            record
        );
        string[] rest = ["--port", board.PortName, "--http", "0", "--run", record];
        Tool.Fail(ExitCode.BadRecord, "badRecord", ["live", "--model", Files.Golden(), .. rest]); // its times are of this PC
        Tool.Succeed("push", Keywords, "--port", board.PortName);
        Tool.Fail(ExitCode.ModelMismatch, "modelMismatch", ["live", .. rest]);
    }

    internal static RunningBoard Plug(Files files) =>
        Needs.Tools(() =>
            RunningBoard.Start(
                new VirtualBoardOptions
                {
                    Cpu = BoardCpu.Pc,
                    FlashFile = files.At("board.bin"),
                    SettingsFile = files.At("settings"),
                    Link = files.At("port"),
                }
            )
        );
}
