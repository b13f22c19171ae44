// What each layer of a model costs on the board by the clock: read from the blob alone, so that the PC's tools and the virtual
// board say the same.
using System.Buffers.Binary;
using System.Globalization;

namespace NanoCoopNet.Bridge;

/// <summary>Modelled cycles of a model.</summary>
/// <param name="Layers">By network (BNN, INT8, glue) and layer; null where no layer of that kind was measured.</param>
/// <param name="Confidence">Eq. (13) on the BNN's logits.</param>
/// <param name="StemLayers">Of the BNN, which the INT8 network goes on from; 0: none.</param>
public sealed record ModelClock(IReadOnlyList<IReadOnlyList<CycleEstimate?>> Layers, CycleEstimate Confidence, int StemLayers = 0)
{
    private const int Bnn = 0,
        Int8 = 1,
        Glue = 2,
        Nets = 3,
        Dense = 2,
        DenseLogits = 3;

    /// <summary>The parts of an inference.</summary>
    public PartClock Parts => new(Net(Bnn), Confidence, Net(Int8), Net(Glue)) { Stem = Sum(Layers[Bnn].Take(StemLayers)) };

    /// <summary>Cycles of every layer by network; null where nothing is known of one.</summary>
    public IReadOnlyList<IReadOnlyList<long>>? KnownLayers =>
        Layers.All(net => net.All(layer => layer is not null))
            ? [.. Layers.Select(net => net.Select(layer => layer!.Value.Cycles).ToArray())]
            : null;

    /// <summary>Cycles of layers as text: those of a network with blanks, a semicolon between networks.</summary>
    public static string TextOf(IReadOnlyList<IReadOnlyList<long>> layers) =>
        string.Join(';', layers.Select(net => string.Join(' ', net)));

    /// <summary>Reads <see cref="TextOf"/>; null: it is something else.</summary>
    public static IReadOnlyList<IReadOnlyList<long>>? ParseLayers(string text)
    {
        string[][] nets = [.. text.Split(';').Select(net => net.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        return nets.Length == Nets && nets.All(net => net.All(c => Parse(c) is not null))
            ? [.. nets.Select(net => net.Select(c => Parse(c)!.Value).ToArray())]
            : null;

        static long? Parse(string cycles) =>
            long.TryParse(cycles, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
    }

    /// <summary>The clock of a valid blob.</summary>
    /// <param name="arena">The board's; null: that of the NUCLEO-F767ZI.</param>
    /// <param name="costs">null: the committed ones.</param>
    public static ModelClock Of(ReadOnlySpan<byte> blob, ArenaSizes? arena = null, CostTable? costs = null)
    {
        costs ??= CostTable.Default;
        BlobMemory memory = new(blob, arena ?? ArenaSizes.Default);
        List<IReadOnlyList<CycleEstimate?>> nets = [];
        for (int net = 0; net < Nets; net++)
        {
            List<CycleEstimate?> layers = [];
            for (int i = 0; i < memory.Layers(net); i++)
            {
                LayerShape shape = ShapeOf(memory.Record(net, i), memory.Numbers(net));
                InSram inSram = memory.Of(net, i);
                layers.Add(costs.Of(shape, inSram) ?? OfRelated(costs, shape, inSram));
            }

            nets.Add(layers);
        }

        LayerShape confidence = new(0, 0, 1, 1, 1, memory.Classes, memory.Classes, 1, 0);
        return new(nets, costs.Of(confidence, memory.OfConfidence)!.Value, memory.StemLayers);
    }

    /// <summary>A network's layers together; layers that nothing is known of are left out, and the sum is then not
    /// exact.</summary>
    public CycleEstimate Net(int net) => Sum(Layers[net]);

    private static CycleEstimate Sum(IEnumerable<CycleEstimate?> layers) =>
        layers.Aggregate(
            new CycleEstimate(0, 0, 0),
            (sum, layer) => layer is { } known ? sum + known : sum with { IsExact = false }
        );

    // Where the table has no such layer: the reference layout's cost, and of dense layers that of the last one, which are
    // computed alike.
    private static CycleEstimate? OfRelated(CostTable costs, LayerShape shape, InSram inSram)
    {
        CycleEstimate? related =
            costs.Of(shape with { Layout = 0 }, inSram)
            ?? (shape.Op == Dense ? costs.Of(shape with { Op = DenseLogits }, inSram) : null);
        return related is { } known ? known with { IsExact = false } : null;
    }

    // MODEL-FORMAT.md, "Layer record".
    internal static LayerShape ShapeOf(ReadOnlySpan<byte> record, int numbers)
    {
        static int Field(ReadOnlySpan<byte> r, int at) => BinaryPrimitives.ReadUInt16LittleEndian(r[at..]);
        return new(
            record[0],
            record[1],
            record[20],
            record[21],
            record[22],
            Field(record, 12),
            Field(record, 18),
            Field(record, 14) * Field(record, 16),
            BinaryPrimitives.ReadUInt32LittleEndian(record[64..]),
            numbers
        );
    }
}

/// <summary>Modelled cycles of the parts of an inference; glue is 0 in a CoopNet.</summary>
public sealed record PartClock(CycleEstimate Bnn, CycleEstimate Confidence, CycleEstimate Int8, CycleEstimate Glue)
{
    private const string Separator = ", ";

    /// <summary>The part of the BNN that the INT8 network goes on from, a shared stem; 0 without one.</summary>
    public CycleEstimate Stem { get; init; } = new(0, 0, 0);

    /// <summary>C# in light mode.</summary>
    public CycleEstimate ManagedLight => BoardClock.Default.OfManaged(c => c.Light);

    /// <summary>C# in full mode.</summary>
    public CycleEstimate ManagedFull => BoardClock.Default.OfManaged(c => Glue.Cycles > 0 ? c.FullWithGlue : c.Full);

    /// <summary>BNN, confidence and C#.</summary>
    public CycleEstimate Light => Bnn + Confidence + ManagedLight;

    /// <summary>BNN, confidence, INT8, glue and C#.</summary>
    public CycleEstimate Full => Bnn + Confidence + Int8 + Glue + ManagedFull;

    /// <summary>C# where INT8 answers alone.</summary>
    public CycleEstimate ManagedInt8 => BoardClock.Default.OfManaged(c => c.Int8);

    /// <summary>INT8 alone, with the stem if there is one, and C#.</summary>
    public CycleEstimate Int8Alone => Stem + Int8 + ManagedInt8;

    /// <summary>A mean inference of the cascade.</summary>
    /// <param name="fullFraction">Share of samples that full mode answers, 0…1.</param>
    public CycleEstimate At(double fullFraction) => Light.Times(1 - fullFraction) + Full.Times(fullFraction);

    /// <summary>As records have it; <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        string.Join(Separator, Stem.Cycles > 0 ? [Bnn, Confidence, Int8, Glue, Stem] : [Bnn, Confidence, Int8, Glue]);

    /// <summary>Reads <see cref="ToString"/>; null where it is something else.</summary>
    public static PartClock? Parse(string text) =>
        text.Split(Separator).Select(CycleEstimate.Parse).ToArray() switch
        {
            [{ } bnn, { } confidence, { } int8, { } glue] => new(bnn, confidence, int8, glue),
            [{ } bnn, { } confidence, { } int8, { } glue, { } stem] => new(bnn, confidence, int8, glue) { Stem = stem },
            _ => null,
        };
}
