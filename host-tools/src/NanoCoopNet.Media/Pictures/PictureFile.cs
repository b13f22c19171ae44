// Reads picture files by Skia: host-tools/training/PICTURES.md, steps 1 and 2.
using NanoCoopNet.Model;
using SkiaSharp;

namespace NanoCoopNet.Media;

/// <summary>Reader of PNG, JPEG, WebP, BMP and the first frame of a GIF.</summary>
public static class PictureFile
{
    /// <summary>Larger pictures are refused by their header, before anything is decoded: 128 million pixels, 512 MiB.</summary>
    public const int MaxPixels = 1 << 27;

    /// <summary>Larger files are not read.</summary>
    public const int MaxFileBytes = 1 << 28;

    /// <summary>Endings of files that can be read.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    private static readonly SKEncodedImageFormat[] Formats =
    [
        SKEncodedImageFormat.Png,
        SKEncodedImageFormat.Jpeg,
        SKEncodedImageFormat.Webp,
        SKEncodedImageFormat.Bmp,
        SKEncodedImageFormat.Gif,
    ];

    /// <summary>Whether a file's name says that it is a picture.</summary>
    public static bool IsNamedSo(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file; what it holds counts, not its name.</param>
    /// <param name="channels">3 or 1; grey is 0.299 R + 0.587 G + 0.114 B.</param>
    /// <exception cref="NanoCoopException">notPicture, pictureTooLarge, truncatedPicture, emptyFile; or it cannot be
    /// read.</exception>
    public static Picture Read(string path, int channels) => Read(MediaFile.Bytes(path, MaxFileBytes), path, channels);

    /// <summary>Reads a picture that is in memory.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="channels">3 or 1.</param>
    /// <exception cref="DatasetException">notPicture, pictureTooLarge, truncatedPicture.</exception>
    public static Picture Read(byte[] file, string name, int channels)
    {
        if (channels is not (1 or 3))
        {
            throw new DatasetException(
                "badShape",
                $"a picture has 3 channels or 1, the model takes {channels}",
                "give the samples as .npz or .npy"
            );
        }

        using SKData data = SKData.CreateCopy(file);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || !Formats.Contains(codec.EncodedFormat))
        {
            throw MediaFile.Unknown(file, name, codec?.EncodedFormat.ToString(), "picture", "PNG, JPEG, WebP, BMP or GIF");
        }

        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MaxPixels)
        {
            throw new DatasetException(
                "pictureTooLarge",
                $"{name} has {width}×{height} pixels; at most {MaxPixels:N0} are decoded",
                "make it smaller first"
            );
        }

        byte[] rgba = Decode(codec, width, height, name);
        return Upright(rgba, width, height, codec.EncodedOrigin, channels);
    }

    // (height, width, 4), straight alpha, in sRGB whatever the file's profile.
    private static unsafe byte[] Decode(SKCodec codec, int width, int height, string name)
    {
        SKImageInfo info = new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, SKColorSpace.CreateSrgb());
        byte[] pixels = new byte[info.BytesSize64];
        SKCodecResult result;
        fixed (byte* at = pixels)
        {
            result = codec.GetPixels(info, (nint)at);
        }

        return result switch
        {
            SKCodecResult.Success => pixels,
            SKCodecResult.IncompleteInput => throw new DatasetException(
                "truncatedPicture",
                $"{name} ends before its last pixel",
                "the file is cut off; copy or save it again"
            ),
            _ => throw new DatasetException(
                "notPicture",
                $"{name} cannot be decoded: {result}",
                "the file is damaged; save it again"
            ),
        };
    }

    // Turned and mirrored as EXIF says, laid over white where it is transparent, grey where one channel is wanted.
    private static Picture Upright(byte[] rgba, int width, int height, SKEncodedOrigin origin, int channels)
    {
        int o = (int)origin;
        bool sideways = o >= (int)SKEncodedOrigin.LeftTop;
        bool mirrored =
            origin
            is SKEncodedOrigin.TopRight
                or SKEncodedOrigin.BottomRight
                or SKEncodedOrigin.RightTop
                or SKEncodedOrigin.RightBottom;
        bool flipped =
            origin
            is SKEncodedOrigin.BottomRight
                or SKEncodedOrigin.BottomLeft
                or SKEncodedOrigin.RightBottom
                or SKEncodedOrigin.LeftBottom;
        (int w, int h) = sideways ? (height, width) : (width, height);
        byte[] pixels = new byte[(long)w * h * channels];
        Parallel.For(
            0,
            h,
            y =>
            {
                for (int x = 0; x < w; x++)
                {
                    int u = mirrored ? w - 1 - x : x,
                        v = flipped ? h - 1 - y : y;
                    (int sx, int sy) = sideways ? (v, u) : (u, v);
                    ReadOnlySpan<byte> from = rgba.AsSpan(4 * ((sy * width) + sx), 4);
                    Span<byte> to = pixels.AsSpan(((y * w) + x) * channels, channels);
                    int red = Over(from[0], from[3]),
                        green = Over(from[1], from[3]),
                        blue = Over(from[2], from[3]);
                    if (channels == 1)
                    {
                        to[0] = (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);
                    }
                    else
                    {
                        (to[0], to[1], to[2]) = ((byte)red, (byte)green, (byte)blue);
                    }
                }
            }
        );
        return new Picture(w, h, channels, pixels);
    }

    private static int Over(int value, int alpha) => ((value * alpha) + (255 * (255 - alpha)) + 127) / 255;
}
