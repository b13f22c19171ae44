// The page of nanocoop live in Chromium, with a microphone and a camera that play files, against a virtual board.
using System.Text;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
[TestCategory("Slow")]
public sealed class LivePageTests
{
    private const string Fakes = "--use-fake-device-for-media-stream";
    private const string Rows = "[...document.getElementById('history').rows]";
    private const int Rate = 16000;

    // When the level was last loud, when the answer came to be the word, and which modes it had.
    private const string Watch = """
        window.seen = { loud: 0, answers: [] };
        new MutationObserver(() => {
          if (parseFloat(document.getElementById("level").style.width) > 55) window.seen.loud = performance.now();
        }).observe(document.getElementById("level"), { attributes: true });
        new MutationObserver(() => window.seen.answers.push({
          text: document.getElementById("answer").textContent, at: performance.now(), loud: window.seen.loud,
        })).observe(document.getElementById("answer"), { childList: true, characterData: true, subtree: true });
        """;

    [TestMethod]
    [TestCategory("Slow")]
    public async Task AWordIsHeardTheThresholdIsDraggedAndTheBoardIsUnplugged()
    {
        using Files files = new();
        RunningBoard board = LiveTests.Plug(files);
        try
        {
            Tool.Succeed("push", Files.Shipped("gscnet-keywords-coopnet"), "--port", files.At("port"));
            Tool.Succeed("ct", "0.3", "--port", files.At("port"));
            using LiveRun live = LiveRun.Start(files.At("port"));
            using Browser browser = await Browser.Start(
                files,
                Fakes,
                "--use-fake-ui-for-media-stream",
                $"--use-file-for-fake-audio-capture={Words(files)}"
            );
            await browser.Look(1440, 1000, "light");
            await browser.Open(live.Address);
            await browser.Until("document.getElementById('board').textContent.includes('(virtual)')");
            await browser.Value(Watch);
            await browser.Value("document.getElementById('microphone').click()");
            // The word comes again every eight seconds; on a busy PC one of them may be late.
            await browser.Until("window.seen.answers.some(a => a.text === 'yes' && a.at - a.loud < 500)");
            Console.WriteLine(await browser.Text("JSON.stringify(window.seen.answers)"));
            await browser.Until("document.getElementById('history').rows.length > 0");

            foreach ((int end, string mode) in new[] { (1, "full"), (0, "light") })
            {
                await Drag(browser, end);
                await browser.Until(
                    $"document.getElementById('threshold-value').textContent === '{(end == 1 ? "0.996" : "0.000")}'"
                );
                await browser.Value("document.getElementById('clear').click()");
                await browser.Until("document.getElementById('history').rows.length === 0");
                await browser.Until(
                    $"{Rows}.some(r => r.cells[2].textContent === 'happy' && r.cells[3].textContent === '{mode}')"
                );
            }

            await browser.Value("document.getElementById('threshold').focus()");
            await browser.Key("ArrowRight", 39);
            await browser.Until("document.getElementById('threshold').getAttribute('aria-valuetext') === '0.004'");
            await Looks(browser, "sound");

            board.Dispose();
            await browser.Until("!document.getElementById('problem').hidden");
            board = LiveTests.Plug(files);
            await browser.Until("document.getElementById('problem').hidden");
            await browser.Value("document.getElementById('clear').click()");
            await browser.Until("document.getElementById('history').rows.length > 0");
        }
        finally
        {
            board.Dispose();
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public async Task PicturesComeFromFilesAndTheCamera()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        using LiveRun live = LiveRun.Start(board.PortName, "--model", Files.Golden());
        using Browser browser = await Browser.Start(
            files,
            Fakes,
            "--use-fake-ui-for-media-stream",
            $"--use-file-for-fake-video-capture={Video(files)}"
        );
        await browser.Look(1440, 1000, "dark");
        await browser.Open(live.Address);
        await browser.Until("!document.getElementById('pictures').hidden");
        int node = (await browser.Do("Runtime.evaluate", new { expression = "document.getElementById('file')" }))
            .GetProperty("result")
            .GetProperty("objectId")
            .GetString()
            is { } id
            ? (await browser.Do("DOM.describeNode", new { objectId = id }))
                .GetProperty("node")
                .GetProperty("backendNodeId")
                .GetInt32()
            : 0;
        string[] picture = [files.Picture("cat.png", 64, 48)],
            text = [files.Text("notes.png", "no picture")];
        await browser.Do("DOM.setFileInputFiles", new { files = picture, backendNodeId = node });
        await browser.Until("document.getElementById('history').rows[0]?.cells[1].textContent === 'cat.png'");
        Assert.AreNotEqual("–", await browser.Text("document.getElementById('answer').textContent"));
        await browser.Do("DOM.setFileInputFiles", new { files = text, backendNodeId = node });
        await browser.Until("document.getElementById('notice').textContent.includes('not a picture')");
        await browser.Value("document.getElementById('camera').click()");
        await browser.Until("document.getElementById('history').rows[0]?.cells[1].textContent === 'camera'");
        await Looks(browser, "picture");

        using HttpResponseMessage refused = await live.Http.GetAsync(new Uri(live.Address, "/"));
        await browser.Open(new Uri(live.Address, "/"));
        StringAssert.Contains(await browser.Text("document.body.textContent"), "whole address");
    }

    private static async Task Drag(Browser browser, int end)
    {
        string box = "document.getElementById('threshold').getBoundingClientRect()";
        double left = (await browser.Value($"{box}.left + 6")).GetDouble(),
            width = (await browser.Value($"{box}.width - 12")).GetDouble(),
            middle = (await browser.Value($"{box}.top + {box}.height / 2")).GetDouble(),
            value = (await browser.Value("document.getElementById('threshold').value / 255")).GetDouble();
        await browser.Drag(left + (value * width), middle, left + (end * width) + (end == 1 ? 10 : -10), middle);
    }

    // Nothing is cut off, and everything that can be operated has a name. NANOCOOP_SCREENSHOTS keeps pictures of it.
    private static async Task Looks(Browser browser, string name)
    {
        Assert.AreEqual(
            "",
            await browser.Text(
                """
                [...document.querySelectorAll("button, input, [role=region]")]
                  .filter(e => e.getClientRects().length && !(e.textContent.trim() || e.getAttribute("aria-label")
                    || e.getAttribute("aria-labelledby") || e.labels?.length)).map(e => e.id).join(" ")
                """
            )
        );
        foreach (string theme in new[] { "light", "dark" })
        {
            foreach (int width in new[] { 1440, 390 })
            {
                await browser.Look(width, 1000, theme);
                await Task.Delay(200);
                Assert.AreEqual(
                    "True",
                    await browser.Text("document.documentElement.scrollWidth <= innerWidth"),
                    $"{name} at {width}"
                );
                Assert.AreEqual(
                    "",
                    await browser.Text(
                        "[...document.querySelectorAll('#strip div')].filter(d => d.scrollWidth > d.clientWidth)"
                            + ".map(d => d.textContent).join()"
                    ),
                    $"layers cut off at {width}"
                );
                if (Environment.GetEnvironmentVariable("NANOCOOP_SCREENSHOTS") is { } folder)
                {
                    byte[] png = await browser.Screenshot();
                    await File.WriteAllBytesAsync(Path.Combine(folder, $"live-{name}-{theme}-{width}.png"), png);
                }
            }
        }
    }

    /// <summary>"yes" and "happy" between silences: eight seconds that the browser repeats. The binary network knows both, and of
    /// "happy" it is not quite sure.</summary>
    private static string Words(Files files)
    {
        byte[] Word(string name) => File.ReadAllBytes(Path.Combine(Repository.Models, "keywords-wav", $"{name}.wav"));
        byte[] pause = new byte[4 * Rate];
        byte[] sound = [.. pause, .. Word("yes")[44..], .. pause, .. Word("happy")[44..], .. pause];
        byte[] header = Word("yes")[..44];
        BitConverter.TryWriteBytes(header.AsSpan(4), 36 + sound.Length);
        BitConverter.TryWriteBytes(header.AsSpan(40), sound.Length);
        File.WriteAllBytes(files.At("words.wav"), [.. header, .. sound]);
        return files.At("words.wav");
    }

    /// <summary>Ten frames of a grey ramp in colour, YUV4MPEG2.</summary>
    private static string Video(Files files)
    {
        using FileStream video = File.Create(files.At("camera.y4m"));
        video.Write(Encoding.ASCII.GetBytes("YUV4MPEG2 W320 H240 F10:1 Ip A1:1 C420jpeg\n"));
        byte[] frame =
        [
            .. Enumerable.Range(0, 320 * 240).Select(i => (byte)(i % 320 * 255 / 320)),
            .. Enumerable.Repeat((byte)90, 2 * 160 * 120),
        ];
        for (int i = 0; i < 10; i++)
        {
            video.Write("FRAME\n"u8);
            video.Write(frame);
        }

        return files.At("camera.y4m");
    }
}
