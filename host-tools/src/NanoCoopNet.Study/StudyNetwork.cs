// A network of a study: its blobs by numbers and kernels, what they answer on the PC, and how often that is right.
using NanoCoopNet.Bridge;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;

namespace NanoCoopNet.Study;

/// <summary>Accuracies on the host engine, 0…1; null: not known.</summary>
/// <param name="FullFraction">Samples of which the cascade also runs its second network.</param>
/// <param name="Source">Where they come from.</param>
public sealed record HostAccuracy(double? Network, double? Binary, double? Cascade, double? FullFraction, string Source);

/// <summary>A network.</summary>
/// <param name="Blobs">By numbers and kernels; reference kernels get one byte a weight, others the fastest layouts.</param>
/// <param name="Accuracy">By numbers.</param>
/// <param name="Samples">That the core runs, preprocessed.</param>
/// <param name="Labels">Of these samples; null: none.</param>
/// <param name="Missing">Numbers that the network could not be had in, and why.</param>
public sealed record StudyNetwork(
    string Name,
    IReadOnlyDictionary<(string Numbers, string Kernels), ModelBlob> Blobs,
    IReadOnlyDictionary<string, HostAccuracy> Accuracy,
    IReadOnlyList<byte[]> Samples,
    IReadOnlyList<int>? Labels,
    IReadOnlyDictionary<string, string> Missing
)
{
    /// <summary>What the PC's engine answers: logits by sample and network of the blob.</summary>
    public IReadOnlyDictionary<(int Sample, int Net), int[]> Expected(string numbers)
    {
        ModelBlob blob = Blobs[(numbers, StudyMatrix.Reference)];
        Dictionary<(int, int), int[]> found = [];
        using PcNative native = new(new PcNativeOptions { Contexts = 1, ArenaBytes = blob.Header.EngineArenaBytes });
        EngineSession session = new(native, 1, native.LoadBlob(0, blob.Bytes.Span));
        for (int s = 0; s < Samples.Count; s++)
        {
            session.SetInput(Samples[s]);
            foreach (NetKind net in blob.Nets.Select(n => n.Kind))
            {
                session.Run(net);
                if (net != NetKind.Int8 || blob.Header.HasInt8Logits)
                {
                    found[(s, (int)net)] = session.Logits(net);
                }
            }
        }

        return found;
    }

    /// <summary>A blob in the layouts that kernels of a study use.</summary>
    /// <param name="budget">Most bytes; the fastest layouts within it. A network that is larger in any layout gets what it needs
    /// at least: whether a board can hold it is for the board's rows to say.</param>
    public static ModelBlob Packed(ReadOnlyMemory<byte> blob, string kernels, PackingBudget budget)
    {
        Packer packer = new(blob);
        ModelBlob reference = BlobReader.Read(packer.ReferenceBlob);
        PackingBudget enough = budget with
        {
            FlashBytes = Math.Max(budget.FlashBytes, reference.Header.BlobBytes),
            RamBytes = Math.Max(budget.RamBytes, reference.Header.EngineArenaBytes),
        };
        return kernels == StudyMatrix.Reference ? reference : BlobReader.Read(packer.Fastest(enough).Blob);
    }
}
