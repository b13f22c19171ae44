// NumPy's archive of named arrays: a zip file of .npy members, stored or deflated.
using System.IO.Compression;
using System.IO.Hashing;

namespace NanoCoopNet.Model;

/// <summary>Reads and writes .npz files.</summary>
public static class NpzFile
{
    private const string Suffix = ".npy";

    // A deflated member cannot expand by more than 1032 (RFC 1951: 258 bytes in 2 bits); one that claims more lies about its
    // size.
    private const long MaxExpansion = 1032;

    /// <summary>Reads the arrays of a file by name.</summary>
    /// <param name="path">The .npz file.</param>
    /// <param name="names">Only these, where given; others are not even unpacked.</param>
    /// <exception cref="NpzException">notNpz, badNpy, badType, fortranOrder, tooLarge.</exception>
    /// <exception cref="NanoCoopException">FileNotFound: the file cannot be read.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path, IReadOnlyCollection<string>? names = null) =>
        Each(path, names, ReadEntry);

    /// <summary>Types and shapes of arrays, without unpacking their data: what does not fit is refused by them alone.</summary>
    /// <param name="names">Only these, where given.</param>
    /// <exception cref="NpzException">As <see cref="Read"/>.</exception>
    public static IReadOnlyDictionary<string, NpyHeader> Headers(string path, IReadOnlyCollection<string>? names = null) =>
        Each(
            path,
            names,
            (entry, name) =>
            {
                using Stream stream = entry.Open();
                return ReadHeader(entry, stream, name);
            }
        );

    /// <summary>Names of the arrays in the file, without reading them.</summary>
    /// <exception cref="NpzException">notNpz.</exception>
    public static IReadOnlyList<string> Names(string path) =>
        Open(path, archive => archive.Entries.Where(IsArray).Select(e => e.FullName[..^Suffix.Length]).ToArray());

    /// <summary>Writes an archive; the same arrays give the same bytes.</summary>
    /// <param name="texts">Arrays of text, one dimension each.</param>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, NpyArray> arrays,
        bool compress = true,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? texts = null
    ) =>
        OutputFile.Write(
            path,
            file =>
            {
                using ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true);
                CompressionLevel level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
                foreach ((string name, NpyArray array) in arrays)
                {
                    Add(archive, name, level, NpyFormat.MakeHeader(array), array.Data.Span);
                }

                foreach ((string name, IReadOnlyList<string> text) in texts ?? new Dictionary<string, IReadOnlyList<string>>())
                {
                    (byte[] header, byte[] data) = NpyFormat.OfText(text);
                    Add(archive, name, level, header, data);
                }
            }
        );

    private static void Add(
        ZipArchive archive,
        string name,
        CompressionLevel level,
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> data
    )
    {
        ZipArchiveEntry entry = archive.CreateEntry(name + Suffix, level);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Stream stream = entry.Open();
        stream.Write(header);
        stream.Write(data);
    }

    private static bool IsArray(ZipArchiveEntry entry) => entry.FullName.EndsWith(Suffix, StringComparison.Ordinal);

    private static Dictionary<string, T> Each<T>(
        string path,
        IReadOnlyCollection<string>? names,
        Func<ZipArchiveEntry, string, T> read
    ) =>
        Open(
            path,
            archive =>
            {
                Dictionary<string, T> all = [];
                foreach (ZipArchiveEntry entry in archive.Entries.Where(IsArray))
                {
                    string name = entry.FullName[..^Suffix.Length];
                    if (names is null || names.Contains(name))
                    {
                        all[name] = read(entry, name);
                    }
                }

                return all;
            }
        );

    private static T Open<T>(string path, Func<ZipArchive, T> read)
    {
        using FileStream file = InputFile.Open(path);
        try
        {
            using ZipArchive archive = new(file, ZipArchiveMode.Read);
            return read(archive);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new NpzException(
                "notNpz",
                $"{path} is not a complete .npz archive: {e.Message}",
                "write it again with numpy.savez, or copy it again",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    private static NpyHeader ReadHeader(ZipArchiveEntry entry, Stream stream, string name)
    {
        if (entry.Length > (entry.CompressedLength + 1) * MaxExpansion)
        {
            throw NpyFormat.Bad(name, $"{entry.CompressedLength} bytes cannot unpack to the {entry.Length} they claim");
        }

        NpyHeader header = NpyFormat.ReadHeader(stream, name);
        return entry.Length == (long)header.HeaderBytes + header.DataBytes
            ? header
            : throw NpyFormat.Bad(
                name,
                $"its shape needs {header.DataBytes} bytes of data, the archive holds {entry.Length - header.HeaderBytes}"
            );
    }

    private static NpyArray ReadEntry(ZipArchiveEntry entry, string name)
    {
        using Stream stream = entry.Open();
        NpyHeader header = ReadHeader(entry, stream, name);
        byte[] data = new byte[header.DataBytes];
        if (stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) != data.Length || stream.ReadByte() >= 0)
        {
            throw NpyFormat.Bad(name, "it does not unpack to the size the archive states");
        }

        NpyArray array = new(header.Type, header.Shape, data);
        CheckCrc(entry, array, name);
        return array;
    }

    // The platform's reader does not promise to check it; the header's bytes are read a second time for that.
    private static void CheckCrc(ZipArchiveEntry entry, NpyArray array, string name)
    {
        byte[] header = new byte[entry.Length - array.Data.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(header);
        Crc32 crc = new();
        crc.Append(header);
        crc.Append(array.Data.Span);
        if (crc.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw NpyFormat.Bad(name, "its CRC-32 is wrong: the file is damaged");
        }
    }
}
