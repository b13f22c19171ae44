// Words from the logits of overlapping windows.
namespace NanoCoopNet.Device.Tests;

[TestClass]
public sealed class WordSpotterTests
{
    private const int Radix = 8;
    private const int NoTemperature = 1 << 16;
    private const int Word = 1;
    private const int Filler = 3;

    private readonly WordSpotter _spotter = new(4, [false, false, false, true], WordSpotter.DefaultScore);

    [TestMethod]
    public void AWordIsReportedOnceWhenItDoesNotGrow()
    {
        int[] reported = Reports(0, 0, 0, Word, Word, Word, Word, Word, Word, 0, 0, 0, 0, 0, 0);
        CollectionAssert.AreEqual(new[] { 8 }, reported, "the window after the average was full");
        Assert.AreEqual(Word, _spotter.Word);
        Assert.IsGreaterThan(990, _spotter.Score);
    }

    [TestMethod]
    public void AShortGlimpseIsNoWord()
    {
        Assert.IsEmpty(Reports(0, 0, 0, Word, Word, Word, 0, 0, 0, 0, 0));
    }

    [TestMethod]
    public void FillersAreNoWords()
    {
        Assert.IsEmpty(Reports(Filler, Filler, Filler, Filler, Filler, Filler, Filler, Filler, Filler, Filler));
    }

    [TestMethod]
    public void AWordThatLastsIsReportedAgainAfterTheRefractoryTime()
    {
        int[] reported = Reports([.. Enumerable.Repeat(Word, 20)]);
        Assert.IsGreaterThan(WordSpotter.Refractory, reported[1] - reported[0]);
    }

    [TestMethod]
    public void TheScoreIsThatOfTheSoftmaxWithItsTemperature()
    {
        // two classes a nat apart at temperature 2: e^0.5 / (1 + e^0.5) = 0.622 is too little, at temperature 1 0.731 is enough
        int[] logits = [-10000, 1 << Radix, 0, -10000];
        Assert.IsFalse(Hear(logits, 2 * NoTemperature));
        Assert.IsTrue(Hear(logits, NoTemperature));
        Assert.IsLessThanOrEqualTo(1, Math.Abs(731 - _spotter.Score));
    }

    [TestMethod]
    public void ItAllocatesNothing()
    {
        int[] logits = [5, 900, 3, 2];
        _spotter.Take(logits, Radix, NoTemperature);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            logits[i % 4] ^= 512;
            _spotter.Take(logits, Radix, NoTemperature);
        }

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private bool Hear(int[] logits, int temperature)
    {
        bool heard = false;
        for (int i = 0; i < 2 * WordSpotter.Smoothing; i++)
        {
            heard |= _spotter.Take(logits, Radix, temperature);
        }

        return heard;
    }

    /// <summary>Windows that report a word; 0 stands for a window of filler.</summary>
    private int[] Reports(params int[] windows)
    {
        List<int> reported = [];
        for (int i = 0; i < windows.Length; i++)
        {
            int[] logits = [0, 0, 0, 0];
            logits[windows[i] == 0 ? Filler : windows[i]] = 10 << Radix;
            if (_spotter.Take(logits, Radix, NoTemperature))
            {
                reported.Add(i);
            }
        }

        return [.. reported];
    }
}
