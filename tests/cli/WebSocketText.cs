// Whole messages of a web socket.
using System.Net.WebSockets;
using System.Text.Json;

namespace NanoCoopNet.Cli.Tests;

internal static class WebSocketText
{
    /// <summary>The next message, as JSON.</summary>
    /// <param name="buffer">Holds the largest message.</param>
    public static async Task<JsonElement> ReadJson(this ClientWebSocket socket, byte[] buffer, CancellationToken late)
    {
        int filled = 0;
        WebSocketReceiveResult got;
        do
        {
            got = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, filled, buffer.Length - filled), late);
            filled += got.Count;
        } while (!got.EndOfMessage);
        return JsonDocument.Parse(buffer.AsMemory(0, filled)).RootElement.Clone();
    }
}
