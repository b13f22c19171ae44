// The small vocabularies of a model blob, with the byte values MODEL-FORMAT.md gives them.
namespace NanoCoopNet.Model;

/// <summary>What a layer does; the numbers are the blob's.</summary>
public enum LayerOp : byte
{
    Conv = 1,
    Dense = 2,
    DenseLogits = 3,
    MaxPool = 4,
    AveragePool = 5,
    Add = 6,
    ConvInt8ToBits = 7,
    ConvBitsToBits = 8,
    ConvBitsToInt8 = 9,
    PoolBits = 10,
    Concat = 11,
    ToFloat = 12,
    Depthwise = 13,
    Int8ToBits = 14,
}

/// <summary>What a network computes with; the numbers are the blob's.</summary>
public enum NetNumbers : byte
{
    /// <summary>Integers, and bits.</summary>
    Int8 = 0,

    /// <summary>float32 activations, int8 weights with a float32 scale a channel.</summary>
    Mixed = 1,
    Float32 = 2,
}

/// <summary>How the two networks cooperate, eq. (15).</summary>
public enum ModelForm : byte
{
    CoopNet = 1,
    BcNetLogits = 2,
    BcNetFeatures = 3,
}

/// <summary>The networks of a model, by their number.</summary>
public enum NetKind
{
    Bnn = 0,
    Int8 = 1,
    Glue = 2,
}

/// <summary>What a tensor's elements are.</summary>
public enum ElementType
{
    Int8,
    Bits,
    Int32,
    Float32,
}

[Flags]
public enum LayerFlags : byte
{
    None = 0,
    Relu = 1,

    /// <summary>'same' padding: k//2 zeros on every side, eq. (3).</summary>
    Same = 2,

    /// <summary>Pooling rounds up, windows clipped at the edge, eq. (3).</summary>
    RoundUp = 4,
}

/// <summary>What is done to a raw sample before it enters the network.</summary>
public enum PreprocessingKind : byte
{
    None = 0,
    Pad = 1,
    CentreCrop = 2,
    LogMel = 3,
}

/// <summary>Names of the enumerations as the documents and JSON write them.</summary>
public static class BlobNames
{
    /// <summary>e.g. <c>convBitsToInt8</c>.</summary>
    public static string Of(LayerOp op) => Camel(op.ToString());

    /// <summary><c>coopnet</c>, <c>bcnet-logits</c>, <c>bcnet-features</c>.</summary>
    public static string Of(ModelForm form) =>
        form switch
        {
            ModelForm.CoopNet => "coopnet",
            ModelForm.BcNetLogits => "bcnet-logits",
            ModelForm.BcNetFeatures => "bcnet-features",
            _ => throw new ArgumentOutOfRangeException(nameof(form)),
        };

    /// <summary><c>bnn</c>, <c>int8</c>, <c>glue</c>.</summary>
    public static string Of(NetKind net) => Camel(net.ToString());

    /// <summary>What people call a cascade's second network: <c>INT8</c>, <c>mixed</c>, <c>FP32</c>.</summary>
    public static string Title(NetNumbers numbers) =>
        numbers switch
        {
            NetNumbers.Mixed => "mixed",
            NetNumbers.Float32 => "FP32",
            _ => "INT8",
        };

    /// <summary><c>int8</c>, <c>mixed</c>, <c>float32</c>.</summary>
    public static string Of(NetNumbers numbers) => Camel(numbers.ToString());

    /// <summary><c>none</c>, <c>pad</c>, <c>centreCrop</c>, <c>logMel</c>.</summary>
    public static string Of(PreprocessingKind kind) => Camel(kind.ToString());

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
