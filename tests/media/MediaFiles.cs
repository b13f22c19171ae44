// Files of the tests: those in files/ (make_files.py), and pictures that Skia writes.
using SkiaSharp;

namespace NanoCoopNet.Media.Tests;

internal static class MediaFiles
{
    private static readonly string Folder = Path.Combine(FolderOf(), "files");

    public static string Of(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Of(name));

    /// <summary>A picture whose pixel (x, y) has the colour that <paramref name="colour"/> gives.</summary>
    public static byte[] Encode(
        int width,
        int height,
        Func<int, int, SKColor> colour,
        SKEncodedImageFormat format = SKEncodedImageFormat.Png
    )
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, colour(x, y));
            }
        }

        using SKData data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>The code that reading throws.</summary>
    public static NanoCoopException Refused(Func<object> read) => Assert.Throws<NanoCoopException>(() => read());

    private static string FolderOf([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetDirectoryName(file)!;
}
