// Turns the probabilities of overlapping windows into words with times. host-tools/training/LOGMEL.md, "Recordings".
using NanoCoopNet.Device;

namespace NanoCoopNet.Media;

/// <summary>Takes windows in order and gives each word as soon as it is certain, so that a stream and a whole recording give the
/// same words.</summary>
/// <param name="classes">Number of classes.</param>
/// <param name="fillers">Classes that are no words: unknown, silence, noise.</param>
/// <param name="leastScore">Smaller smoothed probabilities are no words, 0 … 1.</param>
public sealed class WordFinder(int classes, IReadOnlySet<int> fillers, double leastScore = WordFinder.DefaultScore)
{
    /// <summary>Windows follow each other by so much.</summary>
    public const double StepSeconds = 0.1;

    /// <summary>Chosen on made recordings of the validation voices: no noise becomes a word, and no word is lost by it.</summary>
    public const double DefaultScore = 0.65;

    /// <summary>Probabilities are averaged over so many windows: half a second, as long as a usual word lies whole inside the
    /// window.</summary>
    private const int Smoothing = 5;

    /// <summary>A word keeps others away for so many windows before and behind it: both would lie in one window.</summary>
    private const int Apart = 6;

    private const int Half = Smoothing / 2;

    /// <summary>Older windows are forgotten; somebody may listen for days.</summary>
    private const int Needed = 2 * (Apart + Smoothing);

    private readonly List<float[]> _windows = [];
    private readonly List<(int Class, double Score)> _best = [];
    private int _decided;

    /// <summary>Whether a class, in any case of letters, is no word.</summary>
    public static bool IsFiller(string name) => FillerClasses.Has(name.ToLowerInvariant());

    /// <summary>A finder for a model with these classes.</summary>
    public static WordFinder For(IReadOnlyList<string> classes, double leastScore = DefaultScore) =>
        new(classes.Count, Enumerable.Range(0, classes.Count).Where(i => IsFiller(classes[i])).ToHashSet(), leastScore);

    /// <summary>Takes the next window. The first one's middle is at 0, each next one's <see cref="StepSeconds"/> later.</summary>
    /// <param name="probabilities">One a class.</param>
    /// <returns>Words that are certain now, in order: 0.8 s of windows behind their middle are known.</returns>
    public IReadOnlyList<HeardWord> Add(float[] probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, classes);
        _windows.Add(probabilities);
        if (_windows.Count > Needed)
        {
            _windows[^(Needed + 1)] = [];
        }

        return Decide(_windows.Count - Half, _windows.Count - Half - Apart);
    }

    /// <summary>The words that were waiting for more windows when the recording ended.</summary>
    public IReadOnlyList<HeardWord> End() => Decide(_windows.Count, _windows.Count);

    // Smoothed values below `known` may be computed, and windows below `due` have all the rivals they can have.
    private List<HeardWord> Decide(int known, int due)
    {
        while (_best.Count < known)
        {
            _best.Add(Best(_best.Count));
        }

        List<HeardWord> words = [];
        for (; _decided < due; _decided++)
        {
            if (IsPeak(_decided))
            {
                words.Add(new HeardWord(_best[_decided].Class, Middle(_decided) * StepSeconds, _best[_decided].Score));
            }
        }

        return words;
    }

    private (int Class, double Score) Best(int window)
    {
        (int Class, double Score) best = (-1, 0);
        for (int c = 0; c < classes; c++)
        {
            if (!fillers.Contains(c) && Smoothed(window, c) is var score && score > best.Score)
            {
                best = (c, score);
            }
        }

        return best;
    }

    private double Smoothed(int window, int c)
    {
        double sum = 0;
        for (int w = Math.Max(0, window - Half); w <= Math.Min(_windows.Count - 1, window + Half); w++)
        {
            sum += _windows[w][c];
        }

        return sum / Smoothing;
    }

    private bool IsPeak(int window)
    {
        double score = _best[window].Score;
        if (score < leastScore)
        {
            return false;
        }

        for (int w = Math.Max(0, window - Apart); w <= Math.Min(_best.Count - 1, window + Apart); w++)
        {
            if (w < window ? _best[w].Score >= score : w > window && _best[w].Score > score)
            {
                return false;
            }
        }

        return true;
    }

    // Where the word's middle was in the middle of the window: the centre of the windows that give it half its score or more.
    private double Middle(int window)
    {
        (int c, double score) = _best[window];
        int first = window,
            last = window;
        while (first > Math.Max(0, window - Apart) && Smoothed(first - 1, c) > score / 2)
        {
            first--;
        }

        while (last < Math.Min(_best.Count - 1, window + Apart) && Smoothed(last + 1, c) > score / 2)
        {
            last++;
        }

        double weight = 0,
            moment = 0;
        for (int w = first; w <= last; w++)
        {
            weight += Smoothed(w, c);
            moment += w * Smoothed(w, c);
        }

        return moment / weight;
    }
}
