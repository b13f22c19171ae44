// Chromium without a window, driven by its own DevTools protocol; skipped where it is not installed.
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace NanoCoopNet.Cli.Tests;

/// <summary>A browser with one page.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 25];
    private readonly string _profile;
    private int _id;

    private Browser(string program, string profile, string[] options)
    {
        _profile = profile;
        string[] all =
        [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--remote-debugging-port=0",
            $"--user-data-dir={profile}",
            .. options,
            "about:blank",
        ];
        _process = Process.Start(
            new ProcessStartInfo(program, all) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts a browser whose camera and microphone play files.</summary>
    /// <param name="options">Of Chromium.</param>
    public static async Task<Browser> Start(Files files, params string[] options)
    {
        string? program = Names
            .SelectMany(name =>
                (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(p => Path.Combine(p, name))
            )
            .FirstOrDefault(File.Exists);
        if (program is null)
        {
            throw new AssertInconclusiveException(
                "Chromium is not installed: sudo apt-get install --no-install-recommends chromium"
            );
        }

        Browser browser = new(program, files.At("chromium"), options);
        string active = Path.Combine(browser._profile, "DevToolsActivePort");
        Assert.IsTrue(
            SpinWait.SpinUntil(() => File.Exists(active) && File.ReadAllLines(active).Length == 2, Patience),
            "Chromium does not start"
        );
        using HttpClient http = new();
        string list = await http.GetStringAsync($"http://127.0.0.1:{File.ReadAllLines(active)[0]}/json/list");
        JsonElement page = JsonDocument
            .Parse(list)
            .RootElement.EnumerateArray()
            .First(t => t.GetProperty("type").GetString() == "page");
        await browser._socket.ConnectAsync(
            new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!),
            CancellationToken.None
        );
        return browser;
    }

    /// <summary>One command of the protocol.</summary>
    public async Task<JsonElement> Do(string method, object? parameters = null)
    {
        int id = ++_id;
        byte[] request = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id,
                method,
                @params = parameters ?? new { },
            }
        );
        using CancellationTokenSource late = new(Patience);
        await _socket.SendAsync(request, WebSocketMessageType.Text, true, late.Token);
        while (true)
        {
            JsonElement reply = await _socket.ReadJson(_buffer, late.Token);
            if (reply.TryGetProperty("id", out JsonElement answered) && answered.GetInt32() == id)
            {
                Assert.IsFalse(reply.TryGetProperty("error", out JsonElement error), $"{method}: {error}");
                return reply.GetProperty("result");
            }
        }
    }

    /// <summary>Opens an address and waits until it is loaded.</summary>
    public async Task Open(Uri address)
    {
        await Do("Emulation.setFocusEmulationEnabled", new { enabled = true });
        await Do("Page.navigate", new { url = address.ToString() });
        await Until("document.readyState === 'complete'");
    }

    /// <summary>The value of an expression, as if a person had clicked.</summary>
    public async Task<JsonElement> Value(string expression)
    {
        JsonElement result = await Do(
            "Runtime.evaluate",
            new
            {
                expression,
                returnByValue = true,
                awaitPromise = true,
                userGesture = true,
            }
        );
        Assert.IsFalse(result.TryGetProperty("exceptionDetails", out JsonElement thrown), $"{expression}: {thrown}");
        return result.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    public async Task<string> Text(string expression) => (await Value(expression)).ToString();

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while ((await Value(expression)).ValueKind != JsonValueKind.True)
        {
            Assert.IsLessThan(Patience, waited.Elapsed, $"never: {expression}");
            await Task.Delay(50);
        }
    }

    /// <summary>Sets the window's size and theme.</summary>
    public async Task Look(int width, int height, string theme)
    {
        await Do(
            "Emulation.setDeviceMetricsOverride",
            new
            {
                width,
                height,
                deviceScaleFactor = 1,
                mobile = width < 500,
            }
        );
        await Do("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = theme } } });
    }

    /// <summary>The whole page as a PNG.</summary>
    public async Task<byte[]> Screenshot() =>
        (await Do("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true }))
            .GetProperty("data")
            .GetBytesFromBase64();

    /// <summary>Drags with the mouse.</summary>
    public async Task Drag(double x0, double y0, double x1, double y1)
    {
        await Mouse("mousePressed", x0, y0);
        for (int i = 1; i <= 10; i++)
        {
            await Mouse("mouseMoved", x0 + ((x1 - x0) * i / 10), y0 + ((y1 - y0) * i / 10));
        }

        await Mouse("mouseReleased", x1, y1);
    }

    /// <summary>Presses a key.</summary>
    public async Task Key(string key, int code)
    {
        foreach (string type in new[] { "rawKeyDown", "keyUp" })
        {
            await Do(
                "Input.dispatchKeyEvent",
                new
                {
                    type,
                    key,
                    code = key,
                    windowsVirtualKeyCode = code,
                }
            );
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private Task<JsonElement> Mouse(string type, double x, double y) =>
        Do(
            "Input.dispatchMouseEvent",
            new
            {
                type,
                x,
                y,
                button = "left",
                buttons = 1,
                clickCount = 1,
            }
        );
}
