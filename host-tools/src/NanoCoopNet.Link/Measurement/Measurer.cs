// Runs samples on a board and records what each cost: three requests a sample (upload, infer, layer counts), and none while the
// board computes.
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>One measurement run.</summary>
/// <param name="board">The board; nobody else talks to it meanwhile.</param>
/// <param name="request">Both networks for every sample, or what a mode and a threshold say.</param>
public sealed class Measurer(BoardClient board, InferRequest request)
{
    private ReadOnlyMemory<byte> _warm;

    /// <summary>Fills caches and steadies clocks with inferences of one sample, best the first that is measured.</summary>
    /// <param name="mark">All but the last run the BNN alone or both networks, as it draws: a mark of the run in captures; null:
    /// all run what is measured.</param>
    /// <returns>Results that are in no row.</returns>
    public IReadOnlyList<InferResult> WarmUp(ReadOnlyMemory<byte> sample, int inferences, Random? mark = null)
    {
        board.UploadSample(0, sample.Span);
        _warm = sample;
        return
        [
            .. Enumerable
                .Range(1, inferences)
                .Select(i => board.Infer(0, mark is null || i == inferences ? request : request with { What = Drawn(mark) })),
        ];
    }

    private static InferWhat Drawn(Random mark) => mark.Next(2) == 0 ? InferWhat.Light : InferWhat.Both;

    /// <summary>Measures samples.</summary>
    /// <param name="samples">Preprocessed images as the model takes them.</param>
    /// <param name="label">Class of sample i, or −1.</param>
    /// <param name="row">Gets each row when it is complete.</param>
    /// <param name="withLayers">Whether each layer's counts are fetched as well.</param>
    /// <param name="cancel">Stops between samples.</param>
    public void Run(
        IReadOnlyList<ReadOnlyMemory<byte>> samples,
        Func<int, int> label,
        Action<MeasurementRow> row,
        bool withLayers,
        CancellationToken cancel
    )
    {
        for (int i = 0; i < samples.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            int bank = i % Protocol.Banks;
            if (i > 0 || !samples[i].Equals(_warm))
            {
                board.UploadSample(bank, samples[i].Span);
            }

            InferResult result = board.Infer(bank, request);
            IReadOnlyList<IReadOnlyList<int>> layers = withLayers
                ? LayersOf(result)
                :
                [
                    [],
                    [],
                    [],
                ];
            row(new MeasurementRow(i, label(i), result, layers));
        }
    }

    /// <summary>The layers' counts, which must add up to those of the inference.</summary>
    private IReadOnlyList<IReadOnlyList<int>> LayersOf(InferResult result)
    {
        IReadOnlyList<IReadOnlyList<int>> layers = board.LayerCounts();
        int[] parts = [result.CountsBnn, result.CountsInt8, result.CountsGlue];
        for (int net = 0; net < parts.Length; net++)
        {
            long sum = Math.Min(layers[net].Sum(c => (long)c), int.MaxValue);
            if (sum != parts[net])
            {
                throw PayloadReader.Impossible(
                    "layerCounts",
                    $"layers of network {net} add up to {sum}, the inference said {parts[net]}"
                );
            }
        }

        return layers;
    }
}
