// What the images are built from, by content: a change of any of it makes them anew.
using System.Security.Cryptography;
using System.Text;

namespace NanoCoopNet.Study;

/// <summary>Files and hashes.</summary>
public sealed class StudySources
{
    private const string Kernels = "nf-interop/kernels",
        Example = "nf-interop/examples/bare-metal",
        Image = "host-tools/src/NanoCoopNet.Study/image",
        Bench = "tests/kernels/bench";
    private static readonly string[] Portable = ["engine", "layouts", "reference"],
        HeaderFolders = ["include", "internal", .. Portable, "m7"];

    /// <param name="root">The clone.</param>
    public StudySources(string root)
    {
        Root = root;
        KernelHash = HashOf(Files(Kernels, "*.c", "*.h", "*.def"));
        ImageHash = HashOf([.. Files(Example, "*.c", "*.h", "*.ld"), .. Files(Image, "*")]);
        BenchHash = HashOf(Files(Bench, "*.py", "*.c", "*.h"));
    }

    public string Root { get; }

    public string KernelHash { get; }

    public string ImageHash { get; }

    /// <summary>Of the models that turn counts into cycles.</summary>
    public string BenchHash { get; }

    /// <summary>The script that runs an image.</summary>
    public string Runner => Path.Combine(Root, Bench, "study_image.py");

    public string ImageFolder => Path.Combine(Root, Image);

    public string ExampleFolder => Path.Combine(Root, Example);

    public string FreestandingSource => Path.Combine(Root, Kernels, "freestanding", "ncn_freestanding.c");

    /// <summary>Folders of headers.</summary>
    public IEnumerable<string> Includes => HeaderFolders.Select(f => Path.Combine(Root, Kernels, f));

    /// <summary>C files of the kernels and the engine.</summary>
    /// <param name="optimised">The kernels for cores with the DSP extension too.</param>
    /// <param name="floats">The kernels of float networks too.</param>
    public IReadOnlyList<string> KernelFiles(bool optimised, bool floats) =>
        [
            .. (optimised ? Portable.Append("m7") : Portable)
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, Kernels, f), "*.c"))
                .Where(f => floats || !IsFloat(Path.GetFileName(f)))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The hash of texts, hexadecimal.</summary>
    public static string HashOf(params string[] texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))))[..32];

    private static bool IsFloat(string name) => name.Contains("_f32", StringComparison.Ordinal);

    private IReadOnlyList<string> Files(string folder, params string[] patterns) =>
        [
            .. patterns
                .SelectMany(p => Directory.EnumerateFiles(Path.Combine(Root, folder), p, SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal),
        ];

    private string HashOf(IReadOnlyList<string> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(Root, file) + "\n"));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }
}
