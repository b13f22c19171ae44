// From probabilities to words: scripted windows, and sound in pieces of any size.

namespace NanoCoopNet.Media.Tests;

[TestClass]
public sealed class WordTests
{
    private static readonly string[] Classes = ["yes", "no", "unknown"];

    [TestMethod]
    public void AWordIsWhereItsWindowsAre()
    {
        HeardWord[] words = Find(Windows((10, 16, 0, 0.95f), (30, 36, 1, 0.9f)));
        CollectionAssert.AreEqual(new[] { 0, 1 }, words.Select(w => w.Class).ToArray());
        Assert.AreEqual(1.3, words[0].Seconds, 0.06);
        Assert.AreEqual(3.3, words[1].Seconds, 0.06);
        Assert.AreEqual(0.95, words[0].Score, 1e-6);
    }

    [TestMethod]
    public void OneWindowIsNoWord() => Assert.IsEmpty(Find(Windows((10, 10, 0, 1f))));

    [TestMethod]
    public void FillersAreNoWords() => Assert.IsEmpty(Find(Windows((10, 20, 2, 1f))));

    [TestMethod]
    public void ALongWordIsOneWord() => Assert.HasCount(1, Find(Windows((10, 20, 0, 0.9f))));

    [TestMethod]
    public void WordsAtBothEndsAreFound() =>
        CollectionAssert.AreEqual(
            new[] { 0, 1 },
            Find(Windows((0, 4, 0, 0.95f), (55, 59, 1, 0.95f))).Select(w => w.Class).ToArray()
        );

    [TestMethod]
    public void AWordIsToldAsSoonAsItIsCertain()
    {
        WordFinder finder = WordFinder.For(Classes);
        float[][] windows = Windows((10, 16, 0, 0.95f));
        int told = Array.FindIndex(windows, w => finder.Add(w).Count > 0);
        Assert.AreEqual(12 + 8, told, "0.8 s behind the first window of its plateau");
    }

    [TestMethod]
    public void ALowerScoreFindsMore()
    {
        float[][] windows = Windows((10, 16, 0, 0.5f));
        Assert.IsEmpty(Find(windows));
        Assert.HasCount(1, Find(windows, 0.4));
    }

    [TestMethod]
    public void WindowsDoNotDependOnHowSoundArrives()
    {
        short[] sound = [.. Enumerable.Range(0, 20000).Select(i => (short)(3000 * Math.Sin(i / 9.0)))];
        SoundWindows whole = new(),
            pieces = new();
        byte[][] a = [.. whole.Add(sound), .. whole.End()];
        List<byte[]> b = [];
        for (int at = 0, step = 1; at < sound.Length; at += step, step = (step * 7 % 999) + 1)
        {
            b.AddRange(pieces.Add(sound.AsSpan(at, Math.Min(step, sound.Length - at))));
        }

        b.AddRange(pieces.End());
        Assert.HasCount((20000 / 1600) + 1, a);
        Assert.AreEqual(a.Length, b.Count);
        Assert.IsTrue(a.Zip(b, (x, y) => x.SequenceEqual(y)).All(same => same));
    }

    [TestMethod]
    public void AStreamIsRawOrHasAHeader()
    {
        short[] samples = [.. Enumerable.Range(0, 999).Select(i => (short)(i - 500))];
        byte[] raw = new byte[2 * samples.Length];
        Buffer.BlockCopy(samples, 0, raw, 0, raw.Length);
        byte[] format = [16, 0, 0, 0, 1, 0, 1, 0, .. BitConverter.GetBytes(16000), .. BitConverter.GetBytes(32000), 2, 0, 16, 0];
        byte[] withHeader =
        [
            .. "RIFF"u8,
            0xFF,
            0xFF,
            0xFF,
            0xFF,
            .. "WAVEfmt "u8,
            .. format,
            .. "data"u8,
            0xFF,
            0xFF,
            0xFF,
            0xFF,
            .. raw,
        ];
        foreach (byte[] bytes in new[] { raw, withHeader })
        {
            PcmStream stream = new(new MemoryStream(bytes));
            List<short> read = [];
            for (short[] block = stream.Read(7); block.Length > 0; block = stream.Read(7))
            {
                read.AddRange(block);
            }

            CollectionAssert.AreEqual(samples, read);
        }

        Assert.IsEmpty(new PcmStream(new MemoryStream([])).Read(5));
        format[4 + 2] = 2;
        byte[] stereo = [.. withHeader[..16], .. format, .. withHeader[36..]];
        Assert.AreEqual("badWavFormat", MediaFiles.Refused(() => new PcmStream(new MemoryStream(stereo)).Read(5)).Name);
    }

    private static HeardWord[] Find(float[][] windows, double leastScore = WordFinder.DefaultScore)
    {
        WordFinder finder = WordFinder.For(Classes, leastScore);
        return [.. windows.SelectMany(finder.Add), .. finder.End()];
    }

    // Sixty windows of a third for every class, but for runs of windows that are sure of one.
    private static float[][] Windows(params (int First, int Last, int Class, float Probability)[] runs) =>
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i =>
                {
                    (int _, int _, int c, float p) = runs.Where(r => i >= r.First && i <= r.Last)
                        .Append((0, 0, 0, 1 / 3f))
                        .First();
                    return (float[])[.. Enumerable.Range(0, 3).Select(k => k == c ? p : (1 - p) / 2)];
                }),
        ];
}
