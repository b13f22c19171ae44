// A model as C source: the blob as an aligned constant with what a program must know of it, for firmware that links its model.
// The papers' own way of deploying; nf-interop/examples/bare-metal is a program that uses it.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Model;

/// <summary>Writes C headers (C11; also C++11) that hold a blob and, if wanted, a sample.</summary>
public static partial class CModelHeader
{
    private const int NumbersPerLine = 32;

    /// <summary>True for an identifier of C that the header can make names from: a letter, then at most 30 letters, digits and
    /// underscores.</summary>
    public static bool IsName(string name) => Identifier().IsMatch(name);

    /// <summary>The header's text; the same blob gives the same text.</summary>
    /// <param name="name">Name of the constant, see <see cref="IsName"/>; in capitals the prefix of sizes and guard.</param>
    /// <param name="sample">A preprocessed sample of H·W·C bytes, or empty: none.</param>
    public static string Of(ModelBlob model, string name, ReadOnlySpan<byte> sample)
    {
        string prefix = name.ToUpperInvariant();
        BlobHeader h = model.Header;
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $$"""
            /* {{Comment(model.Name)}}: a nanoCoopNet model, written by `nanocoop export --c`; do not edit.
               form {{BlobNames.Of(
                h.Form
            )}}, input {{h.Input.H}}x{{h.Input.W}}x{{h.Input.C}}, {{model.Classes.Count}} classes, {{h.BlobBytes}} bytes
               SHA-256 {{h.Sha256}}
               CRC-32 {{h.Crc32:x8}} */
            #ifndef {{prefix}}_H
            #define {{prefix}}_H

            #include <stdalign.h>
            #include <stdint.h>

            enum {
                {{prefix}}_BYTES = {{h.BlobBytes}},
                {{prefix}}_ARENA_BYTES = {{h.EngineArenaBytes}}, /* for ncn_open: both input banks, activations, scratch */
                {{prefix}}_INPUT_BYTES = {{h.Input.Count}}, /* one sample */
                {{prefix}}_CLASSES = {{model.Classes.Count}}
            };

            alignas({{BlobLayout.Alignment}}) static const uint8_t {{name}}[{{prefix}}_BYTES] = {

            """
        );
        Append(text, model.Bytes.Span);
        text.Append("};\n");
        if (!sample.IsEmpty)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""

                static const uint8_t {{name}}_sample[{{prefix}}_INPUT_BYTES] = {

                """
            );
            Append(text, sample);
            text.Append("};\n");
        }

        return text.Append("\n#endif\n").ToString();
    }

    // A name may hold anything in UTF-8; in a comment it must not end it.
    private static string Comment(string name) => name.Replace("*/", "* /", StringComparison.Ordinal);

    private static void Append(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            text.Append(bytes[i]).Append(i % NumbersPerLine == NumbersPerLine - 1 || i == bytes.Length - 1 ? ",\n" : ",");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,30}$")]
    private static partial Regex Identifier();
}
