// The shipped clips and the shipped features are of the same recordings, one computed here in C#, the other by the training code.
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Tests;

[TestClass]
public sealed class SharedFeaturesTests
{
    private const int Values = LogMel.Frames * LogMel.Bands;

    [TestMethod]
    public void LogMelOfTheShippedClipsIsThatOfTraining()
    {
        ModelBlob model = BlobReader.ReadFile(Path.Combine(Repository.Models, "gscnet-keywords-coopnet.ncn"));
        Dataset demo = DatasetFile.Read(Path.Combine(Repository.Models, "keywords-demo.npz"), null, model, null);
        int clips = 0,
            far = 0;
        byte[] image = new byte[Values];
        foreach (string clip in Directory.GetFiles(Path.Combine(Repository.Models, "keywords-wav"), "*.wav"))
        {
            int word = model.Classes.ToList().IndexOf(Path.GetFileNameWithoutExtension(clip));
            Assert.IsGreaterThanOrEqualTo(0, word, clip);
            LogMel.Image(SoundFile.Read(clip), image);
            far += Enumerable
                .Range(0, demo.Count)
                .Where(i => demo.Labels![i] == word)
                .Min(i => FarApart(image, demo.Sample(i).Span));
            clips++;
        }

        Console.WriteLine($"{far} of {clips * Values} values more than one step apart");
        Assert.AreEqual(model.Classes.Count, clips, "a clip of each word");
        Assert.IsLessThanOrEqualTo(clips * Values / 1000, far, "within one step on 99.9 % of values (LOGMEL.md)");
    }

    private static int FarApart(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int far = 0;
        for (int i = 0; i < Values; i++)
        {
            far += Math.Abs(a[i] - b[i]) > 1 ? 1 : 0;
        }

        return far;
    }
}
