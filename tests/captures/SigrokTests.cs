// Files of sigrok itself: what sigrok-cli captures we read, with the samples that it prints of them; what we write it reads.
// Its CSV output of 0.5.2 ends in a crash where a file holds logic and analog samples, so its outputs bits and analog are taken.
using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Captures.Tests;

[TestClass]
public sealed partial class SigrokTests
{
    private const int Samples = 5000;

    [TestMethod]
    public void ACaptureOfSigrokIsReadAsSigrokReadsIt()
    {
        using Folder folder = new();
        string path = folder.At("demo.sr");
        Sigrok("--driver", "demo", "--config", "samplerate=20k", "--samples", $"{Samples}", "-o", path);
        ReadTrace read = ReadTrace.Of(path);
        Assert.HasCount(Samples, read.Levels);
        Assert.AreEqual(20_000, read.Info.RateHz);
        Dictionary<string, string> logic = Bits(path, read.Info.Logic);
        Assert.HasCount(read.Info.Logic.Count, logic);
        foreach ((string channel, string bits) in logic)
        {
            int at = read.Info.Logic.TakeWhile(l => l != channel).Count();
            Assert.AreEqual(bits, string.Concat(read.Levels.Select(l => (l >> at & 1) != 0 ? '1' : '0')), channel);
        }

        ILookup<string, string> printed = Sigrok("-i", path, "-O", "analog")
            .Split('\n')
            .Select(l => Analog().Match(l))
            .Where(m => m.Success)
            .ToLookup(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.HasCount(read.Info.Analog.Count, printed);
        foreach (AnalogChannel channel in read.Info.Analog)
        {
            double[] values = read.Channel(channel.Name);
            string[] texts = [.. printed[channel.Name]];
            Assert.HasCount(Samples, texts);
            for (int i = 0; i < Samples; i++)
            {
                Match m = Value().Match(texts[i]);
                double unit = m.Groups[3].Value switch
                {
                    "m" => 1e-3,
                    "µ" => 1e-6,
                    "n" => 1e-9,
                    "p" => 1e-12,
                    "f" => 1e-15,
                    _ => 1,
                };
                double said = unit * double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture),
                    half = unit * Math.Pow(10, -m.Groups[2].Length) / 2;
                Assert.AreEqual(said, values[i], half * 1.001, $"{channel.Name}, sample {i}: {texts[i]}");
            }
        }
    }

    [TestMethod]
    public void SigrokReadsWhatIsWritten()
    {
        Random random = TestSeed.New(nameof(SigrokReadsWhatIsWritten));
        using Folder folder = new();
        GeneratedTrace t = GeneratedTrace.Random(random, 10_000);
        string path = folder.At("made.sr");
        string[] names = ["light", "full", "layer0", "layer1"];
        using (ICaptureWriter writer = CaptureWriters.Create(path, new CaptureHead(t.RateHz, "model: of a test", names)))
        {
            for (int i = 0; i < t.Count; i++)
            {
                writer.Write(t.Amperes[i], t.Volts[i], t.Levels[i]);
            }
        }

        Dictionary<string, string> bits = Bits(path, names);
        for (int c = 0; c < names.Length; c++)
        {
            Assert.AreEqual(string.Concat(t.Levels.Select(l => (l >> c & 1) != 0 ? '1' : '0')), bits[names[c]], names[c]);
        }
    }

    private static Dictionary<string, string> Bits(string path, IEnumerable<string> channels) =>
        Sigrok("-i", path, "-C", string.Join(',', channels), "-O", "bits:width=64")
            .Split('\n')
            .Select(l => l.Split(':', 2))
            .Where(p => p.Length == 2 && p[1].All(c => c is '0' or '1' or ' '))
            .GroupBy(p => p[0], p => p[1].Replace(" ", "", StringComparison.Ordinal))
            .ToDictionary(g => g.Key, string.Concat);

    /// <summary>Standard output; how sigrok-cli ends does not matter, it may crash after its last line.</summary>
    private static string Sigrok(params string[] arguments)
    {
        try
        {
            return Subprocess.Run(null, "sigrok-cli", arguments).Output;
        }
        catch (Win32Exception)
        {
            throw new AssertInconclusiveException("sigrok-cli is not installed (sudo apt-get install sigrok-cli)");
        }
    }

    [GeneratedRegex(@"^(A\d+): (\S+ \S*)V")]
    private static partial Regex Analog();

    [GeneratedRegex(@"^(-?\d+\.?(\d*)) (\D?)$")]
    private static partial Regex Value();
}
