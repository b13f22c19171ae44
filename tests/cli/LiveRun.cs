// `nanocoop live` while a test lasts: the command in this process, and its pages as sockets.
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using NanoCoopNet.Cli.Output;

namespace NanoCoopNet.Cli.Tests;

/// <summary>A running command.</summary>
internal sealed class LiveRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _output = new();
    private readonly Task<ExitCode> _command;

    private LiveRun(string[] arguments)
    {
        Shell shell = new(TextWriter.Synchronized(_output), TextWriter.Null, false, false, _stop.Token);
        _command = Task.Run(() => Nanocoop.Run(["live", .. arguments], shell));
    }

    /// <summary>The page's address, with its token and a slash at the end.</summary>
    public Uri Address { get; private set; } = null!;

    public HttpClient Http { get; } = new();

    /// <summary>Starts it on a port of the web that is free.</summary>
    public static LiveRun Start(string port, params string[] arguments)
    {
        LiveRun run = new(["--http", "0", "--port", port, .. arguments]);
        Assert.IsTrue(
            SpinWait.SpinUntil(() => run._command.IsCompleted || run._output.ToString().Contains('\n'), Patience),
            "no address"
        );
        Assert.IsFalse(run._command.IsCompleted, "it has ended");
        run.Address = new Uri(run._output.ToString().Trim());
        return run;
    }

    /// <summary>Sends a picture; status and answer.</summary>
    public async Task<(int Status, JsonElement Said)> Picture(byte[] file)
    {
        using ByteArrayContent body = new(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage reply = await Http.PostAsync(new Uri(Address, "picture?name=a.png"), body);
        return ((int)reply.StatusCode, JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Opens a page, as far as the server sees one.</summary>
    public async Task<LiveSocket> Page()
    {
        ClientWebSocket socket = new();
        UriBuilder at = new(new Uri(Address, "socket")) { Scheme = "ws" };
        await socket.ConnectAsync(at.Uri, CancellationToken.None);
        return new LiveSocket(socket);
    }

    public void Dispose()
    {
        _stop.Cancel();
        Assert.IsTrue(_command.Wait(Patience), "Ctrl+C ends it");
        Assert.AreEqual(ExitCode.Success, _command.Result);
        Http.Dispose();
        _stop.Dispose();
    }
}

/// <summary>One page's socket.</summary>
internal sealed class LiveSocket(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly byte[] _buffer = new byte[1 << 20];

    /// <summary>The next message that is so.</summary>
    public async Task<JsonElement> Next(Func<JsonElement, bool> which)
    {
        using CancellationTokenSource late = new(Patience);
        while (true)
        {
            JsonElement message = await socket.ReadJson(_buffer, late.Token);
            if (which(message))
            {
                return message;
            }
        }
    }

    public Task<JsonElement> Next(string type) => Next(m => m.GetProperty("type").GetString() == type);

    public Task Send(string json) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task Send(byte[] sound) => socket.SendAsync(sound, WebSocketMessageType.Binary, true, CancellationToken.None);

    public void Dispose() => socket.Dispose();
}
