// One NumPy array: element type, shape and data in C order.
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
    public int Count => Shape.Aggregate(1, (a, b) => a * b);

    /// <summary>e.g. <c>float32 (32, 5, 5, 3)</c>.</summary>
    public override string ToString() => $"{Type.ToString().ToLowerInvariant()} ({string.Join(", ", Shape)})";

    /// <summary>The elements as float32; integers are converted, float64 is rounded.</summary>
    public float[] ToFloat32() => throw new NotImplementedException();

    /// <summary>The elements of an array of integers.</summary>
    /// <exception cref="NpzException">badType: not integers, or a value beyond int32.</exception>
    public int[] ToInt32() => throw new NotImplementedException();

    public static NpyArray Of(byte[] values, params int[] shape) => throw new NotImplementedException();

    public static NpyArray Of(short[] values, params int[] shape) => throw new NotImplementedException();

    public static NpyArray Of(int[] values, params int[] shape) => throw new NotImplementedException();

    public static NpyArray Of(long[] values, params int[] shape) => throw new NotImplementedException();

    public static NpyArray Of(float[] values, params int[] shape) => throw new NotImplementedException();

    public static NpyArray Of(double[] values, params int[] shape) => throw new NotImplementedException();
}
