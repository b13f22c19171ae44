// A picture as a model takes it: fitted, resized, then the model's own preprocessing. host-tools/training/PICTURES.md.
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>Pictures for a model.</summary>
public static class PictureInput
{
    /// <summary>Reads a picture file for a model.</summary>
    /// <returns>Bytes of the model's input.</returns>
    /// <exception cref="DatasetException">As <see cref="PictureFile.Read(string, int)"/>; modelHears: it takes sound.</exception>
    public static byte[] Read(string path, ModelBlob model, PictureFit fit)
    {
        RequireSight(model);
        return Of(PictureFile.Read(path, model.Header.Input.C), model, fit);
    }

    /// <summary>The same of a file in memory.</summary>
    public static byte[] Read(byte[] file, string name, ModelBlob model, PictureFit fit)
    {
        RequireSight(model);
        return Of(PictureFile.Read(file, name, model.Header.Input.C), model, fit);
    }

    private static void RequireSight(ModelBlob model)
    {
        if (model.Header.Preprocessing.Kind == PreprocessingKind.LogMel)
        {
            throw new DatasetException(
                "modelHears",
                $"{model.Name} is a model for sound, not for pictures",
                "classify recordings, or push a model for pictures"
            );
        }
    }

    private static byte[] Of(Picture picture, ModelBlob model, PictureFit fit)
    {
        Shape input = model.Header.Input,
            raw = Preprocessor.RawShape(model.Header.Preprocessing, input) ?? input;
        byte[] sample = new byte[input.Count];
        Preprocessor.Image(model.Header.Preprocessing, PictureResizer.Resize(picture, raw, fit), raw, input, sample);
        return sample;
    }
}
