// A signer's public key: read from the PEM file that sign writes, shown by its fingerprint.
using System.Text;
using NSec.Cryptography;

namespace NanoCoopNet.Model;

/// <summary>Public keys.</summary>
public static class PublicKeyFile
{
    private const int FingerprintBytes = 8;

    /// <summary>The 32 bytes of the key in a PEM file.</summary>
    /// <exception cref="NanoCoopException">FileNotFound: it cannot be read; BadModel (badKey): it holds no public Ed25519
    /// key.</exception>
    public static byte[] Read(string path)
    {
        byte[] text = InputFile.ReadBytes(path, SigningKey.MaxFileBytes);
        return
            PublicKey.TryImport(SignatureAlgorithm.Ed25519, text, KeyBlobFormat.PkixPublicKeyText, out PublicKey? key)
            && key is not null
            ? key.Export(KeyBlobFormat.RawPublicKey)
            : throw SigningKey.BadKey(
                $"{path} holds no public Ed25519 key (PEM)",
                "name the .pub file of `nanocoop sign --new-key`"
            );
    }

    /// <summary>How a person compares keys: the first 8 bytes, hexadecimal, in groups of two.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> key)
    {
        StringBuilder text = new();
        for (int i = 0; i < FingerprintBytes; i += 2)
        {
            text.Append(i == 0 ? "" : ":").Append(Convert.ToHexStringLower(key.Slice(i, 2)));
        }

        return text.ToString();
    }
}
