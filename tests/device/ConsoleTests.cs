// The console as a person meets it: golden transcripts. PROTOCOL.md, "Console".
using System.Text;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class ConsoleTests
{
    private const string AutoUsage =
        "error: type ct auto latency MS, ct auto full F with F in 0 ... 1, ct auto energy MJ BNN-MW INT8-MW, or ct auto off";

    private const string Range = "; type ct V with V in 0 ... 0.996, e.g. ct 0.3";

    [TestMethod]
    public void Banner()
    {
        Assert.AreEqual(
            "nanoCoopNet 0.1.0 on TEST-BOARD (virtual): model fake-model (4 classes, input 2x3x1), mode auto, ct 77/256 "
                + "(0.301); type help\r\n",
            new DeviceUnderTest(new FakeModel()).Banner
        );
        Assert.AreEqual(
            "nanoCoopNet 0.1.0 on TEST-BOARD (virtual): no model; push one with 'nanocoop push', mode auto; type help\r\n",
            new DeviceUnderTest().Banner
        );
    }

    [TestMethod]
    public void BannerSaysThatThereIsNoStorageRegion()
    {
        Assert.AreEqual(
            "nanoCoopNet 0.1.0 on TEST-BOARD (virtual): no storage region for models; 'nanocoop doctor' says what to flash, "
                + "mode auto; type help\r\n",
            new DeviceUnderTest(native: new FakeNative { HasStorage = false }).Banner
        );
    }

    [TestMethod]
    public void BannerNamesARefusedModelAndAWrongInterface()
    {
        var native = new FakeNative { RefuseOpen = NativeStatus.Model, InterfaceVersion = 9 };
        native.Store.Put(DeviceUnderTest.SomeBlob);
        string[] lines = new DeviceUnderTest(native: native).Banner.Split("\r\n");

        Assert.AreEqual(
            $"error: the native code has interface 9, this firmware needs {NativeInterface.Version}; flash the matching nanoCLR",
            lines[0]
        );
        StringAssert.Contains(
            lines[1],
            "the stored model is refused (status -3, rule 41, net 1, layer 2); push another with 'nanocoop push'"
        );
    }

    [TestMethod]
    [DataRow("status", "0.1.0 on TEST-BOARD (virtual): model fake-model (4 classes, input 2x3x1), mode auto, ct 77/256 (0.301)")]
    [DataRow("STATUS", "0.1.0 on TEST-BOARD (virtual): model fake-model (4 classes, input 2x3x1), mode auto, ct 77/256 (0.301)")]
    [DataRow("ct", "ct 77/256 (0.301)")]
    [DataRow("ct 0.24", "ct 61/256 (0.238)")]
    [DataRow("  ct   0.5  ", "ct 128/256 (0.500)")]
    [DataRow("ct 7", "error: '7' is out of range" + Range)]
    [DataRow("ct abc", "error: 'abc' is not a number" + Range)]
    [DataRow("ct 0.1 0.2", "error: too many words after 'ct'; type help")]
    [DataRow("ct auto", "auto off")]
    [DataRow("ct auto off", "auto off")]
    [DataRow("ct auto latency 2.5", "auto latency 2.500 ms, settling")]
    [DataRow("CT AUTO FULL 0.3", "auto full 0.300, settling")]
    [DataRow("ct auto energy 3.25 400 500", "auto energy 3.250 mJ (model: 400 and 500 mW x ms), settling")]
    [DataRow("ct auto full 1.5", AutoUsage)]
    [DataRow("ct auto latency 0", AutoUsage)]
    [DataRow("ct auto latency 1.2345", AutoUsage)]
    [DataRow("ct auto latency 1000001", AutoUsage)]
    [DataRow("ct auto latency .", AutoUsage)]
    [DataRow("ct auto energy 3", AutoUsage)]
    [DataRow("ct auto energy 3 400 70000", AutoUsage)]
    [DataRow("ct auto off now", AutoUsage)]
    [DataRow("ct auto fast 3", AutoUsage)]
    [DataRow("mode", "mode auto")]
    [DataRow("mode light", "mode light")]
    [DataRow("mode int8", "mode int8")]
    [DataRow("mode fast", "error: 'fast' is not a mode; type mode auto, mode light, mode full or mode int8")]
    [DataRow("run", "error: no sample; send one with 'nanocoop classify'")]
    [DataRow("run x", "error: 'x' is not a number of runs; type run or run N with N in 1 ... 999999999")]
    [DataRow("run layer bnn 0 10", "error: no sample; send one with 'nanocoop classify'")]
    [DataRow(
        "run layer bnn 0",
        "error: type run layer bnn LAYER TIMES, run layer int8 LAYER TIMES or run layer glue LAYER TIMES"
    )]
    [DataRow(
        "run layer cnn 0 10",
        "error: type run layer bnn LAYER TIMES, run layer int8 LAYER TIMES or run layer glue LAYER TIMES"
    )]
    [DataRow("stop", "nothing runs")]
    [DataRow("stats", "0 inferences: 0 light, 0 full, 0 int8")]
    [DataRow("stats x", "error: 'x' is not an argument of stats; type stats or stats reset")]
    [DataRow("quiet", "quiet off")]
    [DataRow("quiet maybe", "error: 'maybe' is neither on nor off; type quiet on or quiet off")]
    [DataRow("status now", "error: too many words after 'status'; type help")]
    [DataRow("hlep", "error: no command 'hlep'; type help")]
    public void AnswersInOneLine(string line, string answer)
    {
        string[] lines = new DeviceUnderTest(new FakeModel()).Type(line);
        Assert.HasCount(1, lines);
        Assert.AreEqual(answer, lines[0]);
    }

    [TestMethod]
    public void HelpHasALineForEachVerb()
    {
        string[] lines = new DeviceUnderTest().Type("help");
        CollectionAssert.AreEqual(
            new[] { "help", "status", "ct", "ct", "mode", "run", "stats", "quiet", "stop", "reset" },
            lines.Select(l => l.Split(' ')[0]).ToArray()
        );
        Assert.IsTrue(lines.All(l => l.Length <= 110 && l[30] == ' ' && l[31] != ' '), "one column");
    }

    [TestMethod]
    public void ABoardWithoutAModelSaysSo()
    {
        var device = new DeviceUnderTest();
        foreach (string verb in new[] { "ct", "ct 0.3", "ct auto", "ct auto full 0.3", "run" })
        {
            Assert.AreEqual("error: no model; push one with 'nanocoop push'", device.Type(verb)[0]);
        }

        Assert.AreEqual("error: '7' is out of range" + Range, device.Type("ct 7")[0]);
    }

    [TestMethod]
    public void RunAndStatistics()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);

        Assert.AreEqual("light: class 1 class1, confidence 0.392, 380 cycles", device.Type("run")[0]);
        Assert.AreEqual("L-", device.Board.Leds);
        device.Type("mode full");
        Assert.AreEqual("full: class 2 class2, 6360 cycles", device.Type("run")[0]);
        Assert.AreEqual("-F", device.Board.Leds);
        Assert.AreEqual("2 inferences: 1 light (mean 380 cycles), 1 full (mean 6360 cycles), 0 int8", device.Type("stats")[0]);
        Assert.AreEqual("statistics cleared", device.Type("stats reset")[0]);
        Assert.AreEqual("0 inferences: 0 light, 0 full, 0 int8", device.Type("stats")[0]);
    }

    [TestMethod]
    public void CtrlCEndsRunsAndForgetsTheLine()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        device.Link.ToolWrite("run 1000000\r"u8);
        for (int turn = 0; turn < 5; turn++)
        {
            device.App.Poll();
        }

        device.Link.ToolWrite([(byte)'x', Protocol.Interrupt]);
        device.Run();
        StringAssert.Contains(device.ReadText(), "5 runs: 5 light, 0 full, 0 int8");

        int done = Payload.GetI32(device.Ask(RequestType.Statistics).Payload, 0);
        Assert.IsTrue(done is > 0 and < 10, $"{done} runs");
        Assert.AreEqual("mode light", device.Type("mode light")[0], "the x is gone");
    }

    [TestMethod]
    public void ManyRunsEndInOneLineAndCanBeStopped()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(1);
        Assert.AreEqual("25 runs: 25 light, 0 full, 0 int8", device.Type("run 25")[0]);

        device.Link.ToolWrite("run 1000000\r"u8);
        for (int i = 0; i < 10; i++)
        {
            Assert.IsTrue(device.App.Poll());
        }

        device.Link.ToolWrite("mode full\rstop\r"u8);
        device.Run();
        string[] lines = device.ReadText().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual("10 runs: 10 light, 0 full, 0 int8", lines[^1]);
    }

    [TestMethod]
    public void QuietTurnsLedsAndEchoOffButAnswers()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Upload(0);
        device.Type("run");
        Assert.AreEqual("quiet on", device.Type("quiet on")[0]);
        Assert.AreEqual("--", device.Board.Leds);

        device.Link.ToolWrite("run\r"u8);
        device.Run();
        Assert.AreEqual("light: class 1 class1, confidence 0.392, 380 cycles\r\n", device.ReadText());
        Assert.AreEqual("--", device.Board.Leds);

        device.Link.ToolWrite("quiet off\r"u8);
        device.Run();
        Assert.AreEqual("quiet off\r\n", device.ReadText());
        Assert.HasCount(1, device.Type("status"));
    }

    [TestMethod]
    public void ResetRestartsTheBoard()
    {
        var device = new DeviceUnderTest(new FakeModel());
        Assert.AreEqual("restarting", device.Type("reset")[0]);
        Assert.AreEqual(1, device.Board.Restarts);
    }

    [TestMethod]
    [DataRow("\r", "\r\n")]
    [DataRow("\n", "")]
    [DataRow("\r\n\r\n", "\r\n\r\n")]
    [DataRow("ct\n", "ct\r\nct 77/256 (0.301)\r\n")]
    [DataRow("ct\r\nct\r\n", "ct\r\nct 77/256 (0.301)\r\nct\r\nct 77/256 (0.301)\r\n")]
    [DataRow("cx\b\b\b\bct\r", "cx\b \b\b \bct\r\nct 77/256 (0.301)\r\n")]
    [DataRow("c\u001b[At\u001bOP\u001b[15~\r", "ct\r\nct 77/256 (0.301)\r\n")]
    [DataRow("\u001b\rct\r", "\r\nct\r\nct 77/256 (0.301)\r\n")]
    [DataRow("cx\u007ft\r", "cx\b \bt\r\nct 77/256 (0.301)\r\n")]
    [DataRow("re\u0015ct\r", "re\b \b\b \bct\r\nct 77/256 (0.301)\r\n")]
    public void LineEndsAndBackspace(string typed, string shown)
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Link.ToolWrite(Encoding.ASCII.GetBytes(typed));
        device.Run();
        Assert.AreEqual(shown, device.ReadText());
    }

    [TestMethod]
    public void CharactersMayArriveOneByOne()
    {
        var device = new DeviceUnderTest(new FakeModel(), new FakeLink { ReadPortion = () => 1 });
        Assert.AreEqual("ct 61/256 (0.238)", device.Type("ct 0.24")[0]);
    }

    [TestMethod]
    public void ALineHasAtMost80Characters()
    {
        var device = new DeviceUnderTest(new FakeModel());
        string blank = new(' ', 74);
        Assert.AreEqual("ct 128/256 (0.500)", device.Type("ct 0.5" + blank)[0]);

        device.Link.ToolWrite(Encoding.ASCII.GetBytes("ct 0.5" + blank + "9\r"));
        device.Run();
        StringAssert.EndsWith(device.ReadText(), "\r\nerror: a line has at most 80 characters; type help\r\n");
        Assert.AreEqual("ct 128/256 (0.500)", device.Type("ct")[0]);
    }

    [TestMethod]
    public void TheRestOfABrokenFrameGetsNoAnswer()
    {
        var device = new DeviceUnderTest(new FakeModel());
        device.Link.ToolWrite([(byte)'a', 0xC3, (byte)'b', 0x07, (byte)'\r']);
        device.Run();
        Assert.AreEqual("a", device.ReadText());
        Assert.AreEqual("ct 77/256 (0.301)", device.Type("ct")[0]);
    }
}
