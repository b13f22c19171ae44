// Runs a whole test set through the same C as the board, on all cores of the PC.
using System.Diagnostics;
using NanoCoopNet.Analysis;
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Evaluation;

/// <summary>Choices of an evaluation.</summary>
/// <param name="ConfidenceThreshold">CT byte 0…255; null: the blob's default.</param>
/// <param name="Threads">Worker threads; null: one a core.</param>
public sealed record EvaluationOptions(int? ConfidenceThreshold = null, int? Threads = null);

/// <summary>Both networks (and the glue) on every sample; the gate is applied afterwards, so that every CT comes from one
/// run.</summary>
public static class Evaluator
{
    private const int MaxThreads = 64;

    /// <summary>Evaluates.</summary>
    /// <param name="data">Samples with labels.</param>
    /// <param name="progress">Samples done.</param>
    /// <exception cref="ModelFormatException">refused: the engine refuses the blob; the message names rule, network and
    /// layer.</exception>
    /// <exception cref="DatasetException">badLabels: there are none.</exception>
    /// <exception cref="ToolchainException">The engine cannot be built.</exception>
    public static EvaluationResult Run(
        byte[] blob,
        Dataset data,
        EvaluationOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ModelBlob model = BlobReader.Read(blob);
        int threads = Math.Clamp(options?.Threads ?? Environment.ProcessorCount, 1, Math.Min(MaxThreads, data.Count));
        Stopwatch watch = Stopwatch.StartNew();
        Outcomes outcomes = Collect(model, data, threads, progress, cancellation);
        return EvaluationResult.Of(
            outcomes,
            options?.ConfidenceThreshold ?? model.Header.ConfidenceThreshold,
            watch.Elapsed.TotalSeconds,
            threads
        );
    }

    private static Outcomes Collect(
        ModelBlob model,
        Dataset data,
        int threads,
        IProgress<int>? progress,
        CancellationToken cancellation
    )
    {
        int[] labels =
            data.Labels?.ToArray()
            ?? throw new DatasetException("badLabels", $"{data.Source} has no labels", "give a file with an array y");
        bool coopNet = model.Header.Form == ModelForm.CoopNet;
        int count = data.Count,
            next = -1,
            done = 0;
        Outcome[] outcomes = new Outcome[count];
        using PcNative native = new(new PcNativeOptions { Contexts = threads, ArenaBytes = model.Header.EngineArenaBytes });
        int slot = native.LoadBlob(0, model.Bytes.Span);
        EngineSession[] sessions = Enumerable
            .Range(1, threads)
            .Select(context => new EngineSession(native, context, slot))
            .ToArray();
        Parallel.ForEach(
            sessions,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            session =>
            {
                for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                {
                    if (cancellation.IsCancellationRequested)
                    {
                        return;
                    }

                    session.SetInput(data.Sample(i).Span);
                    session.Run(NetKind.Bnn);
                    (int light, int confidence) = session.Confidence(NetKind.Bnn);
                    session.Run(NetKind.Int8);
                    int? int8 = model.Header.HasInt8Logits ? session.Confidence(NetKind.Int8).Top : null;
                    if (!coopNet)
                    {
                        session.Run(NetKind.Glue);
                    }

                    int full = coopNet ? int8!.Value : session.Confidence(NetKind.Glue).Top;
                    outcomes[i] = new Outcome(i, labels[i], light, full, int8, confidence);
                    progress?.Report(Interlocked.Increment(ref done));
                }
            }
        );
        cancellation.ThrowIfCancellationRequested();
        OutcomeSource source = new(model.Name, coopNet, model.Header.Sha256, data.Source, PredictionFile.Origin)
        {
            Form = BlobNames.Of(model.Header.Form),
        };
        return new Outcomes(source, outcomes, null);
    }
}
