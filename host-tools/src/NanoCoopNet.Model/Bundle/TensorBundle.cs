// A bundle of neutral tensors (host-tools/training/TENSORS.md): what training hands to the quantiser.
namespace NanoCoopNet.Model;

/// <summary>Manifest and tensors of one cooperative model, checked.</summary>
/// <param name="Calibration">Preprocessed images of the training split, without labels.</param>
/// <param name="KeepsInt8Logits">The INT8 network keeps its own last layer (always, but for bcnet-features).</param>
/// <param name="ConfidenceThreshold">Default CT 0…0.996, or null.</param>
/// <param name="Nets">BNN, INT8 and for BC-Net the glue.</param>
public sealed record TensorBundle(
    string Name,
    ModelForm Form,
    Shape Input,
    Preprocessing Preprocessing,
    IReadOnlyList<string> Classes,
    Dataset Calibration,
    bool KeepsInt8Logits,
    double? ConfidenceThreshold,
    IReadOnlyList<FloatNet> Nets
)
{
    /// <summary>What training knows of the model for its card, a JSON object as text; null: nothing.</summary>
    public string? Card { get; init; }

    public const string ManifestName = "manifest.json";
    public const string TensorsName = "tensors.npz";

    private const int MaxManifestBytes = 1 << 24;

    /// <summary>What both networks begin with; null: each begins with the input.</summary>
    public FloatNet? Stem { get; init; }

    public FloatNet Bnn => Nets[(int)NetKind.Bnn];

    public FloatNet Int8 => Nets[(int)NetKind.Int8];

    public FloatNet? Glue => Nets.Count > (int)NetKind.Glue ? Nets[(int)NetKind.Glue] : null;

    /// <summary>Reads <c>manifest.json</c> and <c>tensors.npz</c> of a folder and checks them completely.</summary>
    /// <exception cref="BundleException">badManifest, badField, unknownOp, missingTensor, badTensor, badShape, badCalibration;
    /// the message names network, layer and field.</exception>
    /// <exception cref="NpzException">As <see cref="NpzFile.Read"/>.</exception>
    /// <exception cref="NanoCoopException">FileNotFound: one of the two files cannot be read.</exception>
    public static TensorBundle Read(string folder) =>
        ManifestReader.Read(
            InputFile.ReadText(Path.Combine(folder, ManifestName), MaxManifestBytes),
            BundleTensors.OfFile(Path.Combine(folder, TensorsName))
        );
}
