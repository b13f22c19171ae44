// How a picture of any shape becomes one of the model's: host-tools/training/PICTURES.md, step 3.
namespace NanoCoopNet.Media;

/// <summary>What happens to a picture whose sides are in another ratio than the model's.</summary>
public enum PictureFit
{
    /// <summary>The largest centred rectangle of the model's ratio is kept.</summary>
    Crop,

    /// <summary>The whole picture is kept, centred between bars of <see cref="PictureResizer.PadByte"/>.</summary>
    Pad,

    /// <summary>The whole picture is kept and its ratio is not.</summary>
    Stretch,
}
