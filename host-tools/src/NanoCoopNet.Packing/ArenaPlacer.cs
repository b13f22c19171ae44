// Places a model's buffers in an arena of two regions, so that the modelled waiting for memory is least: MODEL-FORMAT.md,
// "Arena".
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>Chooses a region for every buffer, then offsets in it.</summary>
/// <remarks>
/// A step's cost depends on the regions of what it reads, writes and works in; whether it fits depends on what lives while it
/// runs. So the choice is a shortest path: its nodes are a step and the regions of the buffers that live on behind it, and of
/// equal nodes only the cheapest is kept. Exact, as far as buffers that fit by their sizes find places without gaps; where they
/// do not, the fast region is taken to be smaller until they do.
/// </remarks>
public sealed class ArenaPlacer
{
    private const int Unit = BlobLayout.Alignment;
    private readonly IReadOnlyList<ArenaBuffer> _buffers;
    private readonly int[][] _sources;
    private readonly int _bank;
    private readonly Func<int, InSram, long> _cost;

    /// <param name="nets">Layers of the networks, in their order.</param>
    /// <param name="stemLayers">Of the first network, which the second goes on from.</param>
    /// <param name="inputBytes">Of a sample.</param>
    /// <param name="cost">Cost of a step with its memory there; any unit.</param>
    public ArenaPlacer(IReadOnlyList<IReadOnlyList<BlobLayer>> nets, int stemLayers, int inputBytes, Func<int, InSram, long> cost)
    {
        _cost = cost;
        _bank = BlobLayout.Align(inputBytes);
        _buffers = ArenaPlan.Lives(nets, stemLayers);
        List<int[]> sources = [];
        int[] start = [0, nets[0].Count, nets[0].Count + nets[1].Count];
        for (int net = 0; net < nets.Count; net++)
        {
            int begin = net == 1 && stemLayers > 0 ? stemLayers - 1 : Input;
            int Step(int source) => source < 0 ? begin : start[net] + source;
            foreach (BlobLayer layer in nets[net])
            {
                sources.Add(
                    layer.Op switch
                    {
                        LayerOp.Concat => [start[0] + layer.Source0, start[1] + layer.Source1],
                        LayerOp.Add => [Step(layer.Source0), Step(layer.Source1)],
                        _ => [Step(layer.Source0)],
                    }
                );
            }
        }

        _sources = [.. sources];
    }

    // Instead of a step: the input banks.
    private const int Input = -1;

    /// <summary>The cheapest placement; null where none fits.</summary>
    public ArenaPlaces? Least(int fastBytes, int sramBytes)
    {
        for (int fast = fastBytes / Unit * Unit; fast >= 0; fast -= Math.Max(Unit, fast / 64 / Unit * Unit))
        {
            if (Choose(fast, sramBytes) is not { } path)
            {
                return null;
            }

            if (Place(path, fastBytes, sramBytes) is { } places)
            {
                return places;
            }
        }

        return null;
    }

    /// <summary>Cost of a placement.</summary>
    public long CostOf(ArenaPlaces places) => Enumerable.Range(0, _sources.Length).Sum(step => _cost(step, Where(step, places)));

    /// <summary>Which memory of a step lies in SRAM. Of a workspace the engine lends fast memory, so scratch alone
    /// decides.</summary>
    public InSram Where(int step, ArenaPlaces places) =>
        Mask(
            _sources[step].Any(s => s == Input ? places.Banks[0].InSram : places.Layers[s].Output.InSram),
            places.Layers[step].Output.InSram,
            places.Layers[step].Scratch.InSram
        );

    private static InSram Mask(bool source, bool result, bool work) =>
        (source ? InSram.Source : InSram.None) | (result ? InSram.Result : InSram.None) | (work ? InSram.Work : InSram.None);

    // What was chosen so far: regions of buffers by their number, and of the banks.
    private sealed record Path(long Cost, bool BanksInSram, IReadOnlyList<bool> InSram)
    {
        public bool Of(int buffer) => InSram[buffer];
    }

    private Path? Choose(int fastBytes, int sramBytes)
    {
        int[] output = new int[_sources.Length];
        List<Path> paths = [new(0, false, []), new(0, true, [])];
        int at = 0;
        for (int step = 0; step < _sources.Length; step++)
        {
            int first = at,
                end = at;
            while (end < _buffers.Count && _buffers[end].Step == step)
            {
                end++;
            }

            output[step] = first;
            Dictionary<string, Path> best = [];
            foreach (Path path in paths)
            {
                for (int choice = 0; choice < 1 << (end - first); choice++)
                {
                    bool[] own = [.. Enumerable.Range(0, end - first).Select(k => (choice >> k & 1) != 0)];
                    Path next = path with { InSram = [.. path.InSram, .. own] };
                    if (!Fits(next, step, fastBytes, sramBytes))
                    {
                        continue;
                    }

                    bool source = _sources[step].Any(s => s == Input ? next.BanksInSram : next.Of(output[s]));
                    next = next with { Cost = path.Cost + _cost(step, Mask(source, own[0], own.Length > 1 && own[1])) };
                    string key = Node(next, step);
                    if (!best.TryGetValue(key, out Path? other) || next.Cost < other.Cost)
                    {
                        best[key] = next;
                    }
                }
            }

            paths = [.. best.Values];
            at = end;
        }

        return paths.MinBy(p => p.Cost);
    }

    // Regions of what lives behind the step.
    private string Node(Path path, int step) =>
        string.Concat(
            path.InSram.Select(
                    (inSram, i) =>
                        _buffers[i].Last > step
                            ? inSram
                                ? '1'
                                : '0'
                            : '-'
                )
                .Prepend(path.BanksInSram ? '1' : '0')
        );

    private bool Fits(Path path, int step, int fastBytes, int sramBytes)
    {
        long[] used = new long[2];
        used[path.BanksInSram ? 1 : 0] = BlobLayout.InputBanks * _bank;
        for (int i = 0; i < path.InSram.Count; i++)
        {
            if (_buffers[i].Last >= step)
            {
                used[path.Of(i) ? 1 : 0] += _buffers[i].Bytes;
            }
        }

        return used[0] <= fastBytes && used[1] <= sramBytes;
    }

    // Offsets: in each region the banks first, then what it has, as in one region. The fast one is used to its end, so that what
    // a step leaves free is one piece between two maps, for a kernel to work in.
    private ArenaPlaces? Place(Path path, int fastBytes, int sramBytes)
    {
        Dictionary<(int Step, bool Scratch), ArenaPlace> found = [];
        int[] end = new int[2];
        for (int region = 0; region < 2; region++)
        {
            bool inSram = region == 1;
            int from = path.BanksInSram == inSram ? BlobLayout.InputBanks * _bank : 0;
            ArenaBuffer[] own = [.. _buffers.Where((_, i) => path.Of(i) == inSram)];
            int live =
                own.Length == 0 ? 0
                : inSram ? own.Max(b => own.Where(o => o.First <= b.First && b.First <= o.Last).Sum(o => o.Bytes))
                : (fastBytes / Unit * Unit) - from;
            end[region] = from;
            foreach (ArenaBuffer b in ArenaPlan.Placed(own, live))
            {
                found[(b.Step, b.IsScratch)] = new(inSram, from + b.Offset);
                end[region] = Math.Max(end[region], from + b.Offset + b.Bytes);
            }
        }

        return end[0] > fastBytes || end[1] > sramBytes
            ? null
            : new(
                end[0],
                end[1],
                [.. Enumerable.Range(0, BlobLayout.InputBanks).Select(k => new ArenaPlace(path.BanksInSram, k * _bank))],
                [
                    .. Enumerable
                        .Range(0, _sources.Length)
                        .Select(s => new LayerPlaces(found[(s, false)], found.GetValueOrDefault((s, true)))),
                ]
            );
    }
}
