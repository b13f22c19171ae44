// Runs samples on a board and records what each cost: uploads between timed regions, double-buffered over the board's two banks.
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>One measurement run.</summary>
/// <param name="board">The board; nobody else talks to it meanwhile.</param>
/// <param name="what">Both networks for every sample, or what mode and threshold say.</param>
public sealed class Measurer(BoardClient board, InferWhat what)
{
    /// <summary>Measures samples.</summary>
    /// <param name="samples">Preprocessed images as the model takes them.</param>
    /// <param name="label">Class of sample i, or −1.</param>
    /// <param name="row">Gets each row when it is complete.</param>
    /// <param name="withLayers">Whether each layer's counts are fetched as well.</param>
    /// <param name="cancel">Stops between samples.</param>
    public void Run(IReadOnlyList<ReadOnlyMemory<byte>> samples, Func<int, int> label, Action<MeasurementRow> row,
        bool withLayers, CancellationToken cancel)
    {
        if (samples.Count == 0)
        {
            return;
        }

        board.UploadSample(0, samples[0].Span);
        for (int i = 0; i < samples.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            InferResult result = board.Infer(i % Protocol.Banks, what, (ushort)i);
            IReadOnlyList<int>[] layers = withLayers ? [board.LayerCounts(0), board.LayerCounts(1), board.LayerCounts(2)]
                : [[], [], []];
            if (i + 1 < samples.Count)
            {
                board.UploadSample((i + 1) % Protocol.Banks, samples[i + 1].Span);
            }

            row(new MeasurementRow(i, label(i), result, layers));
        }
    }
}
