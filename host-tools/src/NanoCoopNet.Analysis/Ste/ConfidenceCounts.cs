// Samples by their confidence: all that a curve over CT needs, and cheap to draw again.
namespace NanoCoopNet.Analysis;

/// <summary>How many samples have each confidence, and how many of them each mode answers rightly.</summary>
public sealed class ConfidenceCounts
{
    private const int Bins = 257; // ⌊256·CS⌋ is 0 … 256
    private readonly int[] _samples = new int[Bins],
        _rightLight = new int[Bins],
        _rightFull = new int[Bins];

    /// <summary>Counts one sample.</summary>
    public void Add(Outcome sample)
    {
        int bin = sample.Confidence256;
        _samples[bin]++;
        _rightLight[bin] += sample.Light == sample.Label ? 1 : 0;
        _rightFull[bin] += sample.Full == sample.Label ? 1 : 0;
    }

    /// <summary>Accuracy and fraction of full mode at all CT.</summary>
    public ThresholdModel Curve()
    {
        double all = _samples.Sum();
        int full = 0,
            right = _rightLight.Sum();
        double[] accuracy = new double[ConfidenceSteps.All.Count],
            fraction = new double[accuracy.Length];
        for (int ct = 0; ct < accuracy.Length; ct++)
        {
            (accuracy[ct], fraction[ct]) = (right / all, full / all);
            full += _samples[ct];
            right += _rightFull[ct] - _rightLight[ct];
        }

        return new(accuracy, fraction);
    }
}
