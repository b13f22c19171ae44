// manifest.json of a bundle: the model's frame (name, form, input, classes); its networks are read by NetworkReader.
using System.Text.Json;

namespace NanoCoopNet.Model;

/// <summary>Reads TENSORS.md's manifest, version 1.</summary>
internal static class ManifestReader
{
    private const double MaxThreshold = 255.5 / 256;

    public static TensorBundle Read(string json, BundleTensors tensors)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new BundleException("badManifest", $"manifest.json is not JSON: {e.Message}", "export the bundle again", e);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new BundleException("badManifest", "manifest.json holds no object", "export the bundle again");
            }

            return Read(new JsonFields(document.RootElement, "manifest"), tensors);
        }
    }

    private static TensorBundle Read(JsonFields manifest, BundleTensors tensors)
    {
        manifest.Choice("format", "nanocoop-tensors");
        manifest.Int("version", 1, 1);
        ModelForm form = (ModelForm)(1 + manifest.Choice("form", "coopnet", "bcnet-logits", "bcnet-features"));
        JsonFields inputFields = manifest.Object("input");
        Shape input = new(
            inputFields.Int("height", 1, BlobLayout.MaxDimension),
            inputFields.Int("width", 1, BlobLayout.MaxDimension),
            inputFields.Int("channels", 1, BlobLayout.MaxDimension)
        );
        if ((long)input.H * input.W * input.C > BlobLayout.MaxInputBytes)
        {
            throw inputFields.Error($"an input of {input} has more than {BlobLayout.MaxInputBytes} values");
        }

        string[] classes = manifest.Strings("classes");
        JsonFields networks = manifest.Object("networks");
        NetworkReader reader = new(tensors, classes.Length);
        FloatNet? stem = networks.Has("stem") ? reader.ReadStem(networks.Object("stem"), input) : null;
        Shape begin = stem?.Layers[^1].Output ?? input;
        FloatNet bnn = reader.Read(networks.Object("bnn"), NetKind.Bnn, begin);
        JsonFields int8Fields = networks.Object("int8");
        FloatNet int8 = reader.Read(int8Fields, NetKind.Int8, begin);
        List<FloatNet> nets = [bnn, int8];
        if (form != ModelForm.CoopNet)
        {
            nets.Add(reader.Read(networks.Object("glue"), NetKind.Glue, GlueInput(form, bnn, int8)));
        }
        else if (networks.Has("glue"))
        {
            throw networks.Error("`glue` is present, but the form is coopnet");
        }

        bool keeps = int8Fields.Flag("keepsLastLayer", absent: true);
        if (!keeps && form != ModelForm.BcNetFeatures)
        {
            throw int8Fields.Error("`keepsLastLayer` can be false for bcnet-features only");
        }

        return new TensorBundle(
            manifest.String("name"),
            form,
            input,
            ReadPreprocessing(inputFields.Object("preprocessing"), input),
            classes,
            tensors.Images(manifest.String("calibration"), input),
            keeps,
            manifest.Has("defaultConfidenceThreshold") ? manifest.Number("defaultConfidenceThreshold", 0, MaxThreshold) : null,
            nets
        )
        {
            Stem = stem,
            Card = manifest.Has("card") ? manifest.Object("card").ToString() : null,
        };
    }

    // Eq. (15): the logits of both, or the inputs of the two last layers.
    private static Shape GlueInput(ModelForm form, FloatNet bnn, FloatNet int8) =>
        form == ModelForm.BcNetLogits
            ? new Shape(1, 1, bnn.Layers[^1].Output.Count + int8.Layers[^1].Output.Count)
            : new Shape(1, 1, bnn.Layers[^1].Input.Count + int8.Layers[^1].Input.Count);

    private static Preprocessing ReadPreprocessing(JsonFields fields, Shape input)
    {
        PreprocessingKind kind = (PreprocessingKind)fields.Choice("kind", "none", "pad", "centreCrop", "logMel");
        switch (kind)
        {
            case PreprocessingKind.Pad:
                Preprocessing pad = new(
                    kind,
                    fields.Int("top", 0, input.H),
                    fields.Int("bottom", 0, input.H),
                    fields.Int("left", 0, input.W),
                    fields.Int("right", 0, input.W),
                    (byte)fields.Int("value", 0, 255)
                );
                return pad.Top + pad.Bottom < input.H && pad.Left + pad.Right < input.W
                    ? pad
                    : throw fields.Error($"the padding leaves nothing of an input of {input}");
            case PreprocessingKind.CentreCrop
                when fields.Int("height", 1, 1024) != input.H || fields.Int("width", 1, 1024) != input.W:
                throw fields.Error($"`height` and `width` are not those of the input, {input}");
            case PreprocessingKind.LogMel when input != new Shape(LogMel.Frames, LogMel.Bands, 1):
                throw fields.Error($"logMel gives 32×32×1, the input is {input}");
            default:
                return new Preprocessing(kind);
        }
    }
}
