// What files of pictures and of sounds share: reading them whole within a limit, and saying what a file is that is neither.
using NanoCoopNet.Model;

namespace NanoCoopNet.Media;

/// <summary>Bytes and kinds of files.</summary>
internal static class MediaFile
{
    /// <summary>First bytes of kinds that are often taken for one another; null offsets are 0.</summary>
    private static readonly (int At, byte[] Magic, string Kind)[] Kinds =
    [
        (0, "ID3"u8.ToArray(), "MP3"),
        (0, [0xFF, 0xFB], "MP3"),
        (0, [0xFF, 0xF3], "MP3"),
        (0, [0xFF, 0xF2], "MP3"),
        (0, "OggS"u8.ToArray(), "Ogg"),
        (0, "fLaC"u8.ToArray(), "FLAC"),
        (8, "WAVE"u8.ToArray(), "WAV"),
        (0, "FORM"u8.ToArray(), "AIFF"),
        (4, "ftypM4A"u8.ToArray(), "M4A"),
        (4, "ftyphei"u8.ToArray(), "HEIC"),
        (4, "ftypmif1"u8.ToArray(), "HEIC"),
        (4, "ftypavif"u8.ToArray(), "AVIF"),
        (4, "ftyp"u8.ToArray(), "MP4"),
        (0, [0x89, .. "PNG"u8], "PNG"),
        (0, [0xFF, 0xD8, 0xFF], "JPEG"),
        (8, "WEBP"u8.ToArray(), "WebP"),
        (0, "GIF8"u8.ToArray(), "GIF"),
        (0, "BM"u8.ToArray(), "BMP"),
        (0, "II*\0"u8.ToArray(), "TIFF"),
        (0, "MM\0*"u8.ToArray(), "TIFF"),
        (0, "%PDF"u8.ToArray(), "PDF"),
        (0, "<svg"u8.ToArray(), "SVG"),
        (0, "PK\u0003\u0004"u8.ToArray(), "ZIP"),
    ];

    /// <summary>The whole file.</summary>
    /// <exception cref="NanoCoopException">As <see cref="InputFile.ReadBytes"/>.</exception>
    /// <exception cref="DatasetException">emptyFile.</exception>
    public static byte[] Bytes(string path, long most) =>
        InputFile.ReadBytes(path, most) is { Length: > 0 } bytes
            ? bytes
            : throw new DatasetException("emptyFile", $"{path} is empty", "copy or record it again");

    /// <summary>What a file is by its first bytes, or null.</summary>
    public static string? KindOf(ReadOnlySpan<byte> file)
    {
        foreach ((int at, byte[] magic, string kind) in Kinds)
        {
            if (file.Length >= at + magic.Length && file.Slice(at, magic.Length).SequenceEqual(magic))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>A file that is not of the kind wanted; the message names what it is.</summary>
    /// <param name="kind">What a library called it, or null.</param>
    /// <param name="wanted">picture or sound.</param>
    /// <param name="taken">Kinds that are read.</param>
    public static DatasetException Unknown(ReadOnlySpan<byte> file, string name, string? kind, string wanted, string taken)
    {
        string? found = kind ?? KindOf(file);
        return new DatasetException(
            wanted == "picture" ? "notPicture" : "notSound",
            found is null
                ? $"{name} is not a {wanted} file that can be read"
                : $"{name} is {(found == "MP3" || "AHM".Contains(found[0]) ? "an" : "a")} {found} file",
            $"give {taken}" + (wanted == "picture" ? "" : $"; to convert: ffmpeg -i {name} -ar 16000 -ac 1 OUT.wav")
        );
    }
}
