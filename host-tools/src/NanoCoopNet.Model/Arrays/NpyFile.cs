// A single NumPy array in a file of its own.
namespace NanoCoopNet.Model;

/// <summary>Reads .npy files.</summary>
public static class NpyFile
{
    /// <summary>Reads the array.</summary>
    /// <exception cref="NpzException">badNpy, badType, fortranOrder, tooLarge.</exception>
    /// <exception cref="NanoCoopException">FileNotFound: it cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        string name = Path.GetFileName(path);
        NpyHeader header = NpyFormat.ReadHeader(stream, name);
        long held = stream.Length - header.HeaderBytes;
        if (held < header.DataBytes)
        {
            throw NpyFormat.Bad(
                name,
                $"its shape ({string.Join(", ", header.Shape)}) needs {header.DataBytes} bytes of data, the file holds {held}: "
                    + "it is cut"
            );
        }

        byte[] data = new byte[header.DataBytes];
        NpyFormat.ReadExactly(stream, data, name, "data");
        return new NpyArray(header.Type, header.Shape, data);
    }
}
