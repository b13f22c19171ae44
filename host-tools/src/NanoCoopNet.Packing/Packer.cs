// Gives every layer of a model its weight layout: the fastest under a budget, or the reference's. Lossless either way.
using System.Globalization;
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>Packs models.</summary>
public sealed class Packer
{
    private readonly ModelSpec _reference;
    private readonly LayerSpec[] _layers;
    private readonly IReadOnlyList<LayerOption>[] _options;
    private readonly int _bytesWithoutWeights;

    /// <param name="blob">A model in any layouts.</param>
    /// <param name="costs">null: the committed ones.</param>
    /// <param name="fusePooling">Whether pooling of bits becomes part of the convolution before it.</param>
    /// <exception cref="Bridge.ToolchainException">The kernels' library, which packs, cannot be built.</exception>
    public Packer(ReadOnlyMemory<byte> blob, CostTable? costs = null, bool fusePooling = true)
    {
        ModelSpec given = ModelSpec.Of(BlobReader.Read(blob)), whole = fusePooling ? PoolFusion.Of(given) : given;
        _reference = whole with { Nets = [.. whole.Nets.Select(n => n with { Layers = [.. n.Layers.Select(LayerOptions.InReference)] })] };
        _layers = [.. _reference.Nets.SelectMany(n => n.Layers)];
        _options = [.. _layers.Select(l => LayerOptions.Of(l, costs ?? CostTable.Default))];
        ReferenceBlob = BlobWriter.Write(_reference);
        _bytesWithoutWeights = ReferenceBlob.Length - BlobReader.Read(ReferenceBlob).Nets.SelectMany(n => n.Layers)
            .Select(l => l.Weight).Distinct().Sum(w => BlobLayout.Align(w.Length));
    }

    /// <summary>The model with every layer in the reference layout: one byte or one bit a weight.</summary>
    public byte[] ReferenceBlob { get; }

    /// <summary>The fastest choice of layouts under a budget.</summary>
    /// <exception cref="QuantiseException">overBudget: not even the smallest form fits.</exception>
    public PackedModel Fastest(PackingBudget budget)
    {
        IReadOnlyList<LayerOption>[] possible = [.. _options.Select(layer =>
            layer.Where(o => o.Refusal is null && (o.Kernel == WeightLayouts.Reference || o.ScratchBytes <= budget.DtcmBytes)).ToArray())];
        IReadOnlyList<LayerOption> choice = LayoutChoice.Fastest(possible, budget.FlashBytes - _bytesWithoutWeights, c => ArenaBytes(c) <= budget.RamBytes)
            ?? throw OverBudget(budget);
        return Pack(choice, budget);
    }

    /// <summary>The model in the reference layout, with a report of what other layouts would cost.</summary>
    public PackedModel Reference(PackingBudget budget) => Pack([.. _options.Select(o => o[0])], budget);

    /// <summary>What the layouts of a blob are, and why not others.</summary>
    /// <param name="budget">The budget for a model, given the bytes of its blob with one byte a weight.</param>
    public static PackingReport Explain(ModelBlob blob, Func<int, PackingBudget> budget, CostTable? costs = null)
    {
        Packer packer = new(blob.Bytes, costs, fusePooling: false);
        BlobLayer[] records = [.. blob.Nets.SelectMany(n => n.Layers)];
        LayerOption[] choice = [.. packer._options.Select((o, i) => o.Single(p => p.Kernel == records[i].Kernel))];
        return packer.Report(choice, budget(packer.ReferenceBlob.Length)) with { BlobBytes = blob.Header.BlobBytes };
    }

    private PackedModel Pack(IReadOnlyList<LayerOption> choice, PackingBudget budget)
    {
        byte[] blob = BlobWriter.Write(With(choice));
        return new(blob, Report(choice, budget) with { BlobBytes = blob.Length });
    }

    private ModelSpec With(IReadOnlyList<LayerOption> choice)
    {
        int at = 0;
        LayerSpec Next(LayerSpec layer)
        {
            LayerOption option = choice[at++];
            return layer with { Record = layer.Record with { Kernel = option.Kernel }, Weight = option.Weight };
        }

        return _reference with { Nets = [.. _reference.Nets.Select(n => n with { Layers = [.. n.Layers.Select(Next)] })] };
    }

    // At most: two layers whose weights happen to be the same share them.
    private int BlobBytes(IReadOnlyList<LayerOption> choice) => _bytesWithoutWeights + choice.Sum(o => o.WeightBytes);

    private int ArenaBytes(IReadOnlyList<LayerOption> choice)
    {
        IReadOnlyList<IReadOnlyList<BlobLayer>> nets = [.. With(choice).Nets.Select(n => n.Layers.Select(l => l.Record).ToArray())];
        return ArenaPlan.Of(nets).Bytes + (2 * BlobLayout.Align(_reference.Input.Count));
    }

    private PackingReport Report(IReadOnlyList<LayerOption> choice, PackingBudget budget)
    {
        List<LayerPacking> layers = [];
        int at = 0;
        foreach (NetSpec net in _reference.Nets)
        {
            for (int i = 0; i < net.Layers.Count; i++, at++)
            {
                LayerOption chosen = choice[at];
                int layer = at;
                layers.Add(new LayerPacking(
                    net.Kind, i, _layers[at].Record.Op, chosen.Name, chosen.Cost?.Cycles, chosen.Cost?.IsMeasured ?? false, chosen.WeightBytes,
                    chosen.ScratchBytes, [.. _options[at].Where(o => o.Kernel != chosen.Kernel).Select(o => new Alternative(
                        o.Name, o.Cost?.Cycles, o.WeightBytes, o.ScratchBytes, Verdict(choice, layer, o, budget)))]));
            }
        }

        return new PackingReport(budget, BlobBytes(choice), ArenaBytes(choice), layers);
    }

    // Why the layer does not have that option: the option alone, then put in place of the chosen one.
    private string Verdict(IReadOnlyList<LayerOption> choice, int layer, LayerOption option, PackingBudget budget)
    {
        if (option.Refusal is { } refusal)
        {
            return refusal;
        }

        if (option.Cycles >= choice[layer].Cycles)
        {
            return "slower";
        }

        LayerOption[] other = [.. choice];
        other[layer] = option;
        int flash = BlobBytes(other) - budget.FlashBytes, ram = ArenaBytes(other) - budget.RamBytes, dtcm = option.ScratchBytes - budget.DtcmBytes;
        return dtcm > 0 ? Over("DTCM", dtcm) : flash > 0 ? Over("flash", flash) : ram > 0 ? Over("RAM", ram) : "fits: repack";
    }

    private static string Over(string budget, int bytes) => string.Create(CultureInfo.InvariantCulture, $"{budget}: {bytes:N0} bytes over the budget");

    private QuantiseException OverBudget(PackingBudget budget)
    {
        LayerOption[] smallest = [.. _options.Select(o => o[0])];
        return new QuantiseException("overBudget", string.Create(CultureInfo.InvariantCulture,
            $"with one byte a weight the model takes {BlobBytes(smallest):N0} bytes of flash and {ArenaBytes(smallest):N0} of RAM; the budget is {budget.FlashBytes:N0} and {budget.RamBytes:N0}"),
            "raise --budget-flash or --budget-ram, or use smaller networks");
    }
}
