// Pictures and recordings on a virtual board: what classify and listen print and what stands in their JSON.
using System.Text.Json;
using NanoCoopNet.Cli.Verbs;
using NanoCoopNet.Media;
using NanoCoopNet.Model;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class MediaVerbTests
{
    private static readonly string Keywords = Path.Combine(Repository.Models, "gscnet-keywords-bcnet.ncn");
    private static readonly string Sounds = Path.Combine(Repository.Models, "keywords-wav");

    [TestMethod]
    public void APictureGivesItsThreeMostProbableClasses()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        string[] rest = ["--model", Files.Golden(), "--port", board.PortName];
        JsonElement one = Tool.Succeed(["classify", files.Picture("a.png", 64, 48), .. rest, "--json"])
            .Json.GetProperty("results")[0];
        double[] top = [.. one.GetProperty("top").EnumerateArray().Select(t => t.GetProperty("probability").GetDouble())];
        Assert.HasCount(Math.Min(3, Files.GoldenBlob().Classes.Count), top);
        Assert.IsTrue(top.SequenceEqual(top.OrderDescending()) && top.Sum() <= 1.0001);
        Assert.AreEqual(
            one.GetProperty("class").GetString(),
            one.GetProperty("top")[0].GetProperty("class").GetString(),
            "the answer is the most probable class"
        );
        StringAssert.Contains(Tool.Succeed(["classify", files.At("a.png"), .. rest]).Output, "top three: ");
    }

    [TestMethod]
    public void TheVirtualBoardOfACommandHoldsTheModelNamed()
    {
        using Files files = new();
        string picture = files.Picture("a.png", 64, 48);
        JsonElement said = Needs.Tools(() =>
            Tool.Succeed("classify", picture, "--model", Files.Golden(), "--port", "virtual", "--json").Json
        );
        Assert.AreEqual(1, said.GetProperty("results").GetArrayLength());
        Tool.Fail(ExitCode.NoModel, "noModel", "classify", picture, "--port", "virtual");
    }

    [TestMethod]
    public void AFolderIsATableAndABrokenFileDoesNotStopIt()
    {
        using Files files = new();
        using RunningBoard board = Boards.Start("coopnet");
        files.Picture("a.png", 64, 48);
        files.Picture("b.jpg", 48, 64);
        File.WriteAllBytes(files.At("c.jpg"), File.ReadAllBytes(files.At("b.jpg"))[..^40]);
        File.WriteAllText(files.At("notes.txt"), "no picture");
        string[] rest = ["--model", Files.Golden(), "--port", board.PortName];
        Outcome table = Tool.Run(["classify", files.Folder, .. rest]);
        Assert.AreEqual(ExitCode.BadData, table.Code);
        StringAssert.Contains(table.Output, "a.png");
        StringAssert.Contains(table.Output, "not read");
        StringAssert.Contains(table.Error, "1 of 3 files could not be read");
        Outcome json = Tool.Run(["classify", files.At("*.png"), files.At("*.jpg"), .. rest, "--json"]);
        Assert.AreEqual(3, json.Json.GetProperty("results").GetArrayLength());
        Assert.AreEqual(JsonValueKind.String, json.Json.GetProperty("results")[2].GetProperty("error").ValueKind);
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void AClipIsClassifiedAsItsLogMelImageIs()
    {
        using RunningBoard board = Hearing();
        foreach (string word in new[] { "yes", "dog", "seven" })
        {
            JsonElement one = Tool.Succeed("classify", Path.Combine(Sounds, word + ".wav"), "--port", board.PortName, "--json")
                .Json.GetProperty("results")[0];
            Assert.AreEqual(word, one.GetProperty("class").GetString());
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void LongerRecordingsAreSearched()
    {
        using Files files = new();
        using RunningBoard board = Hearing();
        string recording = WriteWav(files.At("long.wav"), Sentence("yes", "dog", "seven"));
        JsonElement one = Tool.Succeed("classify", recording, "--port", board.PortName, "--json").Json.GetProperty("results")[0];
        AssertSentence(one.GetProperty("words"), "yes", "dog", "seven");
        StringAssert.Contains(Tool.Succeed("classify", recording, "--port", board.PortName).Output, "3 words in 9.0 s");
        foreach (
            (string name, short[] sound, string note) in new[]
            {
                ("silence", new short[48000], "silence"),
                ("noise", Noise(48000), "no word"),
            }
        )
        {
            JsonElement empty = Tool.Succeed(
                    "classify",
                    WriteWav(files.At(name + ".wav"), sound),
                    "--port",
                    board.PortName,
                    "--json"
                )
                .Json.GetProperty("results")[0];
            Assert.AreEqual(0, empty.GetProperty("words").GetArrayLength(), name);
            StringAssert.Contains(empty.GetProperty("note").GetString(), note);
        }
    }

    [TestMethod]
    [TestCategory("Slow")]
    [DataRow(true)]
    [DataRow(false)]
    public void ListenPrintsTheWordsThatClassifyFinds(bool withHeader)
    {
        using Files files = new();
        using RunningBoard board = Hearing();
        byte[] wav = File.ReadAllBytes(WriteWav(files.At("long.wav"), Sentence("yes", "dog")));
        wav.AsSpan(40, 4).Fill(0xFF);
        Outcome outcome = Listen(new MemoryStream(withHeader ? wav : wav[44..]), "--port", board.PortName, "--json");
        AssertSentence(outcome.Json.GetProperty("words"), "yes", "dog");
        Outcome lines = Listen(new MemoryStream(wav), "--port", board.PortName, "--alarms");
        StringAssert.Contains(lines.Output, "s  yes  ");
        StringAssert.Contains(lines.Output, "false alarms: 1200.0 an hour, 95 % interval 145.3 … 4334.8");
        StringAssert.Contains(lines.Output, "2 words in 6.0 s");
    }

    [TestMethod]
    [TestCategory("Slow")]
    public void ListenRefusesAStreamOfAnotherRate()
    {
        using Files files = new();
        using RunningBoard board = Hearing();
        byte[] wav = File.ReadAllBytes(files.Wav("x.wav", 44100));
        DatasetException e = Assert.ThrowsExactly<DatasetException>(() =>
            Listen(new MemoryStream(wav), "--port", board.PortName)
        );
        StringAssert.Contains(e.Message, "44100 Hz");
        StringAssert.Contains(e.Hint, "arecord");
    }

    private static RunningBoard Hearing()
    {
        RunningBoard board = Boards.Start();
        Tool.Succeed("push", Keywords, "--port", board.PortName);
        return board;
    }

    private static Outcome Listen(Stream input, params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" },
            error = new() { NewLine = "\n" };
        ListenVerb verb = new(() => input);
        ExitCode code = verb.Run(
            verb.Command.Parse(arguments),
            new Output.Shell(output, error, interactive: false, coloured: false, CancellationToken.None)
        );
        return new Outcome(code, output.ToString(), error.ToString());
    }

    private static void AssertSentence(JsonElement words, params string[] expected)
    {
        CollectionAssert.AreEqual(expected, words.EnumerateArray().Select(w => w.GetProperty("class").GetString()).ToArray());
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.IsInRange(
                (3.0 * i) + 1,
                (3.0 * i) + 2,
                words[i].GetProperty("seconds").GetDouble(),
                "inside the second that the clip was put at"
            );
        }
    }

    // Clips of one second, each with a second of silence before and behind it.
    private static short[] Sentence(params string[] words) =>
        [
            .. words.SelectMany(w =>
                (short[])[.. new short[16000], .. SoundFile.Read(Path.Combine(Sounds, w + ".wav")), .. new short[16000]]
            ),
        ];

    private static short[] Noise(int samples)
    {
        Random random = new(4);
        return [.. Enumerable.Range(0, samples).Select(_ => (short)random.Next(-2000, 2001))];
    }

    private static string WriteWav(string path, short[] samples)
    {
        byte[] data = new byte[2 * samples.Length];
        Buffer.BlockCopy(samples, 0, data, 0, data.Length);
        File.WriteAllBytes(
            path,
            [
                .. "RIFF"u8,
                .. BitConverter.GetBytes(36 + data.Length),
                .. "WAVEfmt "u8,
                16,
                0,
                0,
                0,
                1,
                0,
                1,
                0,
                .. BitConverter.GetBytes(16000),
                .. BitConverter.GetBytes(32000),
                2,
                0,
                16,
                0,
                .. "data"u8,
                .. BitConverter.GetBytes(data.Length),
                .. data,
            ]
        );
        return path;
    }
}
