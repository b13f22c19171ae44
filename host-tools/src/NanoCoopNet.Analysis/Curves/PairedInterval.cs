// The difference of two classifiers on the same samples, with its interval.
namespace NanoCoopNet.Analysis;

/// <summary>Accuracy of one classifier minus that of another on the same samples, with a 95 % interval.</summary>
/// <param name="Difference">−1…1.</param>
/// <param name="OnlyAutoRight">Samples only the first (auto mode) got right.</param>
/// <param name="OnlyInt8Right">Samples only the second (the INT8 network) got right.</param>
/// <param name="Method">Which interval.</param>
public sealed record PairedDifference(
    double Difference,
    double Low,
    double High,
    int OnlyAutoRight,
    int OnlyInt8Right,
    string Method
);

/// <summary>Paired differences of accuracy.</summary>
public static class PairedInterval
{
    /// <summary>Quantile of the normal distribution for 95 %.</summary>
    private const double Z95 = 1.959963984540054;

    /// <summary>Accuracy of auto mode at a CT byte minus that of the model's own INT8 network; null where it has none.</summary>
    public static PairedDifference? AutoMinusInt8(Outcomes outcomes, int confidenceThreshold) =>
        outcomes.AccuracyInt8 is null
            ? null
            : Of(outcomes.Samples.Select(s => (s.IsRight(confidenceThreshold), s.Int8 == s.Label)));

    /// <summary>Of pairs that say of each sample whether the first and whether the second is right.</summary>
    public static PairedDifference Of(IEnumerable<(bool First, bool Second)> pairs)
    {
        int onlyFirst = 0,
            onlySecond = 0,
            samples = 0;
        foreach ((bool first, bool second) in pairs)
        {
            onlyFirst += first && !second ? 1 : 0;
            onlySecond += second && !first ? 1 : 0;
            samples++;
        }

        return Of(onlyFirst, onlySecond, samples);
    }

    /// <summary>Normal interval of a paired difference: d = (b − c)/n, standard error √(b + c − (b − c)²/n)/n, where b and c are
    /// the samples only one of the two got right (the discordant counts of McNemar's test).</summary>
    public static PairedDifference Of(int onlyFirst, int onlySecond, int samples)
    {
        double more = onlyFirst - onlySecond,
            d = more / samples;
        double half = Z95 * Math.Sqrt(onlyFirst + onlySecond - (more * more / samples)) / samples;
        return new PairedDifference(d, d - half, d + half, onlyFirst, onlySecond, "paired normal");
    }
}
