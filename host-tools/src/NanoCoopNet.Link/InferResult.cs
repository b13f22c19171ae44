// What one inference gave and cost (request infer).
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>What the board runs for a sample.</summary>
public enum InferWhat : byte
{
    /// <summary>What mode and threshold say.</summary>
    AsModeSays = Protocol.InferAsMode,

    /// <summary>BNN, INT8 and glue whatever the confidence.</summary>
    Both = Protocol.InferBoth,
}

/// <summary>Mode an inference took.</summary>
public enum TakenMode : byte
{
    /// <summary>The binary network alone.</summary>
    Light = 1,

    /// <summary>Both networks.</summary>
    Full = 2,

    /// <summary>The INT8 network alone.</summary>
    Int8 = 3,
}

/// <summary>Result of one inference. A class of null was not computed; counts are of <see cref="TimeSource"/>.</summary>
public sealed record InferResult(
    int Tag,
    TakenMode Mode,
    int Answer,
    int? BnnTop1,
    int? BnnTop2,
    int? Int8Top1,
    int? GlueTop1,
    int Confidence256,
    int Confidence65536,
    int CountsBnn,
    int CountsConfidence,
    int CountsInt8,
    int CountsGlue,
    int CountsEndToEnd,
    TimeSource TimeSource)
{
    /// <summary>Counts inside kernels.</summary>
    public long CountsKernels => (long)CountsBnn + CountsConfidence + CountsInt8 + CountsGlue;

    /// <summary>Managed gaps between kernels; null where the time source stands still between them.</summary>
    public long? CountsGaps => CountsEndToEnd > 0 ? CountsEndToEnd - CountsKernels : null;

    internal static InferResult Parse(ReadOnlySpan<byte> payload)
    {
        PayloadReader r = new("infer", payload);
        return new(r.U16(), (TakenMode)r.U8(), r.U8(), Class(r.U8()), Class(r.U8()), Class(r.U8()), Class(r.U8()), r.U16(),
            r.I32(), r.I32(), r.I32(),
            r.I32(), r.I32(), r.I32(), (TimeSource)r.U8());
    }

    private static int? Class(byte index) => index == Protocol.NotRun ? null : index;
}
