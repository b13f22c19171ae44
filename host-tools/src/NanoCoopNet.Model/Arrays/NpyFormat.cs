// The .npy header (NumPy's format versions 1 to 3): a magic, a length and a Python dictionary that describes the array.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Model;

/// <summary>Reads and writes .npy headers.</summary>
internal static partial class NpyFormat
{
    /// <summary>No array larger than this is read: 1 GiB.</summary>
    public const long MaxArrayBytes = 1L << 30;
    private const int MaxHeaderBytes = 65536;
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header from a stream that stands at its start.</summary>
    /// <param name="name">Name for messages.</param>
    public static NpyHeader ReadHeader(Stream stream, string name)
    {
        byte[] start = new byte[12];
        ReadExactly(stream, start.AsSpan(0, 10), name);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic) || start[6] is < 1 or > 3)
        {
            throw Bad(name, "it does not begin as a NumPy array does");
        }

        int prefix = 10;
        long length = BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8));
        if (start[6] > 1)
        {
            prefix = 12;
            ReadExactly(stream, start.AsSpan(10, 2), name);
            length = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8));
        }

        if (length > MaxHeaderBytes)
        {
            throw Bad(name, $"its header claims {length} bytes");
        }

        byte[] text = new byte[length];
        ReadExactly(stream, text, name);
        return Parse(Encoding.Latin1.GetString(text), name, prefix + (int)length);
    }

    /// <summary>The header of an array, padded so that the data begins at a multiple of 64.</summary>
    public static byte[] MakeHeader(NpyArray array) => MakeHeader(Descriptor(array.Type), array.Shape);

    /// <summary>Header and data of an array of text, one dimension: UTF-32, every element as long as the longest.</summary>
    public static (byte[] Header, byte[] Data) OfText(IReadOnlyList<string> texts)
    {
        byte[][] elements = [.. texts.Select(Encoding.UTF32.GetBytes)];
        int bytes = Math.Max(4, elements.Max(e => e.Length));
        byte[] data = new byte[bytes * elements.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i].CopyTo(data, i * bytes);
        }

        return (MakeHeader(FormattableString.Invariant($"<U{bytes / 4}"), [texts.Count]), data);
    }

    private static byte[] MakeHeader(string descriptor, IReadOnlyList<int> dimensions)
    {
        string shape =
            dimensions.Count == 1
                ? FormattableString.Invariant($"({dimensions[0]},)")
                : "(" + string.Join(", ", dimensions.Select(n => n.ToString(CultureInfo.InvariantCulture))) + ")";
        string dictionary = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = ((10 + dictionary.Length + 1 + 63) & -64) - 10;
        byte[] header = new byte[10 + length];
        Magic.CopyTo(header, 0);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)length);
        Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1) + "\n").CopyTo(header, 10);
        return header;
    }

    public static NpzException Bad(string name, string what, Exception? inner = null) =>
        new(
            "badNpy",
            $"array {name} cannot be read: {what}",
            name.EndsWith(".npy", StringComparison.Ordinal)
                ? "write the file again with numpy.save, or copy it again"
                : "write the file again with numpy.savez, or copy it again",
            inner
        );

    private static NpyHeader Parse(string header, string name, int headerBytes)
    {
        if (StructuredPattern().Match(header) is { Success: true } structured)
        {
            throw new NpzException(
                "badType",
                $"array {name} has the structured type {structured.Groups[1].Value}; one number an element is needed",
                "save one field of it, e.g. a['x'], as an array of its own"
            );
        }

        Match descr = DescrPattern().Match(header),
            order = OrderPattern().Match(header),
            shape = ShapePattern().Match(header);
        if (!descr.Success || !order.Success || !shape.Success)
        {
            throw Bad(name, "its header has no descr, fortran_order and shape");
        }

        if (order.Groups[1].Value == "True")
        {
            throw new NpzException(
                "fortranOrder",
                $"array {name} is in Fortran order",
                "save numpy.ascontiguousarray(a) instead"
            );
        }

        NpyType type = descr.Groups[1].Value switch
        {
            "|u1" or "<u1" or "u1" => NpyType.UInt8,
            "|i1" or "<i1" or "i1" => NpyType.Int8,
            "<i2" => NpyType.Int16,
            "<i4" => NpyType.Int32,
            "<i8" => NpyType.Int64,
            "<f4" => NpyType.Float32,
            "<f8" => NpyType.Float64,
            var other => throw new NpzException(
                "badType",
                $"array {name} has elements of type '{other}', which are not supported",
                "use uint8, int8, int16, int32, int64, float32 or float64, little-endian"
            ),
        };
        List<int> dimensions = [];
        foreach (
            string part in shape
                .Groups[1]
                .Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            // Python 2 wrote 150L for a long integer.
            dimensions.Add(
                int.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out int n)
                    ? n
                    : throw Bad(name, $"its shape has '{part}'")
            );
        }

        // Dimensions of 0 are left out, so that no product of the others overflows.
        double bytes = dimensions.Where(n => n > 0).Aggregate((double)NpyArray.BytesOf(type), (a, b) => a * b);
        return bytes <= MaxArrayBytes
            ? new NpyHeader(type, dimensions, headerBytes)
            : throw new NpzException(
                "tooLarge",
                $"array {name} of shape ({shape.Groups[1].Value}) is larger than 1 GiB",
                "split the data"
            );
    }

    private static string Descriptor(NpyType type) =>
        type switch
        {
            NpyType.UInt8 => "|u1",
            NpyType.Int8 => "|i1",
            NpyType.Int16 => "<i2",
            NpyType.Int32 => "<i4",
            NpyType.Int64 => "<i8",
            NpyType.Float32 => "<f4",
            _ => "<f8",
        };

    public static void ReadExactly(Stream stream, Span<byte> into, string name, string part = "header")
    {
        try
        {
            stream.ReadExactly(into);
        }
        catch (EndOfStreamException e)
        {
            throw Bad(name, $"it ends within its {part}", e);
        }
    }

    [GeneratedRegex("""['"]descr['"]:\s*(\[.*?\])\s*[,}]""")]
    private static partial Regex StructuredPattern();

    [GeneratedRegex("""['"]descr['"]:\s*['"]([^'"]*)['"]""")]
    private static partial Regex DescrPattern();

    [GeneratedRegex("""['"]fortran_order['"]:\s*(True|False)""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]:\s*\(([0-9L,\s]*)\)""")]
    private static partial Regex ShapePattern();
}
