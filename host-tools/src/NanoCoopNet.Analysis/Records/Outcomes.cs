// What every analysis starts from: for each sample what light mode, full mode and the INT8 network answer, and how sure the BNN
// was.
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>One sample.</summary>
/// <param name="Index">Its place in the data file.</param>
/// <param name="Label">Its class.</param>
/// <param name="Light">The BNN's answer.</param>
/// <param name="Full">Full mode's answer, eq. (15).</param>
/// <param name="Int8">The INT8 network's own answer; null where it has no logits.</param>
/// <param name="Confidence65536">CS of the BNN in 2^−16, 0 … 65536, eq. (13).</param>
public readonly record struct Outcome(int Index, int Label, int Light, int Full, int? Int8, int Confidence65536)
{
    /// <summary>A confidence score of 1 in 2^−16.</summary>
    public const int LargestConfidence = 65536;

    /// <summary>⌊256·CS⌋, 0 … 256; light at CT ≤ this, eq. (14).</summary>
    public int Confidence256 => Confidence65536 >> 8;

    /// <summary>Whether the sample is answered by the BNN alone at a CT byte.</summary>
    public bool IsLight(int confidenceThreshold) => Confidence256 >= confidenceThreshold;

    /// <summary>Whether auto mode is right at a CT byte.</summary>
    public bool IsRight(int confidenceThreshold) => (IsLight(confidenceThreshold) ? Light : Full) == Label;
}

/// <summary>Whose outcomes they are.</summary>
/// <param name="IsCoopNet">Full mode is the INT8 network's answer; else a BC-Net's glue gives it.</param>
/// <param name="Origin">Where the answers were computed, for people.</param>
public sealed record OutcomeSource(string Model, bool IsCoopNet, string BlobSha256, string Data, string Origin)
{
    /// <summary>The model's form as it stands in its blob; null where the record does not say it.</summary>
    public string? Form { get; init; }

    /// <summary>Measured energies of the record, where it has any.</summary>
    public MeasuredEnergy? Energy { get; init; }

    /// <summary>Name and the first digits of the hash, for messages.</summary>
    public string Named => $"{Model} ({BlobSha256[..Math.Min(8, BlobSha256.Length)]}…)";
}

/// <summary>Outcomes of a whole set of samples.</summary>
/// <param name="Samples">Ordered by index; no index twice.</param>
/// <param name="Costs">Aligned with <paramref name="Samples"/>; null where nothing was measured.</param>
public sealed record Outcomes(OutcomeSource Source, IReadOnlyList<Outcome> Samples, Costs? Costs)
{
    public int Count => Samples.Count;

    /// <summary>Accuracy of the INT8 network, 0…1; null where it has no logits of its own.</summary>
    public double? AccuracyInt8 => Samples.All(s => s.Int8 is not null) ? Share(s => s.Int8 == s.Label) : null;

    /// <summary>Share of the samples that a condition holds for, 0…1.</summary>
    public double Share(Func<Outcome, bool> condition) => Samples.Count(condition) / (double)Count;
}
