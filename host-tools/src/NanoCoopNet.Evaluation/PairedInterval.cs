// The difference of two classifiers on the same samples, with its interval.
namespace NanoCoopNet.Evaluation;

/// <summary>Paired differences of accuracy.</summary>
public static class PairedInterval
{
    /// <summary>Quantile of the normal distribution for 95 %.</summary>
    private const double Z95 = 1.959963984540054;

    /// <summary>Accuracy of auto mode at a CT minus that of the INT8 network.</summary>
    public static PairedDifference AutoMinusInt8(Answers answers, int confidenceThreshold)
    {
        int onlyAuto = 0, onlyInt8 = 0;
        for (int i = 0; i < answers.Count; i++)
        {
            bool auto = (answers.Confidence256(i) >= confidenceThreshold ? answers.Bnn[i] : answers.Full[i]) == answers.Labels[i];
            bool int8 = answers.Int8![i] == answers.Labels[i];
            onlyAuto += auto && !int8 ? 1 : 0;
            onlyInt8 += int8 && !auto ? 1 : 0;
        }

        return Of(onlyAuto, onlyInt8, answers.Count);
    }

    /// <summary>Normal interval of a paired difference: d = (b − c)/n, standard error √(b + c − (b − c)²/n)/n, where b and c are the samples
    /// only one of the two got right (the discordant counts of McNemar's test).</summary>
    public static PairedDifference Of(int onlyFirst, int onlySecond, int samples)
    {
        double difference = (double)(onlyFirst - onlySecond) / samples;
        double error = Math.Sqrt(onlyFirst + onlySecond - ((double)(onlyFirst - onlySecond) * (onlyFirst - onlySecond) / samples)) / samples;
        return new PairedDifference(difference, difference - (Z95 * error), difference + (Z95 * error), onlyFirst, onlySecond, "paired normal");
    }
}
