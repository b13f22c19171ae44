// Runs a whole test set through the same C as the board, on all cores of the PC.
using System.Diagnostics;
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Evaluation;

/// <summary>Choices of an evaluation.</summary>
/// <param name="ConfidenceThreshold">CT byte 0…255; null: the blob's default.</param>
/// <param name="Threads">Worker threads; null: one a core.</param>
public sealed record EvaluationOptions(int? ConfidenceThreshold = null, int? Threads = null);

/// <summary>Both networks (and the glue) on every sample; the gate is applied afterwards, so that every CT comes from one run.</summary>
public static class Evaluator
{
    private const int MaxThreads = 64;

    /// <summary>Evaluates.</summary>
    /// <param name="data">Samples with labels.</param>
    /// <param name="progress">Samples done.</param>
    /// <exception cref="ModelFormatException">refused: the engine refuses the blob; the message names rule, network and layer.</exception>
    /// <exception cref="DatasetException">badLabels: there are none.</exception>
    /// <exception cref="ToolchainException">The engine cannot be built.</exception>
    public static EvaluationResult Run(
        byte[] blob, Dataset data, EvaluationOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ModelBlob model = BlobReader.Read(blob);
        int threads = Math.Clamp(options?.Threads ?? Environment.ProcessorCount, 1, Math.Min(MaxThreads, data.Count));
        Stopwatch watch = Stopwatch.StartNew();
        Answers answers = Collect(model, data, threads, progress, cancellation);
        return Summarise(answers, options?.ConfidenceThreshold ?? model.Header.ConfidenceThreshold, watch.Elapsed.TotalSeconds, threads);
    }

    /// <summary>The results at a CT, from answers collected before.</summary>
    public static EvaluationResult Summarise(Answers answers, int confidenceThreshold, double seconds, int threads)
    {
        IReadOnlyList<SweepPoint> sweep = ThresholdSweep.Of(answers);
        SweepPoint at = sweep[confidenceThreshold];
        return new EvaluationResult(
            answers.Count, Accuracy(answers, answers.Full), answers.Int8 is null ? null : Accuracy(answers, answers.Int8), Accuracy(answers, answers.Bnn),
            at.Accuracy, confidenceThreshold / 256.0, at.LightFraction,
            answers.Int8 is null ? null : PairedInterval.AutoMinusInt8(answers, confidenceThreshold), seconds, threads, sweep, answers);
    }

    private static Answers Collect(ModelBlob model, Dataset data, int threads, IProgress<int>? progress, CancellationToken cancellation)
    {
        int[] labels = data.Labels?.ToArray() ?? throw new DatasetException("badLabels", $"{data.Source} has no labels", "give a file with an array y");
        bool coopNet = model.Header.Form == ModelForm.CoopNet;
        int count = data.Count, next = -1, done = 0;
        byte[] bnn = new byte[count], int8 = new byte[count], full = new byte[count];
        int[] confidence = new int[count];
        using HostNative native = new(new HostOptions { Contexts = threads, ArenaBytes = model.Header.EngineArenaBytes });
        int slot = native.LoadBlob(0, model.Bytes.Span);
        EngineSession[] sessions = Enumerable.Range(1, threads).Select(context => new EngineSession(native, context, slot)).ToArray();
        Parallel.ForEach(sessions, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, session =>
        {
            for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                if (cancellation.IsCancellationRequested)
                {
                    return;
                }

                session.SetInput(data.Sample(i).Span);
                session.Run(NetKind.Bnn);
                (int top, confidence[i]) = session.Confidence(NetKind.Bnn);
                bnn[i] = (byte)top;
                session.Run(NetKind.Int8);
                if (model.Header.HasInt8Logits)
                {
                    int8[i] = (byte)session.Confidence(NetKind.Int8).Top;
                }

                if (!coopNet)
                {
                    session.Run(NetKind.Glue);
                }

                full[i] = coopNet ? int8[i] : (byte)session.Confidence(NetKind.Glue).Top;
                progress?.Report(Interlocked.Increment(ref done));
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return new Answers(labels, bnn, model.Header.HasInt8Logits ? int8 : null, full, confidence);
    }

    private static double Accuracy(Answers answers, byte[] given)
    {
        int right = 0;
        for (int i = 0; i < given.Length; i++)
        {
            right += given[i] == answers.Labels[i] ? 1 : 0;
        }

        return (double)right / given.Length;
    }
}
