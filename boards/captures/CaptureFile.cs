// Opens a capture by what is in it; the name of the file says nothing. CAPTURES.md lists the formats.
using System.IO.Compression;
using System.Text;

namespace NanoCoopNet.Captures;

/// <summary>Opens captures.</summary>
public static class CaptureFile
{
    private const int HeadBytes = 4096;
    private const string Known =
        "RocketLogger .rld and CSV, PPK2 .ppk2 and CSV, Joulescope .jls (version 2), sigrok .sr, Saleae Logic 2 binary and CSV, "
        + "EnergyRunner, VCD, "
        + "and CSV with --columns are read";

    /// <summary>Opens one.</summary>
    /// <param name="path">The file; of a split RocketLogger file the first part, of a Saleae export any of its files.</param>
    /// <param name="options">What the file does not say.</param>
    /// <exception cref="CaptureException">unknownCapture, badCapture and what else the reader of the format refuses.</exception>
    /// <exception cref="NanoCoopException">FileNotFound: it is not there, or cannot be read.</exception>
    public static CaptureReader Open(string path, CaptureOptions? options = null)
    {
        options ??= new CaptureOptions();
        byte[] head = Head(path);
        try
        {
            return OpenAs(path, options, head);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new CaptureException(
                "badCapture",
                $"{path} is truncated or damaged: {e.Message}",
                "take the original file of the instrument",
                e
            );
        }
    }

    private static CaptureReader OpenAs(string path, CaptureOptions options, byte[] head)
    {
        if (RocketLoggerReader.Is(head))
        {
            return new RocketLoggerReader(path);
        }

        if (JoulescopeReader.Is(head))
        {
            return new JoulescopeReader(path);
        }

        if (SaleaeReader.Is(head))
        {
            return new SaleaeReader(path, options);
        }

        if (head.AsSpan().StartsWith("PK"u8))
        {
            return OpenZip(path, options);
        }

        if (EnergyRunnerReader.Is(head, new FileInfo(path).Length))
        {
            return new EnergyRunnerReader(path);
        }

        if (head.Contains((byte)0))
        {
            throw new CaptureException("unknownCapture", $"{path} is not a capture in a known format", Known);
        }

        return VcdReader.Is(Encoding.UTF8.GetString(head)) ? new VcdReader(path) : CsvCapture.Open(path, options);
    }

    private static CaptureReader OpenZip(string path, CaptureOptions options)
    {
        using (ZipArchive zip = new ZipArchive(InputFile.Open(path)))
        {
            if (zip.GetEntry(Ppk2Reader.SamplesEntry) is null && zip.GetEntry(SigrokReader.MetadataEntry) is null)
            {
                throw new CaptureException(
                    "unknownCapture",
                    $"{path} is a ZIP without the entries of a PPK2 or a sigrok capture",
                    path.EndsWith(".sal", StringComparison.OrdinalIgnoreCase)
                        ? "export raw data from Logic 2 as binary or CSV"
                        : Known
                );
            }
        }

        ZipArchive archive = new ZipArchive(InputFile.Open(path));
        return archive.GetEntry(Ppk2Reader.SamplesEntry) is null
            ? new SigrokReader(path, archive, options)
            : new Ppk2Reader(path, archive);
    }

    private static byte[] Head(string path)
    {
        using FileStream stream = InputFile.Open(path);
        byte[] head = new byte[HeadBytes];
        int length = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        return length > 0 ? head[..length] : throw new CaptureException("badCapture", $"{path} is empty", "capture again");
    }
}
