// What a whole test set gives on the integer engine.
using System.Text.Json.Serialization;

namespace NanoCoopNet.Evaluation;

/// <summary>Every network's answer to every sample; all results are computed from these.</summary>
/// <param name="Labels">Class of each sample.</param>
/// <param name="Bnn">Answer of the BNN.</param>
/// <param name="Int8">Answer of the INT8 network by its own logits; null where it has none.</param>
/// <param name="Full">Answer of full mode: CoopNet the INT8 network's, BC-Net the glue's.</param>
/// <param name="Confidence65536">CS of the BNN in 2^−16, eq. (13).</param>
public sealed record Answers(int[] Labels, byte[] Bnn, byte[]? Int8, byte[] Full, int[] Confidence65536)
{
    public int Count => Labels.Length;

    /// <summary>⌊256·CS⌋ of a sample, what CT is compared with; eq. (14).</summary>
    public int Confidence256(int sample) => Confidence65536[sample] >> 8;
}

/// <summary>Accuracy and light fraction at one CT.</summary>
/// <param name="ConfidenceThreshold">CT byte.</param>
/// <param name="LightFraction">Samples answered by the BNN alone, 0…1.</param>
public readonly record struct SweepPoint(int ConfidenceThreshold, double Accuracy, double LightFraction);

/// <summary>Accuracy of auto mode minus that of the INT8 network on the same samples, with a 95 % interval.</summary>
/// <param name="Difference">−1…1.</param>
/// <param name="OnlyAutoRight">Samples only auto mode got right.</param>
/// <param name="OnlyInt8Right">Samples only the INT8 network got right.</param>
/// <param name="Method">Which interval.</param>
public sealed record PairedDifference(
    double Difference, double Low, double High, int OnlyAutoRight, int OnlyInt8Right, string Method);

/// <summary>Results of `nanocoop evaluate`; accuracies and fractions are 0…1.</summary>
/// <param name="AccuracyFull">Full mode on every sample.</param>
/// <param name="AccuracyInt8">The INT8 network inside this blob; null where it has no logits of its own.</param>
/// <param name="AccuracyLight">The BNN alone.</param>
/// <param name="AccuracyAuto">The gate at the CT in force.</param>
/// <param name="ConfidenceThreshold">CT byte / 256.</param>
public sealed record EvaluationResult(
    int Samples, double AccuracyFull, double? AccuracyInt8, double AccuracyLight, double AccuracyAuto, double ConfidenceThreshold,
    double LightFraction, PairedDifference? AutoMinusInt8, double Seconds, int Threads,
    [property: JsonIgnore] IReadOnlyList<SweepPoint> Sweep, [property: JsonIgnore] Answers Answers);
