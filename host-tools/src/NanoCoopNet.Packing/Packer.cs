// Gives every layer of a model its weight layout, the fastest under a budget or the reference's, and its buffers their places.
// Lossless either way.
using System.Globalization;
using NanoCoopNet.Bridge;
using NanoCoopNet.Model;

namespace NanoCoopNet.Packing;

/// <summary>Packs models.</summary>
public sealed class Packer
{
    private readonly ModelSpec _reference;
    private readonly LayerSpec[] _layers;
    private readonly CostTable _costs;
    private readonly IReadOnlyList<LayerOption>[] _options; // without costs
    private readonly int _bytesWithoutWeights;

    /// <param name="blob">A model in any layouts.</param>
    /// <param name="costs">null: the committed ones.</param>
    /// <param name="fusePooling">Whether pooling of bits becomes part of the convolution before it.</param>
    /// <exception cref="Bridge.ToolchainException">The kernels' library, which packs, cannot be built.</exception>
    public Packer(ReadOnlyMemory<byte> blob, CostTable? costs = null, bool fusePooling = true)
    {
        ModelSpec given = ModelSpec.Of(BlobReader.Read(blob)),
            whole = fusePooling ? PoolFusion.Of(given) : given;
        _reference = whole with
        {
            Nets = [.. whole.Nets.Select(n => n with { Layers = [.. n.Layers.Select(LayerOptions.InReference)] })],
        };
        _layers = [.. _reference.Nets.SelectMany(n => n.Layers)];
        _costs = costs ?? CostTable.Default;
        _options = [.. _layers.Select(l => LayerOptions.Of(l, _costs))];
        ReferenceBlob = BlobWriter.Write(_reference);
        _bytesWithoutWeights =
            ReferenceBlob.Length
            - BlobReader
                .Read(ReferenceBlob)
                .Nets.SelectMany(n => n.Layers)
                .Select(l => l.Weight)
                .Distinct()
                .Sum(w => BlobLayout.Align(w.Length));
    }

    /// <summary>The model with every layer in the reference layout: one byte or one bit a weight.</summary>
    public byte[] ReferenceBlob { get; }

    /// <summary>The fastest choice of layouts under a budget.</summary>
    /// <exception cref="QuantiseException">overBudget: not even the smallest form fits.</exception>
    public PackedModel Fastest(PackingBudget budget)
    {
        // Layouts hardly change which memory a layer works in, so the reference's decides what they cost.
        Memory memory = MemoryOf([.. _options.Select(o => o[0])], budget) ?? throw OverBudget(budget);
        IReadOnlyList<LayerOption>[] possible =
        [
            .. Costed(memory).Select(layer => layer.Where(o => o.Refusal is null).ToArray()),
        ];
        IReadOnlyList<LayerOption> choice =
            LayoutChoice.Fastest(possible, budget.FlashBytes - _bytesWithoutWeights, c => MemoryOf(c, budget) is not null)
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
        LayerOption[] choice = [.. packer._options.Select((o, i) => o.Single(p => p.Layout == records[i].Layout))];
        PackingBudget limit = budget(packer.ReferenceBlob.Length);
        return packer.Report(choice, limit, packer.Given(blob.Header, limit)) with { BlobBytes = blob.Header.BlobBytes };
    }

    private PackedModel Pack(IReadOnlyList<LayerOption> choice, PackingBudget budget)
    {
        Memory memory = MemoryOf(choice, budget) ?? throw OverBudget(budget);
        byte[] blob = BlobWriter.Write(With(choice) with { Places = memory.Places });
        return new(blob, Report(choice, budget, memory) with { BlobBytes = blob.Length });
    }

    /// <summary>Where a choice works.</summary>
    /// <param name="Places">null: all in one region.</param>
    /// <param name="Steps">By step.</param>
    private sealed record Memory(ArenaPlaces? Places, int FastBytes, int SramBytes, IReadOnlyList<InSram> Steps);

    // All in fast memory; else placed in both; else, where there is no place for that, in SRAM. Null where nothing fits.
    private Memory? MemoryOf(IReadOnlyList<LayerOption> choice, PackingBudget budget)
    {
        IReadOnlyList<IReadOnlyList<BlobLayer>> nets =
        [
            .. With(choice).Nets.Select(n => n.Layers.Select(l => l.Record).ToArray()),
        ];
        int banks = BlobLayout.InputBanks * BlobLayout.Align(_reference.Input.Count),
            whole = banks + ArenaPlan.Of(nets, _reference.StemLayers).Bytes;
        if (whole <= budget.FastBytes)
        {
            return InOne(whole, fast: true);
        }

        ArenaPlacer placer = new(
            nets,
            _reference.StemLayers,
            _reference.Input.Count,
            (step, inSram) => Cost(step, choice[step].Layout, inSram)?.Cycles ?? 0
        );
        if (placer.Least(budget.FastBytes, budget.RamBytes) is { FastBytes: > 0 } places)
        {
            return new(places, places.FastBytes, places.SramBytes, [.. _layers.Select((_, step) => placer.Where(step, places))]);
        }

        return whole <= budget.RamBytes ? InOne(whole, fast: false) : null;
    }

    private Memory InOne(int bytes, bool fast) =>
        new(null, fast ? bytes : 0, fast ? 0 : bytes, [.. _layers.Select(_ => fast ? InSram.None : InSram.All)]);

    // As a blob has it, on a board of that budget.
    private Memory Given(BlobHeader header, PackingBudget budget)
    {
        if (header.Places is not { } places || places.FastBytes > budget.FastBytes || places.SramBytes > budget.RamBytes)
        {
            return InOne(header.EngineArenaBytes, header.EngineArenaBytes <= budget.FastBytes);
        }

        IReadOnlyList<IReadOnlyList<BlobLayer>> nets = [.. _reference.Nets.Select(n => n.Layers.Select(l => l.Record).ToArray())];
        ArenaPlacer placer = new(nets, _reference.StemLayers, _reference.Input.Count, (_, _) => 0);
        return new(places, places.FastBytes, places.SramBytes, [.. _layers.Select((_, step) => placer.Where(step, places))]);
    }

    private CycleEstimate? Cost(int step, int layout, InSram inSram) =>
        _costs.Of(LayerOptions.Shape(_layers[step].Record, layout), inSram);

    // The options with what they cost where the layers' memory lies.
    private IReadOnlyList<LayerOption>[] Costed(Memory memory) =>
        [
            .. _options.Select(
                (layer, step) => layer.Select(o => o with { Cost = Cost(step, o.Layout, memory.Steps[step]) }).ToArray()
            ),
        ];

    private ModelSpec With(IReadOnlyList<LayerOption> choice)
    {
        int at = 0;
        LayerSpec Next(LayerSpec layer)
        {
            LayerOption option = choice[at++];
            return layer with { Record = layer.Record with { Layout = option.Layout }, Weight = option.Weight };
        }

        return _reference with
        {
            Nets = [.. _reference.Nets.Select(n => n with { Layers = [.. n.Layers.Select(Next)] })],
        };
    }

    // At most: two layers whose weights happen to be the same share them.
    private int BlobBytes(IReadOnlyList<LayerOption> choice) => _bytesWithoutWeights + choice.Sum(o => o.WeightBytes);

    private PackingReport Report(IReadOnlyList<LayerOption> choice, PackingBudget budget, Memory memory)
    {
        IReadOnlyList<LayerOption>[] costed = Costed(memory);
        LayerOption[] chosen = [.. choice.Select((o, step) => costed[step].Single(c => c.Layout == o.Layout))];
        List<LayerPacking> layers = [];
        int at = 0;
        foreach (NetSpec net in _reference.Nets)
        {
            for (int i = 0; i < net.Layers.Count; i++, at++)
            {
                LayerOption own = chosen[at];
                int layer = at;
                layers.Add(
                    new LayerPacking(
                        net.Kind,
                        i,
                        _layers[at].Record.Op,
                        own.Name,
                        own.Cost,
                        memory.Steps[at],
                        own.WeightBytes,
                        own.ScratchBytes,
                        [
                            .. costed[at]
                                .Where(o => o.Layout != own.Layout)
                                .Select(o => new Alternative(
                                    o.Name,
                                    o.Cost?.Cycles,
                                    o.WeightBytes,
                                    o.ScratchBytes,
                                    Verdict(chosen, layer, o, budget)
                                )),
                        ]
                    )
                );
            }
        }

        return new PackingReport(budget, BlobBytes(choice), memory.FastBytes, memory.SramBytes, layers);
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
        int flash = BlobBytes(other) - budget.FlashBytes;
        return flash > 0 ? Over("flash", flash)
            : MemoryOf(other, budget) is null ? "RAM: finds no place in the arena"
            : "fits: repack";
    }

    private static string Over(string budget, int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{budget}: {bytes:N0} bytes over the budget");

    private QuantiseException OverBudget(PackingBudget budget)
    {
        LayerOption[] smallest = [.. _options.Select(o => o[0])];
        return new QuantiseException(
            "overBudget",
            string.Create(
                CultureInfo.InvariantCulture,
                $"with one byte per weight the model takes {BlobBytes(smallest):N0} bytes of flash and "
                    + $"{BlobReader.Read(ReferenceBlob).Header.EngineArenaBytes:N0} of RAM; the budget is "
                    + $"{budget.FlashBytes:N0}, and {budget.FastBytes:N0} of fast memory and {budget.RamBytes:N0} of SRAM"
            ),
            "raise --budget-flash, --budget-dtcm or --budget-ram, or use smaller networks"
        );
    }
}
