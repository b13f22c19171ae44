// From a bundle of float tensors to a model blob, by NUMERICS.md.
namespace NanoCoopNet.Model;

/// <summary>Folds batch norm, chooses radices on calibration data, derives sign thresholds and flips, and packs.</summary>
public static class Quantiser
{
    /// <summary>Quantises a bundle.</summary>
    /// <exception cref="QuantiseException">A network that cannot be expressed; the message names network and layer.</exception>
    public static QuantiseResult Quantise(
        TensorBundle bundle, QuantiseOptions? options = null, IProgress<QuantiseProgress>? progress = null,
        CancellationToken cancellation = default) => throw new NotImplementedException();
}
