// Which layouts make a model fastest under a budget: an exact search, the same for the same model, table and budget.
namespace NanoCoopNet.Packing;

/// <summary>Chooses one option for every layer.</summary>
/// <remarks>
/// Cycles and flash add up over the layers, so what the layers from i on cost at best in b bytes is a Pareto front, made from
/// that of i + 1. The arena's plan does not add up; it is asked of whole choices. The search goes through the layers in order,
/// always to the option with the best bound first, and leaves a branch when its bound is no better than the best choice so far.
/// The first leaf it meets is the optimum for flash alone; it goes on only while leaves do not fit the arena.
/// </remarks>
public sealed class LayoutChoice
{
    // Cycles first, bytes among equal cycles: both in one number. Bytes of a blob are below 2^22.
    private const int BytesBits = 22;
    private readonly IReadOnlyList<IReadOnlyList<LayerOption>> _layers;
    private readonly Func<IReadOnlyList<LayerOption>, bool> _fitsRam;
    private readonly List<(int Bytes, long Cost)>[] _fronts;
    private readonly LayerOption[] _current;
    private LayerOption[]? _best;
    private long _bestCost = long.MaxValue;

    private LayoutChoice(IReadOnlyList<IReadOnlyList<LayerOption>> layers, Func<IReadOnlyList<LayerOption>, bool> fitsRam)
    {
        (_layers, _fitsRam) = (layers, fitsRam);
        _current = new LayerOption[layers.Count];
        _fronts = new List<(int, long)>[layers.Count + 1];
        _fronts[layers.Count] = [(0, 0)];
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            _fronts[i] = Pareto(
                layers[i].SelectMany(o => _fronts[i + 1].Select(f => (f.Bytes + o.WeightBytes, f.Cost + Cost(o))))
            );
        }
    }

    /// <summary>The fastest choice; the smaller of equally fast ones.</summary>
    /// <param name="layers">Options of each layer, none refused.</param>
    /// <param name="weightBytes">Most bytes of all weights together.</param>
    /// <param name="fitsRam">Whether a whole choice fits the arena.</param>
    /// <returns>null where none fits.</returns>
    public static IReadOnlyList<LayerOption>? Fastest(
        IReadOnlyList<IReadOnlyList<LayerOption>> layers,
        int weightBytes,
        Func<IReadOnlyList<LayerOption>, bool> fitsRam
    )
    {
        LayoutChoice choice = new(layers, fitsRam);
        choice.Search(0, weightBytes, 0);
        return choice._best;
    }

    private void Search(int layer, int bytesLeft, long cost)
    {
        if (layer == _layers.Count)
        {
            if (cost < _bestCost && _fitsRam(_current))
            {
                (_best, _bestCost) = ([.. _current], cost);
            }

            return;
        }

        var branches = _layers[layer]
            .Select(o =>
                (
                    Option: o,
                    Bound: Bound(layer + 1, bytesLeft - o.WeightBytes) is { } rest ? cost + Cost(o) + rest : long.MaxValue
                )
            )
            .OrderBy(b => b.Bound)
            .ThenBy(b => b.Option.Layout);
        foreach ((LayerOption option, long bound) in branches)
        {
            if (bound >= _bestCost)
            {
                return;
            }

            _current[layer] = option;
            Search(layer + 1, bytesLeft - option.WeightBytes, cost + Cost(option));
        }
    }

    // Least cost of the layers from this one on, in so many bytes; null where they do not fit.
    private long? Bound(int layer, int bytes)
    {
        int last = _fronts[layer].FindLastIndex(f => f.Bytes <= bytes);
        return last < 0 ? null : _fronts[layer][last].Cost;
    }

    private static long Cost(LayerOption option) => (option.Cycles << BytesBits) + option.WeightBytes;

    // By rising bytes and falling cost.
    private static List<(int Bytes, long Cost)> Pareto(IEnumerable<(int Bytes, long Cost)> points)
    {
        List<(int Bytes, long Cost)> front = [];
        foreach ((int bytes, long cost) in points.OrderBy(p => p.Bytes).ThenBy(p => p.Cost))
        {
            if (front.Count == 0 || cost < front[^1].Cost)
            {
                front.Add((bytes, cost));
            }
        }

        return front;
    }
}
