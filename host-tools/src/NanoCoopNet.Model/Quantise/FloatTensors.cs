// Floats as the blob stores them: little-endian binary32.
using System.Buffers.Binary;

namespace NanoCoopNet.Model;

/// <summary>Packs float tensors into bytes.</summary>
internal static class FloatTensors
{
    /// <param name="values">Values of float32.</param>
    public static byte[] Bytes(double[] values)
    {
        byte[] bytes = new byte[sizeof(float) * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), (float)values[i]);
        }

        return bytes;
    }
}
