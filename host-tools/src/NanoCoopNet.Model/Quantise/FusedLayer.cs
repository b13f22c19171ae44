// A layer as the integer engine has it, still in real numbers: batch norm folded in, ReLU attached.
namespace NanoCoopNet.Model;

/// <summary>One integer layer to be.</summary>
/// <param name="Name">The manifest layers it is made of, e.g. <c>conv 0 + batchNorm 1 + relu 2</c>.</param>
/// <param name="Op">conv, depthwise, dense, denseLogits, maxPool, averagePool or add.</param>
/// <param name="Sources">Fused layers it reads; −1 is what comes before the first.</param>
/// <param name="Window">conv, depthwise: its window; else 1×1.</param>
/// <param name="Pool">Pooling: its window.</param>
/// <param name="Weight">[O][…], batch norm folded in; empty where there is none.</param>
/// <param name="Bias">[O], likewise.</param>
/// <param name="LinearIndex">Float layer whose output this layer equals before its ReLU.</param>
internal sealed record FusedLayer(
    string Name,
    LayerOp Op,
    IReadOnlyList<int> Sources,
    Shape Input,
    Shape Output,
    ConvWindow Window,
    PoolWindow Pool,
    double[] Weight,
    double[] Bias,
    bool Relu,
    int LinearIndex
);
