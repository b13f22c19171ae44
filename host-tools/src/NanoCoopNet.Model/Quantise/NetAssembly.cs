// A network being quantised: the layers made so far and what they give on the calibration images.
namespace NanoCoopNet.Model;

/// <summary>A tensor of the integer network on the calibration images, as real numbers that are exact multiples of
/// 2^−Radix.</summary>
internal sealed record QuantisedBatch(Batch Values, int Radix);

/// <summary>Collects layers, their values and their reports.</summary>
/// <param name="stem">Layers that come before the network's own: a shared stem; null: none.</param>
internal sealed class NetAssembly(FloatNet net, NetAssembly? stem = null)
{
    public FloatNet Net { get; } = net;

    public List<LayerSpec> Layers { get; } = [.. stem?.Layers ?? []];

    public List<LayerReport> Reports { get; } = [.. stem?.Reports ?? []];

    /// <summary>For messages about the layer that comes next.</summary>
    public string Where(string name) => $"{Net.Label}, {name}";

    public void Add(BlobLayer record, byte[] weight, byte[] bias, byte[] aux, byte[] flip, LayerReport report)
    {
        Layers.Add(new LayerSpec(record with { Macs = LayerGeometry.Macs(record) }, weight, bias, aux, flip));
        Reports.Add(report with { Net = Net.Kind, Index = Layers.Count - 1, Op = record.Op });
    }

    /// <summary>A record with everything absent that <paramref name="op"/> need not have.</summary>
    public static BlobLayer Record(
        LayerOp op,
        int source,
        Shape input,
        Shape output,
        ConvWindow window = default,
        LayerFlags flags = 0
    ) =>
        new(
            op,
            0,
            flags | (window.Same ? LayerFlags.Same : 0),
            source,
            -1,
            input,
            output,
            Math.Max(1, window.KernelH),
            Math.Max(1, window.KernelW),
            Math.Max(1, window.Stride),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            default,
            default,
            default,
            default,
            0
        );

    public static LayerReport Report(string name, int? radixWeight = null, int? radixOut = null, int shift = 0) =>
        new(default, 0, default, name, radixWeight, radixOut, shift, null, null, 0, 0, 0, 0, 0);
}
