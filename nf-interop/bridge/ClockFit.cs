// The clock against measured layers: the factor of waiting that makes the relative errors least.
using System.Globalization;
using System.Text.Json;

namespace NanoCoopNet.Bridge;

/// <summary>A layer measured and modelled, cycles.</summary>
/// <param name="Measured">Mean of the record.</param>
/// <param name="Core">Dual issue and branches.</param>
/// <param name="Waiting">At most, where the layer's memory lies.</param>
public sealed record LayerFit(int Net, int Layer, double Measured, long Core, long Waiting);

/// <summary>Fits the clock. Only layers of shapes that the cost table has count.</summary>
/// <param name="Factor">That fits best, cut to 0…1.</param>
/// <param name="Before">In force.</param>
/// <param name="Error">Root mean square relative error of a layer with the fitted factor; <paramref name="ErrorBefore"/>: with
/// the one in force.</param>
public sealed record ClockFit(double Factor, double Before, double Error, double ErrorBefore, IReadOnlyList<LayerFit> Layers)
{
    /// <summary>Fits to rows of a record: counts of layers by network.</summary>
    /// <exception cref="ArgumentException">No row has a layer that the table knows.</exception>
    public static ClockFit Of(
        ReadOnlySpan<byte> blob,
        IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> rows,
        CostTable? costs = null
    )
    {
        costs ??= CostTable.Default;
        BlobMemory memory = new(blob, ArenaSizes.Default);
        List<LayerFit> layers = [];
        for (int net = 0; net < rows.Select(r => r.Count).DefaultIfEmpty(0).Min(); net++)
        {
            for (int i = 0; i < memory.Layers(net); i++)
            {
                double[] counts = [.. rows.Where(r => i < r[net].Count).Select(r => (double)r[net][i])];
                LayerShape shape = ModelClock.ShapeOf(memory.Record(net, i), memory.Numbers(net));
                if (counts.Length > 0 && counts.Average() > 0 && costs.Rows.FirstOrDefault(r => r.Shape == shape) is { } row)
                {
                    layers.Add(
                        new(
                            net,
                            i,
                            counts.Average(),
                            row.CyclesDual + row.CyclesBranch,
                            row.CyclesWaiting[(int)memory.Of(net, i)]
                        )
                    );
                }
            }
        }

        if (layers.Count == 0)
        {
            throw new ArgumentException("no row has a layer that the cost table knows");
        }

        double squares = layers.Sum(l => Math.Pow(l.Waiting / l.Measured, 2));
        double factor =
            squares > 0 ? layers.Sum(l => (l.Measured - l.Core) / l.Measured * (l.Waiting / l.Measured)) / squares : 0;
        factor = Math.Clamp(factor, 0, 1);
        double before = BoardClock.Default.WaitingFactor;
        return new(factor, before, RootMeanSquare(layers, factor), RootMeanSquare(layers, before), layers);
    }

    /// <summary>A clock.json with the fitted factor and what it was fitted to.</summary>
    public static string Text(double factor, string fittedTo, IReadOnlyList<LayerFit> layers)
    {
        double Ms(double cycles) => Math.Round(BoardClock.Default.Ms(cycles), 4);
        IEnumerable<string> rows = layers.Select(l =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {{\"name\": \"net {l.Net} layer {l.Layer}\", \"ms\": {Ms(l.Measured)}, \"dualMs\": {Ms(l.Core)}, "
                    + $"\"branchMs\": 0, \"waitingMs\": {Ms(l.Waiting)}}}"
            )
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\n \"waitingFactor\": {factor:0.00},\n \"fittedTo\": {JsonSerializer.Serialize(fittedTo)},\n \"measured\": "
                + $"[\n{string.Join(",\n", rows)}\n ]\n}}\n"
        );
    }

    private static double RootMeanSquare(List<LayerFit> layers, double factor) =>
        Math.Sqrt(layers.Average(l => Math.Pow(((l.Core + (factor * l.Waiting)) / l.Measured) - 1, 2)));
}
