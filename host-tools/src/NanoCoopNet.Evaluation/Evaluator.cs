// Runs a whole test set through the same C as the board, on all cores of the PC.
using NanoCoopNet.Model;

namespace NanoCoopNet.Evaluation;

/// <summary>Choices of an evaluation.</summary>
/// <param name="ConfidenceThreshold">CT byte 0…255; null: the blob's default.</param>
/// <param name="Threads">Worker threads; null: one a core.</param>
public sealed record EvaluationOptions(int? ConfidenceThreshold = null, int? Threads = null);

/// <summary>Both networks (and the glue) on every sample; the gate is applied afterwards, so that every CT comes from one run.</summary>
public static class Evaluator
{
    /// <summary>Evaluates.</summary>
    /// <param name="progress">Samples done.</param>
    /// <exception cref="ModelFormatException">The engine refuses the blob; the message names the rule, network and layer.</exception>
    public static EvaluationResult Run(
        byte[] blob, Dataset data, EvaluationOptions? options = null, IProgress<int>? progress = null,
        CancellationToken cancellation = default) => throw new NotImplementedException();
}
