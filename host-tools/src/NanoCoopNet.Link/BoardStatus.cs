// Model, mode and threshold in force (request status), and the layers of a network (request layers).
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>Reply to status. Model fields are 0 or empty while <see cref="HasModel"/> is false.</summary>
public sealed record BoardStatus(
    CoopMode Mode,
    byte ConfidenceThreshold,
    int Slot,
    int Form,
    int Flags,
    int Classes,
    int InputBytes,
    int InputHeight,
    int InputWidth,
    int InputChannels,
    IReadOnlyList<int> LayerCounts,
    int ArenaBytesNeeded,
    uint Crc32,
    uint BlobBytes,
    string Identity,
    string Name,
    IReadOnlyList<int> LastOpenError)
{
    /// <summary>True where a model is open.</summary>
    public bool HasModel => BlobBytes != 0;

    internal static BoardStatus Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("status", payload);
        CoopMode mode = (CoopMode)r.U8();
        byte ct = r.U8();
        int slot = r.I8(), form = r.U8(), flags = r.U8(), classes = r.U8();
        int inputBytes = r.U16(), h = r.U16(), w = r.U16(), c = r.U16();
        int[] layers = [r.U8(), r.U8(), r.U8()];
        int arena = r.I32();
        uint crc = r.U32(), bytes = r.U32();
        string identity = Convert.ToHexStringLower(r.Bytes(Protocol.IdentityBytes));
        string name = r.Text(r.U8());
        int[] lastError = [r.I32(), r.I32(), r.I32(), r.I32()];
        return new(mode, ct, slot, form, flags, classes, inputBytes, h, w, c, layers, arena, crc, bytes, identity, name,
            lastError);
    }
}

/// <summary>One layer as the board reports it. Shapes are (H, W, C).</summary>
public sealed record BoardLayer(int Op, int Kernel, (int H, int W, int C) In, (int H, int W, int C) Out, uint Macs,
    uint FlashBytes, uint ActivationBytes,
    uint ScratchBytes)
{
    internal static BoardLayer[] ParseAll(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("layers", payload);
        BoardLayer[] layers = new BoardLayer[r.U8()];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new(r.U8(), r.U8(), (r.U16(), r.U16(), r.U16()), (r.U16(), r.U16(), r.U16()), r.U32(), r.U32(), r.U32(),
                r.U32());
        }

        return layers;
    }
}

/// <summary>Reply to stats; costs in counts of the board's time source.</summary>
public sealed record BoardStats(uint Inferences, uint Light, uint Full, uint Int8, ulong LightCounts, ulong FullCounts)
{
    internal static BoardStats Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("stats", payload);
        return new(r.U32(), r.U32(), r.U32(), r.U32(), r.U32() | ((ulong)r.U32() << 32), r.U32() | ((ulong)r.U32() << 32));
    }
}
