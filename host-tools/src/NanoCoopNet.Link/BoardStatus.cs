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
    int BlobBytes,
    string Identity,
    string Name,
    IReadOnlyList<int> LastOpenError
)
{
    /// <summary>True where a model is open.</summary>
    public bool HasModel => BlobBytes != 0;

    internal static BoardStatus Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("status", payload);
        CoopMode mode = (CoopMode)r.U8("mode", 0, (int)CoopMode.Int8);
        byte ct = r.U8();
        int slot = r.I8("slot", -1, sbyte.MaxValue),
            form = r.U8(),
            flags = r.U8(),
            classes = r.U8();
        int inputBytes = r.U16(),
            h = r.U16(),
            w = r.U16(),
            c = r.U16();
        int[] layers = new int[Networks.Count];
        for (int net = 0; net < layers.Length; net++)
        {
            layers[net] = r.U8("layers", 0, Networks.MaxLayers);
        }

        int arena = r.I32("arenaNeeded", 0, int.MaxValue);
        uint crc = r.U32();
        int bytes = r.U32("blobBytes", 0, int.MaxValue);
        string identity = Convert.ToHexStringLower(r.Bytes(Protocol.IdentityBytes));
        string name = r.Text();
        int[] lastError = [r.I32("status", int.MinValue, 0), r.I32(), r.I32(), r.I32()];
        r.End();
        if (bytes != 0)
        {
            r.Require("slot", slot, 0, sbyte.MaxValue);
            r.Require("classes", classes, 1, Networks.MaxClasses);
            r.Require("inputBytes", inputBytes, (h * (long)w * c) & ushort.MaxValue, (h * (long)w * c) & ushort.MaxValue);
        }

        return new(
            mode,
            ct,
            slot,
            form,
            flags,
            classes,
            inputBytes,
            h,
            w,
            c,
            layers,
            arena,
            crc,
            bytes,
            identity,
            name,
            lastError
        );
    }
}

/// <summary>One layer as the board reports it. Shapes are (H, W, C).</summary>
public sealed record BoardLayer(
    int Op,
    int Layout,
    (int H, int W, int C) In,
    (int H, int W, int C) Out,
    uint Macs,
    uint FlashBytes,
    uint ActivationBytes,
    uint ScratchBytes
)
{
    internal static BoardLayer[] ParseAll(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("layers", payload);
        BoardLayer[] layers = new BoardLayer[r.U8("count", 0, Networks.MaxLayers)];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = new(
                r.U8(),
                r.U8(),
                (r.U16(), r.U16(), r.U16()),
                (r.U16(), r.U16(), r.U16()),
                r.U32(),
                r.U32(),
                r.U32(),
                r.U32()
            );
        }

        r.End();
        return layers;
    }
}

/// <summary>Reply to stats; costs in counts of the board's time source.</summary>
public sealed record BoardStats(uint Inferences, uint Light, uint Full, uint Int8, ulong LightCounts, ulong FullCounts)
{
    internal static BoardStats Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("stats", payload);
        uint inferences = r.U32(),
            light = r.U32(),
            full = r.U32(),
            int8 = r.U32();
        r.Require(light + full + int8 == inferences, $"{light} light, {full} full and {int8} int8 are not {inferences}");
        BoardStats stats = new(inferences, light, full, int8, r.U32() | ((ulong)r.U32() << 32), r.U32() | ((ulong)r.U32() << 32));
        r.End();
        return stats;
    }
}
