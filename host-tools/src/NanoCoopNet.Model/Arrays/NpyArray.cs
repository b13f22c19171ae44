// One NumPy array: element type, shape and data in C order.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Model;

/// <summary>Element types that are read and written; anything else is refused.</summary>
public enum NpyType
{
    UInt8,
    Int8,
    Int16,
    Int32,
    Int64,
    Float32,
    Float64,
}

/// <summary>An array in C order (last index fastest).</summary>
/// <param name="Type">Type of the elements.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="Data">Elements, little-endian, <c>Count × ElementBytes</c> bytes.</param>
public sealed record NpyArray(NpyType Type, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Number of elements.</summary>
    public int Count => Data.Length / ElementBytes;

    /// <summary>Bytes an element takes.</summary>
    public int ElementBytes => BytesOf(Type);

    public static NpyArray Of(byte[] values, params int[] shape) => Make(NpyType.UInt8, values.AsSpan(), shape);

    public static NpyArray Of(sbyte[] values, params int[] shape) => Make(NpyType.Int8, values.AsSpan(), shape);

    public static NpyArray Of(short[] values, params int[] shape) => Make(NpyType.Int16, values.AsSpan(), shape);

    public static NpyArray Of(int[] values, params int[] shape) => Make(NpyType.Int32, values.AsSpan(), shape);

    public static NpyArray Of(long[] values, params int[] shape) => Make(NpyType.Int64, values.AsSpan(), shape);

    public static NpyArray Of(float[] values, params int[] shape) => Make(NpyType.Float32, values.AsSpan(), shape);

    public static NpyArray Of(double[] values, params int[] shape) => Make(NpyType.Float64, values.AsSpan(), shape);

    /// <summary>Bytes an element of that type takes.</summary>
    public static int BytesOf(NpyType type) =>
        type switch
        {
            NpyType.UInt8 or NpyType.Int8 => 1,
            NpyType.Int16 => 2,
            NpyType.Int32 or NpyType.Float32 => 4,
            _ => 8,
        };

    /// <summary>e.g. <c>float32 (32, 5, 5, 3)</c>.</summary>
    public override string ToString() => Describe(Type, Shape);

    /// <summary>Type and shape as people write them.</summary>
    internal static string Describe(NpyType type, IReadOnlyList<int> shape) =>
        $"{type.ToString().ToLowerInvariant()} ({string.Join(", ", shape)})";

    /// <summary>The elements as float32; integers are converted, float64 is rounded.</summary>
    public float[] ToFloat32()
    {
        ReadOnlySpan<byte> d = Data.Span;
        return Type switch
        {
            NpyType.Float32 => MemoryMarshal.Cast<byte, float>(d).ToArray(),
            NpyType.Float64 => Convert(MemoryMarshal.Cast<byte, double>(d), v => (float)v),
            NpyType.Int64 => Convert(MemoryMarshal.Cast<byte, long>(d), v => (float)v),
            _ => Array.ConvertAll(ToInt32(), v => (float)v),
        };
    }

    /// <summary>The elements of an array of integers.</summary>
    /// <exception cref="NpzException">badType: not integers, or a value beyond int32.</exception>
    public int[] ToInt32()
    {
        ReadOnlySpan<byte> d = Data.Span;
        try
        {
            return Type switch
            {
                NpyType.UInt8 => Convert(d, v => (int)v),
                NpyType.Int8 => Convert(MemoryMarshal.Cast<byte, sbyte>(d), v => (int)v),
                NpyType.Int16 => Convert(MemoryMarshal.Cast<byte, short>(d), v => (int)v),
                NpyType.Int32 => MemoryMarshal.Cast<byte, int>(d).ToArray(),
                NpyType.Int64 => Convert(MemoryMarshal.Cast<byte, long>(d), v => checked((int)v)),
                _ => throw new NpzException(
                    "badType",
                    $"{this} does not hold integers",
                    "save it with an integer type, e.g. .astype('uint8')"
                ),
            };
        }
        catch (OverflowException e)
        {
            throw new NpzException("badType", $"{this} holds a value beyond int32", "save it with smaller integers", e);
        }
    }

    /// <summary>The elements of an array of that very type, without a copy.</summary>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data.Span);

    private static NpyArray Make<T>(NpyType type, Span<T> values, int[] shape)
        where T : unmanaged
    {
        return shape.Aggregate(1L, (a, b) => a * b) == values.Length
            ? new NpyArray(type, shape, MemoryMarshal.AsBytes(values).ToArray())
            : throw new ArgumentException($"{values.Length} elements do not fill ({string.Join(", ", shape)})", nameof(shape));
    }

    private static TOut[] Convert<TIn, TOut>(ReadOnlySpan<TIn> from, Func<TIn, TOut> convert)
    {
        TOut[] to = new TOut[from.Length];
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = convert(from[i]);
        }

        return to;
    }
}
