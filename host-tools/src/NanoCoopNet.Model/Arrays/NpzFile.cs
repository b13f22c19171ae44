// NumPy's archive of named arrays: a zip file of .npy members, stored or deflated.
namespace NanoCoopNet.Model;

/// <summary>Reads and writes .npz files.</summary>
public static class NpzFile
{
    /// <summary>Reads the arrays of a file by name.</summary>
    /// <param name="path">The .npz file.</param>
    /// <param name="names">Only these, where given; others are not even unpacked.</param>
    /// <exception cref="NpzException">fileNotFound, unreadable, notNpz, badNpy, badType, fortranOrder, tooLarge.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path, IReadOnlyCollection<string>? names = null) =>
        throw new NotImplementedException();

    /// <summary>Names of the arrays in the file, without reading them.</summary>
    public static IReadOnlyList<string> Names(string path) => throw new NotImplementedException();

    /// <summary>Writes an archive.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, NpyArray> arrays, bool compress = true) =>
        throw new NotImplementedException();
}
