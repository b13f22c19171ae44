// Where the engine lays a blob's buffers on a board: MODEL-FORMAT.md, "Arena".
using System.Buffers.Binary;

namespace NanoCoopNet.Bridge;

/// <summary>The arena of a board: boards/NUCLEO_F767ZI/board.json.</summary>
/// <param name="FastArenaBytes">In fast memory.</param>
/// <param name="ArenaBytes">In SRAM.</param>
public sealed record ArenaSizes(int FastArenaBytes, int ArenaBytes)
{
    /// <summary>That of the NUCLEO-F767ZI.</summary>
    public static ArenaSizes Default { get; } = BoardClock.Read<ArenaSizes>("board.json");
}

/// <summary>Reads a valid blob: its layers, and in which memory they work.</summary>
internal readonly ref struct BlobMemory
{
    private const int AtClasses = 53,
        AtInput = 60,
        AtNumbers = 77,
        AtLayerCount = 92,
        AtStemLayers = 95,
        AtLayerOffset = 96,
        AtArenaBytes = 108,
        AtFastBytes = 112,
        AtBank = 120;
    private const int LayerBytes = 96,
        AtSource0 = 4,
        AtSource1 = 6,
        AtOutput = 68,
        AtScratch = 72;
    private const int Add = 6,
        Concat = 11,
        Unit = 32;
    private const uint SramBit = 1u << 31;
    private readonly ReadOnlySpan<byte> _blob;
    private readonly InSram? _one;

    public BlobMemory(ReadOnlySpan<byte> blob, ArenaSizes arena)
    {
        _blob = blob;
        uint fast = Word(AtFastBytes),
            sram = Word(AtFastBytes + 4);
        if ((fast != 0 || sram != 0) && fast <= arena.FastArenaBytes && sram <= arena.ArenaBytes)
        {
            return;
        }

        int input = Half(AtInput) * Half(AtInput + 2) * Half(AtInput + 4);
        long whole = Word(AtArenaBytes) + (2 * ((input + Unit - 1) / Unit * Unit));
        _one = whole <= arena.FastArenaBytes ? InSram.None : InSram.All;
    }

    /// <summary>Classes of the model.</summary>
    public int Classes => _blob[AtClasses];

    /// <summary>Memory of the confidence: the BNN's logits are its source.</summary>
    public InSram OfConfidence => _one ?? (OutputInSram(0, Layers(0) - 1) ? InSram.Source : InSram.None);

    /// <summary>What a network computes with: 0 integers, 1 mixed, 2 float32.</summary>
    public int Numbers(int net) => _blob[AtNumbers + net];

    /// <summary>Layers of net 0 that net 1 goes on from.</summary>
    public int StemLayers => _blob[AtStemLayers];

    /// <summary>Layers of a network.</summary>
    public int Layers(int net) => _blob[AtLayerCount + net];

    /// <summary>A layer's record.</summary>
    public ReadOnlySpan<byte> Record(int net, int layer) =>
        _blob.Slice((int)Word(AtLayerOffset + (4 * net)) + (layer * LayerBytes), LayerBytes);

    /// <summary>Memory of a layer.</summary>
    public InSram Of(int net, int layer)
    {
        if (_one is { } all)
        {
            return all;
        }

        ReadOnlySpan<byte> record = Record(net, layer);
        int first = BinaryPrimitives.ReadInt16LittleEndian(record[AtSource0..]),
            second = BinaryPrimitives.ReadInt16LittleEndian(record[AtSource1..]);
        bool source = record[0] switch
        {
            Concat => OutputInSram(0, first) || OutputInSram(1, second),
            Add => OutputInSram(net, first) || OutputInSram(net, second),
            _ => OutputInSram(net, first),
        };
        return (source ? InSram.Source : InSram.None)
            | (OutputInSram(net, layer) ? InSram.Result : InSram.None)
            | ((BinaryPrimitives.ReadUInt32LittleEndian(record[AtScratch..]) & SramBit) != 0 ? InSram.Work : InSram.None);
    }

    private bool OutputInSram(int net, int layer) =>
        layer < 0 && net == 1 && StemLayers > 0
            ? OutputInSram(0, StemLayers - 1)
            : ((layer < 0 ? Word(AtBank) : BinaryPrimitives.ReadUInt32LittleEndian(Record(net, layer)[AtOutput..])) & SramBit)
                != 0;

    private uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_blob[at..]);

    private int Half(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_blob[at..]);
}
