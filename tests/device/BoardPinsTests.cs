// The app's pin numbers are those of board.json, which the virtual board, the wiring and the documents follow.
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed partial class BoardPinsTests
{
    private static readonly string App = File.ReadAllText(SourceTree.PathOf("firmware/app/BoardPins.cs"));

    private static readonly JsonElement Board = JsonDocument
        .Parse(File.ReadAllText(SourceTree.PathOf("boards/NUCLEO_F767ZI/board.json")))
        .RootElement;

    [TestMethod]
    [DataRow("markers", "light", "MarkerLight")]
    [DataRow("markers", "full", "MarkerFull")]
    [DataRow("markers", "layer0", "MarkerLayer0")]
    [DataRow("markers", "layer1", "MarkerLayer1")]
    [DataRow("leds", "light", "LedLight")]
    [DataRow("leds", "full", "LedFull")]
    public void APinHasTheNumberOfTheBoard(string list, string name, string constant)
    {
        JsonElement pin = Board.GetProperty(list).EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);
        Assert.AreEqual(pin.GetProperty("number").GetInt32(), Constant(constant));
        Assert.AreEqual(NumberOf(pin.GetProperty("pin").GetString()!), Constant(constant), "port · 16 + pin");
    }

    [TestMethod]
    public void TheButtonHasTheNumberOfTheBoard()
    {
        JsonElement button = Board.GetProperty("button");
        Assert.AreEqual(button.GetProperty("number").GetInt32(), Constant("Button"));
        Assert.AreEqual(NumberOf(button.GetProperty("pin").GetString()!), Constant("Button"));
    }

    [TestMethod]
    public void ThePortIsThatOfTheBoard()
    {
        JsonElement port = Board.GetProperty("applicationPort");
        StringAssert.Contains(App, $"ApplicationPort = \"{port.GetProperty("name").GetString()}\"");
        Assert.AreEqual(port.GetProperty("receiveBufferBytes").GetInt32(), Constant("ReceiveBufferBytes"));
    }

    [TestMethod]
    public void TheNativePortHasTheArenaAndProgramUnitOfTheBoard()
    {
        string header = File.ReadAllText(SourceTree.PathOf("nf-interop/clr/ncn_port_nanoclr.h"));
        StringAssert.Contains(header, $"#define NCN_ARENA_BYTES {Board.GetProperty("arenaBytes").GetInt32()}\n");
        StringAssert.Contains(header, $"#define NCN_FAST_ARENA_BYTES {Board.GetProperty("fastArenaBytes").GetInt32()}\n");
        string flash = File.ReadAllText(SourceTree.PathOf("nf-interop/clr/ncn_port_nanoclr_flash.cpp"));
        StringAssert.Contains(
            flash,
            $"PROGRAM_UNIT_BYTES = {Board.GetProperty("flashStore").GetProperty("programUnitBytes").GetInt32()};"
        );
    }

    private static int NumberOf(string pin) => 16 * (pin[1] - 'A') + int.Parse(pin[2..], CultureInfo.InvariantCulture);

    private static int Constant(string name) =>
        int.Parse(
            IntConstant().Matches(App).Single(m => m.Groups[1].Value == name).Groups[2].Value,
            CultureInfo.InvariantCulture
        );

    [GeneratedRegex(@"const int (\w+) = (\d+);")]
    private static partial Regex IntConstant();
}
