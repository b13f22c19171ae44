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

    /// <summary>As mode auto says, in a measurement.</summary>
    Auto = Protocol.InferMode + CoopMode.Auto,

    /// <summary>As mode light says, in a measurement.</summary>
    Light = Protocol.InferMode + CoopMode.Light,

    /// <summary>As mode full says, in a measurement.</summary>
    Full = Protocol.InferMode + CoopMode.Full,

    /// <summary>As mode int8 says, in a measurement.</summary>
    Int8 = Protocol.InferMode + CoopMode.Int8,
}

/// <summary>One inference to ask for.</summary>
/// <param name="What">Which networks run.</param>
/// <param name="IsMeasurement">LEDs off, and the automatic threshold learns nothing: the board is left as it was.</param>
/// <param name="ConfidenceThreshold">In a measurement: decides in place of the board's, in 1/256.</param>
/// <param name="MarksLayers">In a measurement: markers 2 and 3 show each layer.</param>
public sealed record InferRequest(
    InferWhat What,
    bool IsMeasurement = false,
    byte? ConfidenceThreshold = null,
    bool MarksLayers = false
)
{
    /// <summary>As mode and threshold of the board say.</summary>
    public static readonly InferRequest AsBoardSays = new(InferWhat.AsModeSays);

    /// <summary>Every network, whatever the confidence.</summary>
    public static readonly InferRequest Both = new(InferWhat.Both);

    internal byte[] ToPayload(int bank, ushort tag)
    {
        int what = (int)What | (IsMeasurement ? Protocol.InferMeasures : 0) | (MarksLayers ? Protocol.InferMarksLayers : 0);
        byte[] payload = [(byte)bank, (byte)what, (byte)tag, (byte)(tag >> 8)];
        return ConfidenceThreshold is { } ct ? [.. payload, ct] : payload;
    }

    /// <summary>Whether an inference that was asked for in this way may have taken that mode.</summary>
    internal bool Allows(TakenMode mode) =>
        What switch
        {
            InferWhat.Auto => mode != TakenMode.Int8,
            InferWhat.Light => mode == TakenMode.Light,
            InferWhat.Full => mode == TakenMode.Full,
            InferWhat.Int8 => mode == TakenMode.Int8,
            _ => true,
        };
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
    TimeSource TimeSource
)
{
    /// <summary>−1 as a u16: the confidence was not computed.</summary>
    private const int NoConfidence256 = ushort.MaxValue;

    /// <summary>Counts inside kernels.</summary>
    public long CountsKernels => (long)CountsBnn + CountsConfidence + CountsInt8 + CountsGlue;

    /// <summary>Managed gaps between kernels; null where the time source stands still between them.</summary>
    public long? CountsGaps => CountsEndToEnd > 0 ? CountsEndToEnd - CountsKernels : null;

    /// <summary>Reads a reply to infer, which must be one to the request asked.</summary>
    /// <param name="payload">The reply's payload.</param>
    /// <param name="asked">The request.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="classes">Classes of the board's model.</param>
    internal static InferResult Parse(ReadOnlySpan<byte> payload, InferRequest asked, ushort tag, int classes)
    {
        PayloadReader r = new("infer", payload);
        r.U16("tag", tag, tag);
        TakenMode mode = (TakenMode)r.U8("modeTaken", (int)TakenMode.Light, (int)TakenMode.Int8);
        r.Require(asked.Allows(mode), $"it took mode {mode} where {asked.What} was asked for");
        int answer = r.U8("answer", 0, classes - 1);
        int? bnn = Class(ref r, "bnnTop1", classes),
            second = Class(ref r, "bnnTop2", classes);
        int? int8 = Class(ref r, "int8Top1", classes),
            glue = Class(ref r, "glueTop1", classes);
        int? decides = mode switch
        {
            TakenMode.Light => bnn,
            TakenMode.Int8 => int8,
            _ => glue ?? int8,
        };
        r.Require(answer == decides, $"answer {answer} is not that of mode {mode}");
        int confidence256 = r.U16();
        r.Require("confidence256", confidence256, 0, confidence256 == NoConfidence256 ? NoConfidence256 : 256);
        InferResult result = new(
            tag,
            mode,
            answer,
            bnn,
            second,
            int8,
            glue,
            confidence256,
            r.I32("confidence65536", -1, 65536),
            r.I32("countsBnn", 0, int.MaxValue),
            r.I32("countsConfidence", 0, int.MaxValue),
            r.I32("countsInt8", 0, int.MaxValue),
            r.I32("countsGlue", 0, int.MaxValue),
            r.I32("counts end to end", 0, int.MaxValue),
            r.Time()
        );
        r.End();
        return result;
    }

    private static int? Class(ref PayloadReader r, string field, int classes)
    {
        int index = r.U8();
        return index == Protocol.NotRun ? null : r.Require(field, index, 0, classes - 1);
    }
}
