// A parsed model blob as immutable records, field by field as MODEL-FORMAT.md has them.
namespace NanoCoopNet.Model;

/// <summary>Height, width and channels of a tensor in HWC order.</summary>
public readonly record struct Shape(int H, int W, int C)
{
    /// <summary>Number of elements.</summary>
    public int Count => H * W * C;

    /// <summary>Bytes of such a map: int8 one an element, bits ⌈C/32⌉ words a pixel (eq. 7), int32 and float32 four.</summary>
    public int Bytes(ElementType type) =>
        type switch
        {
            ElementType.Int8 => Count,
            ElementType.Bits => H * W * ((C + 31) / 32) * 4,
            _ => Count * 4,
        };

    /// <summary>e.g. <c>32×32×3</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{H}×{W}×{C}");
}

/// <summary>A run of bytes of the blob; (0, 0) where there is no such tensor.</summary>
public readonly record struct ByteRange(int Offset, int Length);

/// <summary>What becomes of a raw sample before it enters the network.</summary>
/// <param name="Top">Rows added above (kind pad); likewise the next three.</param>
/// <param name="PadValue">Byte of added pixels.</param>
public sealed record Preprocessing(
    PreprocessingKind Kind,
    int Top = 0,
    int Bottom = 0,
    int Left = 0,
    int Right = 0,
    byte PadValue = 0
);

/// <summary>The header of a blob.</summary>
/// <param name="ConfidenceThreshold">Default CT, 0…255, eq. (14).</param>
/// <param name="ArenaBytes">Activations and scratch the packer planned.</param>
/// <param name="HasInt8Logits">The INT8 network ends in its own logits, so that mode int8 is allowed.</param>
public sealed record BlobHeader(
    int BlobAbi,
    int KernelAbi,
    int BlobBytes,
    uint Crc32,
    string Sha256,
    ModelForm Form,
    bool HasInt8Logits,
    int ConfidenceThreshold,
    Shape Input,
    int InputRadix,
    Preprocessing Preprocessing,
    int ArenaBytes
)
{
    /// <summary>Where the blob wants its buffers; null: all in one region.</summary>
    public ArenaPlaces? Places { get; init; }

    /// <summary>The id by which a benchmark's runner knows the model, e.g. <c>ic01</c>; empty where there is none.</summary>
    public string BenchmarkId { get; init; } = "";

    /// <summary>Layers of the BNN that the INT8 network goes on from: the shared stem; 0: it begins with the input.</summary>
    public int StemLayers { get; init; }

    /// <summary>Arena an engine needs in one region: both input banks, then the plan.</summary>
    public int EngineArenaBytes => (2 * BlobLayout.Align(Input.Count)) + BlobLayout.Align(ArenaBytes);
}

/// <summary>One layer record.</summary>
/// <param name="Source0">−1 the input, or in the INT8 network a shared stem's output; else an earlier layer of the same network;
/// concat: a layer of net 0.</param>
/// <param name="Source1">add: second operand; concat: a layer of net 1; else −1.</param>
/// <param name="Macs">Multiplications, eq. (19).</param>
public sealed record BlobLayer(
    LayerOp Op,
    int Layout,
    LayerFlags Flags,
    int Source0,
    int Source1,
    Shape Input,
    Shape Output,
    int KernelH,
    int KernelW,
    int Stride,
    int PoolH,
    int PoolW,
    int PoolStride,
    int RadixIn0,
    int RadixIn1,
    int RadixWeight,
    int RadixOut,
    int Shift,
    int Shift1,
    ByteRange Weight,
    ByteRange Bias,
    ByteRange Aux,
    ByteRange Flip,
    long Macs
)
{
    /// <summary>Of its network; not in the record.</summary>
    public NetNumbers Numbers { get; init; }

    /// <summary>A convolution with a pooling window of its own; 1, 1, 1 and 0, 0, 0 are none.</summary>
    public bool Pools => PoolH > 1 || PoolW > 1 || PoolStride > 1;

    /// <summary>Bytes of flash its tensors take.</summary>
    public int TensorBytes => Weight.Length + Bias.Length + Aux.Length + Flip.Length;

    /// <summary>What the layer's output elements are.</summary>
    public ElementType OutputType =>
        Op switch
        {
            LayerOp.DenseLogits => ElementType.Int32,
            LayerOp.ConvInt8ToBits or LayerOp.ConvBitsToBits or LayerOp.PoolBits or LayerOp.Int8ToBits => ElementType.Bits,
            _ => Numbers == NetNumbers.Int8 ? ElementType.Int8 : ElementType.Float32,
        };
}

/// <summary>One network of a blob.</summary>
/// <param name="TemperatureQ">Softmax temperature in 1/65536, eq. (13).</param>
public sealed record BlobNet(NetKind Kind, int TemperatureQ, IReadOnlyList<BlobLayer> Layers)
{
    /// <summary>What it computes with.</summary>
    public NetNumbers Numbers => Layers[0].Numbers;

    public double Temperature => TemperatureQ / (double)BlobLayout.TemperatureOne;
}

/// <summary>A whole blob, parsed. The bytes are those the tensors' ranges refer to.</summary>
/// <param name="Nets">BNN, INT8 and, for BC-Net, glue.</param>
public sealed record ModelBlob(
    ReadOnlyMemory<byte> Bytes,
    BlobHeader Header,
    string Name,
    IReadOnlyList<string> Classes,
    IReadOnlyList<BlobNet> Nets
)
{
    /// <summary>The signature that stood behind the blob in its file; null: it is not signed.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>The network of that kind, or null.</summary>
    public BlobNet? Net(NetKind kind) => (int)kind < Nets.Count ? Nets[(int)kind] : null;

    /// <summary>The bytes of a tensor.</summary>
    public ReadOnlySpan<byte> Tensor(ByteRange range) => Bytes.Span.Slice(range.Offset, range.Length);
}
