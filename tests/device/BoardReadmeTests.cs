// boards/NUCLEO_F767ZI/README.md has the pins and addresses of board.json.
using System.Globalization;
using System.Text.Json;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class BoardReadmeTests
{
    private static readonly string Page = File.ReadAllText(SourceTree.PathOf("boards/NUCLEO_F767ZI/README.md"));

    private static readonly JsonElement Board = JsonDocument
        .Parse(File.ReadAllText(SourceTree.PathOf("boards/NUCLEO_F767ZI/board.json")))
        .RootElement;

    [TestMethod]
    public void PinsAreThoseOfTheBoard()
    {
        JsonElement port = Board.GetProperty("applicationPort");
        Check("application port TX", port.GetProperty("tx"), "connector");
        Check("application port RX", port.GetProperty("rx"), "connector");
        foreach (JsonElement marker in Board.GetProperty("markers").EnumerateArray())
        {
            Check($"marker {marker.GetProperty("name").GetString()}", marker, "connector");
            StringAssert.Contains(
                Page,
                $"{marker.GetProperty("connector").GetString()}   {marker.GetProperty("pin").GetString()}  marker"
            );
        }

        foreach (JsonElement led in Board.GetProperty("leds").EnumerateArray())
        {
            Check($"LED {led.GetProperty("name").GetString()}", led, "led");
        }
    }

    [TestMethod]
    public void TheStoreIsThatOfTheBoard()
    {
        JsonElement store = Board.GetProperty("flashStore");
        uint address = Convert.ToUInt32(store.GetProperty("address").GetString(), 16);
        int bytes = store.GetProperty("sectors").GetInt32() * store.GetProperty("sectorBytes").GetInt32();
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"| 0x{address:X8} | 0x{address + bytes - 1:X8} | {bytes / 1024} | STORAGE_A"
        );
        StringAssert.Contains(Page, row);
    }

    private static void Check(string what, JsonElement pin, string place) =>
        StringAssert.Contains(
            Page,
            $"| {what} | {pin.GetProperty("pin").GetString()} | {pin.GetProperty("number").GetInt32()} | "
                + $"{pin.GetProperty(place).GetString()} |"
        );
}
