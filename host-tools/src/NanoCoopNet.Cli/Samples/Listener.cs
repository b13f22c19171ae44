// Searches sound for words, window by window, on a board.
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Link;
using NanoCoopNet.Media;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Samples;

/// <summary>A word of a recording.</summary>
/// <param name="Seconds">Its middle, from the start.</param>
/// <param name="Score">Smoothed probability, 0 … 1.</param>
internal sealed record FoundWord(string Class, double Seconds, double Score);

/// <summary>Hears a recording or a stream.</summary>
/// <param name="window">Told of each window that was classified, in order.</param>
/// <param name="isLate">True while more sound waits than the board keeps up with: a window then counts as the one before did, so
/// that what is heard is never old.</param>
internal sealed class Listener(
    BoardClassifier classifier,
    IReadOnlyList<string> classes,
    double leastScore,
    Action<Classification>? window = null,
    Func<bool>? isLate = null
)
{
    /// <summary>Below this no frame of 30 ms holds anything to hear.</summary>
    private const double SilenceDecibel = -60;

    private const int FrameSamples = LogMel.SampleRate * 3 / 100;

    private readonly SoundWindows _windows = new();
    private readonly WordFinder _finder = WordFinder.For(classes, leastScore);
    private double _loudest = double.NegativeInfinity;
    private Classification? _before;

    /// <summary>Windows classified.</summary>
    public int Windows { get; private set; }

    /// <summary>Windows that the binary network answered alone.</summary>
    public int Light { get; private set; }

    /// <summary>Counts of all windows, in <see cref="TimeSource"/>.</summary>
    public long Counts { get; private set; }

    public TimeSource TimeSource { get; private set; }

    /// <summary>Why there is no word, or null: nothing louder than −60 dB below full scale was there, or no word was in what
    /// there was.</summary>
    public string? Silence(int words) =>
        words > 0 ? null
        : _loudest < SilenceDecibel ? "silence"
        : "no word: noise, or words that the model does not know";

    /// <summary>Takes sound; gives the words that are certain now.</summary>
    public IReadOnlyList<FoundWord> Add(ReadOnlySpan<short> samples, CancellationToken cancel = default)
    {
        for (int at = 0; at < samples.Length; at += FrameSamples)
        {
            _loudest = Math.Max(_loudest, Decibel(samples[at..Math.Min(samples.Length, at + FrameSamples)]));
        }

        return Hear(_windows.Add(samples), cancel);
    }

    /// <summary>The sound has ended; gives the words that were waiting.</summary>
    public IReadOnlyList<FoundWord> End(CancellationToken cancel = default) =>
        [.. Hear(_windows.End(), cancel), .. Named(_finder.End())];

    private List<FoundWord> Hear(IEnumerable<byte[]> images, CancellationToken cancel)
    {
        List<FoundWord> words = [];
        foreach (byte[] image in images)
        {
            cancel.ThrowIfCancellationRequested();
            bool repeats = _before is not null && isLate?.Invoke() == true;
            Classification c = repeats ? _before! : classifier.Classify(image);
            _before = c;
            Windows++;
            Light += c.Result.Mode == TakenMode.Light ? 1 : 0;
            Counts += c.Result.CountsKernels;
            TimeSource = c.Result.TimeSource;
            if (!repeats)
            {
                window?.Invoke(c);
            }

            words.AddRange(
                Named(
                    _finder.Add(
                        c.Probabilities
                            ?? throw new CliException(
                                ExitCode.BoardIncompatible,
                                "the board's firmware gives no logits, so longer recordings cannot be searched",
                                "update the firmware, or cut clips of one second"
                            )
                    )
                )
            );
        }

        return words;
    }

    private IEnumerable<FoundWord> Named(IEnumerable<HeardWord> words) =>
        words.Select(w => new FoundWord(classes[w.Class], w.Seconds, w.Score));

    private static double Decibel(ReadOnlySpan<short> frame)
    {
        double sum = 0;
        foreach (short s in frame)
        {
            sum += (double)s * s;
        }

        return 10 * Math.Log10((sum / frame.Length / (32768.0 * 32768.0)) + 1e-12);
    }
}
