// A bundle of neutral tensors (host-tools/training/TENSORS.md): what training hands to the quantiser.
namespace NanoCoopNet.Model;

/// <summary>Manifest and tensors of one cooperative model, checked.</summary>
public sealed partial class TensorBundle
{
    /// <summary>Reads <c>manifest.json</c> and <c>tensors.npz</c> of a folder and checks them completely.</summary>
    /// <exception cref="BundleException">The message names network, layer and field.</exception>
    /// <exception cref="NpzException">As <see cref="NpzFile.Read"/>.</exception>
    public static TensorBundle Read(string folder) => throw new NotImplementedException();
}
