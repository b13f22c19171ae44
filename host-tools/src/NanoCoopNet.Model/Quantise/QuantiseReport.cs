// What quantisation did, layer by layer.
namespace NanoCoopNet.Model;

/// <summary>One layer of the report.</summary>
/// <param name="Name">Manifest layers it was made of, e.g. <c>conv 0 + batchNorm 1 + relu 2</c>.</param>
/// <param name="WeightSqnrDb">Signal to quantisation noise of the weights in dB; null where there are none or they are
/// binary.</param>
/// <param name="OutputSqnrDb">The same of the output on calibration data, float network against rounding to RadixOut; null for
/// bits.</param>
/// <param name="SaturatedWeights">Weights beyond the range of the radix chosen.</param>
/// <param name="SaturatedBiases">Biases beyond int32.</param>
/// <param name="ClippedActivations">Fraction of calibration activations beyond int8.</param>
/// <param name="ConstantChannels">Binary channels whose threshold never switches (always the same bit).</param>
/// <param name="FlippedChannels">Binary channels with the flip bit.</param>
/// <param name="AlwaysZero">The output is zero for every calibration image.</param>
public sealed record LayerReport(
    NetKind Net,
    int Index,
    LayerOp Op,
    string Name,
    int? RadixWeight,
    int? RadixOut,
    int Shift,
    double? WeightSqnrDb,
    double? OutputSqnrDb,
    int SaturatedWeights,
    int SaturatedBiases,
    double ClippedActivations,
    int ConstantChannels,
    int FlippedChannels,
    bool AlwaysZero = false
);

/// <summary>The whole report.</summary>
/// <param name="OnlyInput">The value of every input, eq. (4), where all calibration images are one even colour; else
/// null.</param>
public sealed record QuantiseReport(IReadOnlyList<LayerReport> Layers, float? OnlyInput = null)
{
    private const double MuchClipped = 0.01;

    /// <summary>What deserves a look: calibration images without content, saturated biases, more than 1 % clipped activations,
    /// binary channels that never switch, layers that give zeros only.</summary>
    public IReadOnlyList<string> Warnings => [.. WarningsOfImages(), .. Layers.SelectMany(WarningsOf)];

    private IEnumerable<string> WarningsOfImages()
    {
        if (OnlyInput is { } value)
        {
            int grey = (int)Math.Round((value * (1 << BlobLayout.InputRadix)) + 128);
            yield return FormattableString.Invariant(
                $"every pixel of every calibration image is {grey}: radices chosen on them fit no real image; "
            ) + "export the bundle again from the data that it was trained on";
        }
    }

    private static IEnumerable<string> WarningsOf(LayerReport l)
    {
        string where = FormattableString.Invariant($"network {BlobNames.Of(l.Net)}, layer {l.Index} ({l.Name})");
        if (l.SaturatedBiases > 0)
        {
            yield return FormattableString.Invariant($"{where}: {l.SaturatedBiases} biases are beyond int32 and were saturated");
        }

        if (l.ClippedActivations > MuchClipped)
        {
            yield return FormattableString.Invariant(
                $"{where}: {100 * l.ClippedActivations:F1} % of the activations are clipped"
            );
        }

        if (l.ConstantChannels > 0)
        {
            yield return FormattableString.Invariant($"{where}: {l.ConstantChannels} channels always give the same bit");
        }

        if (l.AlwaysZero)
        {
            yield return $"{where}: gives zero for every calibration image";
        }
    }
}

/// <summary>A blob and how it came about.</summary>
public sealed record QuantiseResult(byte[] Blob, QuantiseReport Report);
