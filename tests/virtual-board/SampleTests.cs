// The samples of firmware/samples on the virtual board: what they print, and what they drive.
using System.Globalization;
using System.Text.RegularExpressions;
using NanoCoopNet.Samples;

namespace NanoCoopNet.VirtualBoard.Tests;

[TestClass]
public sealed partial class SampleTests
{
    private const int GreenLed = 16;
    private const int BlueLed = 23;

    [TestMethod]
    public void FirstAppRunsWithAnyModel()
    {
        TextWriter console = Console.Out;
        using StringWriter printed = new();
        Console.SetOut(printed);
        try
        {
            SampleRunner.Run(FirstApp.Program.Main, TestBlob.CoopNet.Blob, BoardCpu.Pc, [], _ => { });
        }
        finally
        {
            Console.SetOut(console);
        }

        string[] lines = printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(11, lines);
        StringAssert.Contains(lines[0], ": ok");
    }

    [TestMethod]
    public void PictureButtonReadsItsDigits()
    {
        (List<string> lines, Bench bench) = Run(PictureButton.Program.Main, "lenet5-mnist-coopnet", []);
        Assert.HasCount(11, lines);
        CollectionAssert.AreEqual(Enumerable.Range(0, 10).Select(i => $"picture {i}: {i}").ToArray(), lines[1..]);
        Assert.AreNotEqual(bench.Pins[GreenLed], bench.Pins[BlueLed], "one LED is on");
    }

    [TestMethod]
    public void LoggerWritesALineForEachInput()
    {
        byte[] inputs = new byte[3 * 1024];
        TestSeed.New(nameof(SampleTests)).NextBytes(inputs);
        (List<string> lines, _) = Run(Logger.Program.Main, "gscnet-keywords-coopnet", [.. inputs, 1, 2, 3]);
        Assert.HasCount(5, lines, string.Join('\n', lines));
        for (int i = 0; i < 3; i++)
        {
            StringAssert.Matches(lines[i + 2], new Regex($"^{i};[a-z_]+;(light|full);[0-9]+;[0-9]+$"));
        }
    }

    [TestMethod]
    public void KeywordLedHearsWordsInNoise()
    {
        (byte[] pcm, List<(string Word, double Seconds)> said) = Recording();
        (List<string> lines, Bench bench) = Run(KeywordLed.Program.Main, "gscnet-keywords-coopnet", pcm);
        List<(string Word, double Seconds, double Heard)> words =
        [
            .. lines
                .Select(l => Heard().Match(l))
                .Where(m => m.Success)
                .Select(m => (m.Groups[2].Value, Seconds(m.Groups[1]), Seconds(m.Groups[3]))),
        ];
        int found = said.Count(s => words.Any(w => w.Word == s.Word && Math.Abs(w.Seconds - s.Seconds) < 0.5));
        int wrong = words.Count(w => !said.Any(s => w.Word == s.Word && Math.Abs(w.Seconds - s.Seconds) < 0.5));
        Console.WriteLine($"{found} of {said.Count} words, {wrong} false in {pcm.Length / 32000} s\n{string.Join('\n', lines)}");
        Assert.IsGreaterThanOrEqualTo(24, found);
        Assert.IsLessThanOrEqualTo(3, wrong);
        Assert.IsTrue(bench.Pins.ContainsKey(GreenLed), "on or off was heard");
    }

    /// <summary>A minute with the 30 shipped words, one every two seconds, in white noise 30 dB below full scale.</summary>
    internal static (byte[] Pcm, List<(string Word, double Seconds)> Said) Recording()
    {
        const int rate = 16000;
        Random random = new(1);
        string folder = Path.Combine(SourceTree.Root, "host-tools/models/keywords-wav");
        string[] files =
        [
            .. Directory.GetFiles(folder, "*.wav").Where(f => !f.EndsWith("unknown.wav", StringComparison.Ordinal)),
        ];
        Array.Sort(files, StringComparer.Ordinal);
        double[] sound = new double[60 * rate];
        for (int i = 0; i < sound.Length; i++)
        {
            sound[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) * 330;
        }

        random.Shuffle(files);
        List<(string, double)> said = [];
        for (int word = 0; word < files.Length; word++)
        {
            byte[] clip = SampleRunner.ReadInput(files[word]);
            int start = (int)((2 * word + 0.3 + 0.6 * random.NextDouble()) * rate);
            for (int i = 0; i < clip.Length / 2 && start + i < sound.Length; i++)
            {
                sound[start + i] += BitConverter.ToInt16(clip, 2 * i);
            }

            said.Add((Path.GetFileNameWithoutExtension(files[word]), (start + (clip.Length / 4.0)) / rate));
        }

        return ([.. sound.SelectMany(s => BitConverter.GetBytes((short)Math.Clamp(s, short.MinValue, short.MaxValue)))], said);
    }

    private static (List<string> Lines, Bench Bench) Run(Action sample, string model, byte[] input)
    {
        List<string> lines = [];
        byte[] blob = File.ReadAllBytes(Path.Combine(SourceTree.Root, $"host-tools/models/{model}.ncn"));
        return (lines, SampleRunner.Run(sample, blob, BoardCpu.Pc, input, lines.Add));
    }

    private static double Seconds(Group ms) => int.Parse(ms.ValueSpan, CultureInfo.InvariantCulture) / 1000.0;

    [GeneratedRegex(@"^(-?\d+) ms (\S+) [01]\.\d+ heard at (\d+) ms$")]
    private static partial Regex Heard();
}
