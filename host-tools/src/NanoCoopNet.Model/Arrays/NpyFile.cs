// A single NumPy array in a file of its own.
namespace NanoCoopNet.Model;

/// <summary>Reads .npy files.</summary>
public static class NpyFile
{
    /// <summary>Reads the array.</summary>
    /// <exception cref="NpzException">fileNotFound, badNpy, badType, fortranOrder, tooLarge.</exception>
    public static NpyArray Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new NpzException("fileNotFound", $"there is no file {path}", "check the path");
        }

        using FileStream stream = File.OpenRead(path);
        (NpyType type, int[] shape, int dataBytes, _) = NpyFormat.ReadHeader(stream, Path.GetFileName(path));
        byte[] data = new byte[dataBytes];
        NpyFormat.ReadExactly(stream, data, Path.GetFileName(path));
        return new NpyArray(type, shape, data);
    }
}
