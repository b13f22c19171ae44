// The demo from end to end, and that the emulated Cortex-M7 and this PC answer alike.
using System.Text.Json;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class DemoTests
{
    private const int Samples = 100;

    [TestMethod]
    [TestCategory("Slow")]
    public void TheDemoShowsWhatItPromises()
    {
        JsonElement json = Demo("pc", Samples);
        Assert.IsGreaterThanOrEqualTo(Samples, json.GetProperty("samples").GetInt32());
        Assert.AreEqual("host-clock", json.GetProperty("timeSource").GetString());
        Assert.AreEqual(JsonValueKind.Null, json.GetProperty("instructionsLight").ValueKind);
        Assert.AreEqual(JsonValueKind.Null, json.GetProperty("instructionsFull").ValueKind);
        Assert.IsInRange(0.2, 0.9, json.GetProperty("lightFraction").GetDouble());
        Assert.IsInRange(0.5, 1.0, json.GetProperty("accuracy").GetDouble());
        Assert.IsTrue(json.GetProperty("thresholdMoves").GetBoolean());
        StringAssert.Contains(json.GetProperty("board").GetString(), "NUCLEO-F767ZI");
        Assert.AreEqual(1, json.GetProperty("seed").GetInt32());
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void BothCpusAnswerAlikeAndInstructionsRepeat()
    {
        const int few = 12;
        JsonElement m7 = Demo("m7", few),
            again = Demo("m7", few),
            pc = Demo("pc", few);
        foreach (string list in new[] { "labels", "predictions", "confidences", "modes" })
        {
            Assert.AreEqual(m7.GetProperty(list).ToString(), pc.GetProperty(list).ToString(), list);
        }

        Assert.AreEqual("emulated-instructions", m7.GetProperty("timeSource").GetString());
        Assert.IsGreaterThan(m7.GetProperty("instructionsLight").GetDouble(), m7.GetProperty("instructionsFull").GetDouble());
        Assert.AreEqual(m7.GetProperty("instructionsFull").GetDouble(), again.GetProperty("instructionsFull").GetDouble());
        Assert.AreEqual(m7.GetProperty("instructionsLight").GetDouble(), again.GetProperty("instructionsLight").GetDouble());
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void TheSeedDecidesTheSamples()
    {
        string one = Demo("pc", 10).GetProperty("sampleIndices").ToString(),
            two = Demo("pc", 10, "2").GetProperty("sampleIndices").ToString();
        Assert.AreEqual(one, Demo("pc", 10, "1").GetProperty("sampleIndices").ToString());
        Assert.AreNotEqual(one, two);
    }

    private static JsonElement Demo(string cpu, int count, string seed = "1")
    {
        Outcome outcome = Tool.Run("demo", "--cpu", cpu, "--count", $"{count}", "--seed", seed, "--json");
        if (outcome.Code == ExitCode.ToolMissing)
        {
            Assert.Inconclusive(outcome.Error);
        }

        Assert.AreEqual(ExitCode.Success, outcome.Code, outcome.Error);
        return outcome.Json;
    }
}
