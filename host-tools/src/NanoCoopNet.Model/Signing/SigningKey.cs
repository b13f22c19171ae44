// A signer's private key (Ed25519): made, kept in a PEM file, used. nf-interop/native/SECURITY.md.
using NSec.Cryptography;

namespace NanoCoopNet.Model;

/// <summary>Signs models.</summary>
public sealed class SigningKey : IDisposable
{
    internal const int MaxFileBytes = 4096;
    private static readonly SignatureAlgorithm Algorithm = SignatureAlgorithm.Ed25519;
    private readonly Key _key;

    private SigningKey(Key key) => _key = key;

    /// <summary>The 32 bytes that a board is built with.</summary>
    public byte[] PublicKey => _key.PublicKey.Export(KeyBlobFormat.RawPublicKey);

    /// <summary>A key that nobody has.</summary>
    public static SigningKey Make() =>
        new(Key.Create(Algorithm, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextArchiving }));

    /// <summary>The key in a PEM file.</summary>
    /// <exception cref="NanoCoopException">FileNotFound: it cannot be read; BadModel (badKey): it holds no private Ed25519
    /// key.</exception>
    public static SigningKey Read(string path)
    {
        byte[] text = InputFile.ReadBytes(path, MaxFileBytes);
        return Key.TryImport(Algorithm, text, KeyBlobFormat.PkixPrivateKeyText, out Key? key) && key is not null
            ? new(key)
            : throw BadKey(
                $"{path} holds no private Ed25519 key (PEM, PKCS #8)",
                "make one with `nanocoop sign --new-key FILE`; FILE.pub is its public half"
            );
    }

    /// <summary>Writes the private key to a file, which only its owner may read, and the public one to FILE.pub.</summary>
    /// <exception cref="NanoCoopException">FileNotWritable: there is such a file already, or it cannot be written.</exception>
    public void Write(string path)
    {
        string publicPath = path + ".pub";
        WriteNew(path, _key.Export(KeyBlobFormat.PkixPrivateKeyText), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WriteNew(publicPath, _key.PublicKey.Export(KeyBlobFormat.PkixPublicKeyText), null);
    }

    /// <summary>The blob with a signature behind it.</summary>
    /// <param name="blob">A whole blob.</param>
    /// <param name="version">1 … 2³¹ − 1.</param>
    public byte[] Sign(ReadOnlySpan<byte> blob, int version)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(version);
        byte[] head = ModelSignature.Head(blob, version).ToArray();
        return [.. blob, .. head, .. PublicKey, .. Algorithm.Sign(_key, head)];
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal static bool Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        NSec.Cryptography.PublicKey.TryImport(Algorithm, key, KeyBlobFormat.RawPublicKey, out PublicKey? parsed)
        && parsed is not null
        && Algorithm.Verify(parsed, data, signature);

    internal static NanoCoopException BadKey(string message, string hint) => new ModelFormatException("badKey", message, hint);

    private static void WriteNew(string path, byte[] text, UnixFileMode? mode)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (mode is { } only && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = only;
            }

            using FileStream file = new(path, options);
            file.Write(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputFile.NotWritable(path, e);
        }
    }
}
