// Where each layer's output and scratch lie in an arena of one region: MODEL-FORMAT.md, "Arena", as the engine computes it.
namespace NanoCoopNet.Model;

/// <summary>A buffer of the plan.</summary>
/// <param name="Step">The layer it belongs to, counted over all networks.</param>
/// <param name="IsScratch">Scratch of the layer, else its output.</param>
/// <param name="Bytes">Rounded up to 32.</param>
/// <param name="First">First step it must keep its contents in.</param>
/// <param name="Last">Last such step.</param>
public sealed record ArenaBuffer(int Step, bool IsScratch, int Offset, int Bytes, int First, int Last);

/// <summary>The plan of a model; input banks are not part of it.</summary>
/// <param name="Bytes">End of the highest buffer: the header's arenaBytes.</param>
/// <param name="Buffers">Outputs and scratch, by step.</param>
/// <param name="LiveBytes">At each step, bytes of the buffers alive then.</param>
public sealed record ArenaPlan(int Bytes, IReadOnlyList<ArenaBuffer> Buffers, IReadOnlyList<int> LiveBytes)
{
    /// <summary>Plans the networks of a model, in their order.</summary>
    /// <param name="stemLayers">Of the first, which the second goes on from.</param>
    public static ArenaPlan Of(IReadOnlyList<IReadOnlyList<BlobLayer>> nets, int stemLayers)
    {
        IReadOnlyList<ArenaBuffer> unplaced = Lives(nets, stemLayers);
        int[] live =
        [
            .. Enumerable
                .Range(0, nets.Sum(n => n.Count))
                .Select(s => unplaced.Where(b => b.First <= s && s <= b.Last).Sum(b => b.Bytes)),
        ];
        IReadOnlyList<ArenaBuffer> placed = Placed(unplaced, live.Max());
        int end = placed.Count == 0 ? 0 : placed.Max(b => b.Offset + b.Bytes);
        return new ArenaPlan(end, placed.OrderBy(b => b.Step).ThenBy(b => b.IsScratch).ToArray(), live);
    }

    /// <summary>Places buffers as the engine does, within the limit where that is possible.</summary>
    /// <param name="unplaced">By step, output before scratch.</param>
    public static IReadOnlyList<ArenaBuffer> Placed(IReadOnlyList<ArenaBuffer> unplaced, int limit) =>
        AtBothEnds(unplaced, limit) ?? BySize(unplaced);

    /// <summary>All outputs and scratch of a model by step, at offset 0.</summary>
    /// <param name="stemLayers">As for the plan.</param>
    public static IReadOnlyList<ArenaBuffer> Lives(IReadOnlyList<IReadOnlyList<BlobLayer>> nets, int stemLayers)
    {
        int steps = nets.Sum(n => n.Count);
        List<ArenaBuffer> unplaced = [];
        int start = 0;
        for (int n = 0; n < nets.Count; n++)
        {
            for (int i = 0; i < nets[n].Count; i++)
            {
                BlobLayer layer = nets[n][i];
                int step = start + i;
                int bytes = BlobLayout.Align(layer.Output.Bytes(layer.OutputType)),
                    scratch = BlobLayout.Align(LayerGeometry.ScratchBytes(layer));
                int last = step + 1 == stemLayers ? steps - 1 : LastUse(nets, n, i, start, steps);
                unplaced.Add(new ArenaBuffer(step, false, 0, bytes, step, last));
                if (scratch > 0)
                {
                    unplaced.Add(new ArenaBuffer(step, true, 0, scratch, step, step));
                }
            }

            start += nets[n].Count;
        }

        return unplaced;
    }

    /// <summary>The plan of a parsed blob.</summary>
    public static ArenaPlan Of(ModelBlob blob) => Of(blob.Nets.Select(n => n.Layers).ToArray(), blob.Header.StemLayers);

    // Last step that reads the output; logits and the concat's sources stay to the end, as a stem's output does, so that networks
    // may be run again one by one.
    private static int LastUse(IReadOnlyList<IReadOnlyList<BlobLayer>> nets, int net, int layer, int start, int steps)
    {
        if (nets[net][layer].OutputType == ElementType.Int32)
        {
            return steps - 1;
        }

        int last = start + layer;
        for (int j = layer + 1; j < nets[net].Count; j++)
        {
            BlobLayer reader = nets[net][j];
            if (reader.Source0 == layer || (reader.Op == LayerOp.Add && reader.Source1 == layer))
            {
                last = start + j;
            }
        }

        if (nets.Count > (int)NetKind.Glue && net < (int)NetKind.Glue)
        {
            BlobLayer concat = nets[(int)NetKind.Glue][0];
            if ((net == 0 ? concat.Source0 : concat.Source1) == layer)
            {
                last = steps - 1;
            }
        }

        return last;
    }

    // Outputs by turns at the lowest and the highest place below the limit, scratch at the lowest; null if one finds no place
    // there.
    private static List<ArenaBuffer>? AtBothEnds(IReadOnlyList<ArenaBuffer> buffers, int limit)
    {
        List<ArenaBuffer> placed = [];
        foreach (ArenaBuffer buffer in buffers)
        {
            bool high = !buffer.IsScratch && buffer.Step % 2 == 1;
            int offset = high ? HighestOffset(buffer, placed, limit) : LowestOffset(buffer, placed);
            if (offset < 0 || offset + buffer.Bytes > limit)
            {
                return null;
            }

            placed.Add(buffer with { Offset = offset });
        }

        return placed;
    }

    private static List<ArenaBuffer> BySize(IReadOnlyList<ArenaBuffer> buffers)
    {
        List<ArenaBuffer> placed = [];
        foreach (ArenaBuffer buffer in buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.Step).ThenBy(b => b.IsScratch))
        {
            placed.Add(buffer with { Offset = LowestOffset(buffer, placed) });
        }

        return placed;
    }

    // Negative if there is no room.
    private static int HighestOffset(ArenaBuffer buffer, List<ArenaBuffer> placed, int limit)
    {
        int end = limit;
        foreach (
            ArenaBuffer other in placed
                .Where(b => b.First <= buffer.Last && buffer.First <= b.Last)
                .OrderByDescending(b => b.Offset + b.Bytes)
        )
        {
            if (end - buffer.Bytes >= other.Offset + other.Bytes)
            {
                break;
            }

            end = Math.Min(end, other.Offset);
        }

        return end - buffer.Bytes;
    }

    private static int LowestOffset(ArenaBuffer buffer, List<ArenaBuffer> placed)
    {
        int offset = 0;
        foreach (ArenaBuffer other in placed.Where(b => b.First <= buffer.Last && buffer.First <= b.Last).OrderBy(b => b.Offset))
        {
            if (offset + buffer.Bytes <= other.Offset)
            {
                break;
            }

            offset = Math.Max(offset, other.Offset + other.Bytes);
        }

        return offset;
    }
}
