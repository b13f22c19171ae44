// What a native build was made from: a hash over paths and contents of its sources.
using System.Security.Cryptography;
using System.Text;

namespace NanoCoopNet.Bridge;

/// <param name="Text">SHA-256, hexadecimal.</param>
/// <param name="Hash">Its first 31 bits: the build hash that Abi reports.</param>
internal sealed record SourceStamp(string Text, int Hash)
{
    private static readonly string[] Extensions = [".c", ".h", ".S", ".def", ".ld", ".cmake", ".txt", ".json"];

    /// <summary>Over single files and over the sources in folders, all relative to <paramref name="root"/>.</summary>
    public static SourceStamp Of(string root, IEnumerable<string> files, IEnumerable<string> folders)
    {
        IEnumerable<string> inFolders = folders
            .Select(folder => Path.Combine(root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files.Concat(inFolders).Order(StringComparer.Ordinal))
        {
            string path = Path.Combine(root, file);
            byte[] content = File.Exists(path) ? File.ReadAllBytes(path) : [];
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\n{content.Length}\n"));
            hash.AppendData(content);
        }

        byte[] digest = hash.GetHashAndReset();
        return new SourceStamp(Convert.ToHexStringLower(digest), BitConverter.ToInt32(digest) & int.MaxValue);
    }
}
