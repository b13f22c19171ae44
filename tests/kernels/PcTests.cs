// The golden vectors and the hex example through PcNative: the P/Invoke path of `nanocoop evaluate` and of the virtual board.
using System.Globalization;
using System.Text.RegularExpressions;
using NanoCoopNet.Bridge;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Kernels.Tests;

[TestClass]
public sealed partial class PcTests
{
    [TestMethod]
    public void GoldenModelsGiveTheIntegerModelsAnswers()
    {
        using PcNative pc = Toolchain.Pc();
        foreach (GoldenModel model in GoldenModel.ReadFolder(SourceTree.PathOf("tests", "kernels", "golden")))
        {
            int[] info = ModelRun.Open(pc, pc.LoadBlob(0, model.Blob));
            foreach (GoldenCase c in model.Cases)
            {
                ModelRun.Of(pc, info, c.Input).AssertEquals(c.Logits, c.Confidence, model.Name);
            }
        }
    }

    [TestMethod]
    public void HexExampleParsesOpensAndGivesTheLogitsItsCommentsName()
    {
        string text = File.ReadAllText(SourceTree.PathOf("nf-interop", "kernels", "example.hex"));
        byte[] blob = ParseHex(text);
        using PcNative pc = Toolchain.Pc();
        int[] info = ModelRun.Open(pc, pc.LoadBlob(3, blob));
        byte[] image = Convert.FromHexString(Image().Match(text).Groups[1].Value.Replace(" ", ""));
        ModelRun run = ModelRun.Of(pc, info, image);
        MatchCollection named = Answers().Matches(text);
        Assert.HasCount(2, named);
        for (int net = 0; net < 2; net++)
        {
            CollectionAssert.AreEqual(named[net].Groups[1].Value.Split(' ').Select(Number).ToArray(), run.Logits[net]);
            Assert.AreEqual(Number(named[net].Groups[2].Value), run.Confidence[net]![3]);
        }
    }

    [TestMethod]
    public void TruncatedBlobIsRefusedAndTheContextStaysClosed()
    {
        using PcNative pc = Toolchain.Pc();
        byte[] blob = ParseHex(File.ReadAllText(SourceTree.PathOf("nf-interop", "kernels", "example.hex")));
        for (int length = 1; length < blob.Length; length += 97)
        {
            int[] info = new int[ModelField.Ints];
            Assert.AreEqual(-3, pc.ModelOpen(1, pc.LoadBlob(0, blob.AsSpan(0, length)), info), "NCN_E_MODEL");
            Assert.AreNotEqual(0, info[ModelField.Rule], "a rule is named");
            Assert.IsLessThan(0, pc.LayerRun(1, 0, 0, 0));
        }
    }

    /// <summary>`OFFSET: HEX BYTES # comment`, every offset checked.</summary>
    private static byte[] ParseHex(string text)
    {
        var bytes = new List<byte>();
        foreach (string line in text.Split('\n'))
        {
            string field = line.Split('#')[0].Trim();
            if (field.Length > 0)
            {
                string[] parts = field.Split(':');
                Assert.AreEqual(bytes.Count, int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), line);
                bytes.AddRange(Convert.FromHexString(parts[1].Replace(" ", "")));
            }
        }

        return [.. bytes];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("image ([0-9a-f ]+)\n")]
    private static partial Regex Image();

    [GeneratedRegex(@"gives the logits ([-0-9 ]+):.*CS = (\d+)/65536")]
    private static partial Regex Answers();
}
