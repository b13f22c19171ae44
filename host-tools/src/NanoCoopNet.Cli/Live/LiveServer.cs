// The web server of `nanocoop live`: pages, pictures and one WebSocket a page, behind a token in the address. Live/LIVE.md.
using System.Net;
using System.Net.WebSockets;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace NanoCoopNet.Cli.Live;

/// <summary>Serves the page.</summary>
internal sealed class LiveServer(LiveBoard board, LiveHub hub) : IAsyncDisposable
{
    private const int TokenBytes = 16,
        MostMessageBytes = 1 << 16,
        MostPictureBytes = 1 << 26;

    private static readonly Dictionary<string, (string Resource, string Type)> Files = new()
    {
        [""] = ("index.html", "text/html; charset=utf-8"),
        ["icon.svg"] = ("icon.svg", "image/svg+xml"),
        ["live.css"] = ("live.css", "text/css; charset=utf-8"),
        ["live.js"] = ("live.js", "text/javascript; charset=utf-8"),
        ["microphone.js"] = ("microphone.js", "text/javascript; charset=utf-8"),
    };

    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
    private WebApplication? _app;

    /// <summary>Starts to listen.</summary>
    /// <param name="address">Of this PC; loopback by default.</param>
    /// <param name="port">0: any that is free.</param>
    /// <returns>The address of the page, with its token.</returns>
    /// <exception cref="CliException">PortBusy, PortDenied.</exception>
    public async Task<string> Start(IPAddress address, int port, CancellationToken cancel)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(address, port);
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = MostPictureBytes;
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(context => Answer(context, cancel));
        try
        {
            await _app.StartAsync(cancel).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new CliException(
                ExitCode.PortBusy,
                $"{e.Message.TrimEnd('.')}; another nanocoop live may be running",
                "stop it, or choose another port: --http 0 takes a free one",
                e
            );
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new CliException(ExitCode.PortDenied, $"{address}:{port}: {e.Message}", "choose another --http or --bind", e);
        }

        string at = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return $"{at}/{_token}/";
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            using CancellationTokenSource soon = new(TimeSpan.FromSeconds(1));
            await _app.StopAsync(soon.Token).ConfigureAwait(false);
            await _app.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task Answer(HttpContext context, CancellationToken cancel)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers[HeaderNames.CacheControl] = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers[HeaderNames.ContentSecurityPolicy] =
            "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self' ws:; frame-ancestors 'none'";
        if (!IsOurs(context.Request))
        {
            await Text(context, StatusCodes.Status403Forbidden, "this page belongs to nanocoop live on this PC")
                .ConfigureAwait(false);
            return;
        }

        string[] path = context.Request.Path.Value!.Split('/');
        if (path.Length < 2 || !Equal(path[1], _token))
        {
            await Text(
                    context,
                    StatusCodes.Status403Forbidden,
                    "The address lacks its token. Open the whole address that nanocoop live printed."
                )
                .ConfigureAwait(false);
            return;
        }

        string name =
            path.Length == 3 ? path[2]
            : path.Length == 2 ? "/"
            : "//";
        switch (context.Request.Method, name)
        {
            case ("GET", "/"):
                context.Response.Redirect($"/{_token}/");
                break;
            case ("GET", "socket") when context.WebSockets.IsWebSocketRequest:
                await Page(context, cancel).ConfigureAwait(false);
                break;
            case ("POST", "picture"):
                await Picture(context).ConfigureAwait(false);
                break;
            case ("GET", _) when Files.TryGetValue(name, out (string Resource, string Type) file):
                context.Response.ContentType = file.Type;
                await using (Stream resource = Resource(file.Resource))
                {
                    await resource.CopyToAsync(context.Response.Body, cancel).ConfigureAwait(false);
                }

                break;
            default:
                await Text(context, StatusCodes.Status404NotFound, "there is nothing here").ConfigureAwait(false);
                break;
        }
    }

    /// <summary>A request that another site's page sends has its name as the origin, and one that was made to resolve to this
    /// PC has its name as the host.</summary>
    private static bool IsOurs(HttpRequest request)
    {
        string? host = request.Host.Host.Trim('[', ']');
        string origin = request.Headers.Origin.ToString();
        return (host == "localhost" || IPAddress.TryParse(host, out _))
            && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host.Value}");
    }

    private static bool Equal(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    private static Stream Resource(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream($"live.{name}")!;

    private static Task Text(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n");
    }

    private static async Task Json<T>(HttpContext context, int status, T body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(LiveJson.Of(body)).ConfigureAwait(false);
    }

    private async Task Picture(HttpContext context)
    {
        using MemoryStream file = new();
        try
        {
            await context.Request.Body.CopyToAsync(file).ConfigureAwait(false);
        }
        catch (BadHttpRequestException)
        {
            await Json(
                    context,
                    StatusCodes.Status413PayloadTooLarge,
                    new LiveNotice($"the picture has more than {MostPictureBytes >> 20} MiB", "make it smaller first")
                )
                .ConfigureAwait(false);
            return;
        }

        string name = context.Request.Query["name"].ToString() is { Length: > 0 } given ? given : "picture";
        try
        {
            LiveResult result = await board.Do(session => hub.Add(session.Picture(file.ToArray(), name))).ConfigureAwait(false);
            await Json(context, StatusCodes.Status200OK, result).ConfigureAwait(false);
        }
        catch (NanoCoopException e)
        {
            int status = e.Code == ExitCode.BadData ? StatusCodes.Status400BadRequest : StatusCodes.Status503ServiceUnavailable;
            await Json(context, status, new LiveNotice(e.Message, e.Hint)).ConfigureAwait(false);
        }
    }

    // What the page is told, and what it says: a threshold, or sound as binary messages of int16 at 16 kHz.
    private async Task Page(HttpContext context, CancellationToken cancel)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        Channel<byte[]> page = hub.Join();
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(cancel, context.RequestAborted);
        try
        {
            Task telling = Tell(socket, page.Reader, gone.Token);
            await Hear(socket, page.Writer, gone.Token).ConfigureAwait(false);
            await gone.CancelAsync().ConfigureAwait(false);
            await telling.ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The page was closed, or Ctrl+C pressed.
        }
        finally
        {
            hub.Leave(page);
        }
    }

    private static async Task Tell(WebSocket socket, ChannelReader<byte[]> messages, CancellationToken cancel)
    {
        await foreach (byte[] message in messages.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancel).ConfigureAwait(false);
        }
    }

    private async Task Hear(WebSocket socket, ChannelWriter<byte[]> page, CancellationToken cancel)
    {
        LiveEar ear = new(board, hub);
        byte[] buffer = new byte[MostMessageBytes];
        int filled = 0;
        while (true)
        {
            ValueWebSocketReceiveResult got = await socket.ReceiveAsync(buffer.AsMemory(filled), cancel).ConfigureAwait(false);
            filled += got.Count;
            if (got.MessageType == WebSocketMessageType.Close || (!got.EndOfMessage && filled == buffer.Length))
            {
                return;
            }

            if (got.EndOfMessage)
            {
                byte[] message = buffer[..filled];
                filled = 0;
                _ = got.MessageType == WebSocketMessageType.Text ? Command(message, page) : Sound(ear, message, page);
            }
        }
    }

    private async Task Command(byte[] message, ChannelWriter<byte[]> page)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(message);
            if (json.RootElement.TryGetProperty("threshold", out JsonElement value))
            {
                byte steps = (byte)Math.Clamp(Math.Round(value.GetDouble() * 256), 0, byte.MaxValue);
                await board
                    .Do(session =>
                    {
                        hub.Threshold(session.SetThreshold(steps)); // on the board's thread: in the order of the requests
                        return true;
                    })
                    .ConfigureAwait(false);
            }
            else if (json.RootElement.TryGetProperty("clear", out _))
            {
                hub.Clear();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            page.TryWrite(LiveJson.Of(new LiveNotice("a message of this page was not understood", "load it again")));
        }
        catch (NanoCoopException e)
        {
            page.TryWrite(LiveJson.Of(new LiveNotice(e.Message, e.Hint)));
        }
    }

    private static async Task Sound(LiveEar ear, byte[] message, ChannelWriter<byte[]> page)
    {
        try
        {
            if (!await ear.Add(MemoryMarshal.Cast<byte, short>(message).ToArray()).ConfigureAwait(false))
            {
                page.TryWrite(
                    LiveJson.Of(
                        new LiveNotice(
                            "the board is slower than the speech; some sound was left out",
                            "a lower threshold makes it faster; a virtual board is, with vboard --cpu pc"
                        )
                    )
                );
            }
        }
        catch (NanoCoopException e)
        {
            page.TryWrite(LiveJson.Of(new LiveNotice(e.Message, e.Hint)));
        }
    }
}
