// What quantisation did, layer by layer.
namespace NanoCoopNet.Model;

/// <summary>One layer of the report.</summary>
/// <param name="Name">Manifest layers it was made of, e.g. <c>conv 0 + batchNorm 1 + relu 2</c>.</param>
/// <param name="WeightSqnrDb">Signal to quantisation noise of the weights in dB; null where there are none or they are binary.</param>
/// <param name="OutputSqnrDb">The same of the output on calibration data, float network against rounding to RadixOut; null for bits.</param>
/// <param name="SaturatedWeights">Weights beyond the range of the radix chosen.</param>
/// <param name="SaturatedBiases">Biases beyond int32.</param>
/// <param name="ClippedActivations">Fraction of calibration activations beyond int8.</param>
/// <param name="ConstantChannels">Binary channels whose threshold never switches (always the same bit).</param>
/// <param name="FlippedChannels">Binary channels with the flip bit.</param>
public sealed record LayerReport(
    NetKind Net, int Index, LayerOp Op, string Name, int? RadixWeight, int? RadixOut, int Shift, double? WeightSqnrDb, double? OutputSqnrDb,
    int SaturatedWeights, int SaturatedBiases, double ClippedActivations, int ConstantChannels, int FlippedChannels);

/// <summary>The whole report.</summary>
public sealed record QuantiseReport(IReadOnlyList<LayerReport> Layers, IReadOnlyList<string> Warnings);

/// <summary>A blob and how it came about.</summary>
public sealed record QuantiseResult(byte[] Blob, QuantiseReport Report);
