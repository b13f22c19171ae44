// The float networks of a bundle as records: one a TENSORS.md operation. Shapes are HWC, weights OHWI.
namespace NanoCoopNet.Model;

/// <summary>One layer of a float network.</summary>
/// <param name="Index">Its place in the manifest; a ReLU given as a field has that of its layer.</param>
/// <param name="OpName">The manifest's name of the operation.</param>
/// <param name="Sources">Positions in <see cref="FloatNet.Layers"/> of what it reads; −1 is the network's input.</param>
public abstract record FloatLayer(int Index, string OpName, IReadOnlyList<int> Sources, Shape Input, Shape Output)
{
    /// <summary>For messages, e.g. <c>layer 3 (batchNorm)</c>.</summary>
    public string Label => FormattableString.Invariant($"layer {Index} ({OpName})");

    /// <summary>The only layer it reads, or the first.</summary>
    public int Source => Sources[0];
}

/// <summary>Window of a convolution.</summary>
/// <param name="Same">k//2 zeros on every side, else none; eq. (3).</param>
public readonly record struct ConvWindow(int KernelH, int KernelW, int Stride, bool Same);

/// <summary>Window of a pooling layer, eq. (3).</summary>
public readonly record struct PoolWindow(int H, int W, int Stride, bool RoundUp);

/// <param name="Weight">[O][kH][kW][I].</param>
/// <param name="Bias">[O]; zeros where the manifest has none.</param>
public sealed record FloatConv(
    int Index,
    IReadOnlyList<int> Sources,
    Shape Input,
    Shape Output,
    ConvWindow Window,
    float[] Weight,
    float[] Bias
) : FloatLayer(Index, "conv", Sources, Input, Output);

/// <summary>Each channel by its own filter.</summary>
/// <param name="Weight">[C][kH][kW].</param>
/// <param name="Bias">[C]; zeros where the manifest has none.</param>
public sealed record FloatDepthwise(
    int Index,
    IReadOnlyList<int> Sources,
    Shape Input,
    Shape Output,
    ConvWindow Window,
    float[] Weight,
    float[] Bias
) : FloatLayer(Index, "depthwise", Sources, Input, Output);

/// <summary>Signs of the input with signs of the weights, times α; eq. (7), (8).</summary>
/// <param name="Signs">[O][kH][kW][I], +1 or −1.</param>
/// <param name="Alpha">[O], ≥ 0; 0 only for a filter of zeros.</param>
public sealed record FloatBinaryConv(
    int Index,
    IReadOnlyList<int> Sources,
    Shape Input,
    Shape Output,
    ConvWindow Window,
    float[] Signs,
    float[] Alpha
) : FloatLayer(Index, "binaryConv", Sources, Input, Output);

/// <summary>y = γ(x − μ)/√(σ² + ε) + β a channel.</summary>
public sealed record FloatBatchNorm(
    int Index,
    IReadOnlyList<int> Sources,
    Shape Input,
    float[] Gamma,
    float[] Beta,
    float[] Mean,
    float[] Variance,
    double Epsilon
) : FloatLayer(Index, "batchNorm", Sources, Input, Input)
{
    /// <summary>y = Scale·x + Offset of channel c, in double precision.</summary>
    public (double Scale, double Offset) Affine(int c)
    {
        double scale = Gamma[c] / Math.Sqrt(Variance[c] + Epsilon);
        return (scale, Beta[c] - (scale * Mean[c]));
    }
}

/// <param name="Radix">The outputs are rounded to int8 at this radix, as training saw them; null: not rounded.</param>
public sealed record FloatRelu(int Index, IReadOnlyList<int> Sources, Shape Input, int? Radix = null)
    : FloatLayer(Index, "relu", Sources, Input, Input);

/// <summary>+1 where x ≥ 0, else −1.</summary>
public sealed record FloatSign(int Index, IReadOnlyList<int> Sources, Shape Input)
    : FloatLayer(Index, "sign", Sources, Input, Input);

/// <param name="IsMax">Maximum, else mean of the taps inside the image.</param>
public sealed record FloatPool(int Index, IReadOnlyList<int> Sources, Shape Input, Shape Output, PoolWindow Window, bool IsMax)
    : FloatLayer(Index, IsMax ? "maxPool" : "averagePool", Sources, Input, Output);

/// <param name="Weight">[O][F], F the input flattened HWC.</param>
public sealed record FloatDense(int Index, IReadOnlyList<int> Sources, Shape Input, Shape Output, float[] Weight, float[] Bias)
    : FloatLayer(Index, "dense", Sources, Input, Output);

public sealed record FloatAdd(int Index, IReadOnlyList<int> Sources, Shape Input)
    : FloatLayer(Index, "add", Sources, Input, Input);

/// <summary>First layer of the glue: what comes from the BNN, then what comes from the INT8 network; eq. (15).</summary>
public sealed record FloatConcat(int Index, Shape Output) : FloatLayer(Index, "concat", [-1], Output, Output);

/// <summary>A float network. A ReLU that the manifest gives as a field is a layer of its own here.</summary>
/// <param name="Layers">In order of execution.</param>
/// <param name="Temperature">Divides the logits before softmax, eq. (13).</param>
public sealed record FloatNet(NetKind Kind, string Topology, double Temperature, Shape Input, IReadOnlyList<FloatLayer> Layers)
{
    /// <summary>The shared stem, whose layers become the first of the BNN.</summary>
    public bool IsStem { get; init; }

    /// <summary>For messages, e.g. <c>network int8</c>.</summary>
    public string Label => IsStem ? "the stem" : "network " + BlobNames.Of(Kind);
}
