// Text that came from a board, made safe to print.
using System.Globalization;

namespace NanoCoopNet.Link;

/// <summary>Takes out of a board's text what a terminal would obey instead of showing it.</summary>
public static class BoardText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// The text with each control and format character (escape sequences, C1 codes, changes of direction) replaced by U+FFFD.
    /// </summary>
    /// <param name="text">As received.</param>
    /// <param name="kept">Control characters that stay, e.g. line ends.</param>
    public static string Clean(string text, string kept = "") =>
        string.Create(
            text.Length,
            (text, kept),
            static (clean, source) =>
            {
                for (int i = 0; i < clean.Length; i++)
                {
                    char c = source.text[i];
                    clean[i] = IsObeyed(c) && !source.kept.Contains(c) ? Replacement : c;
                }
            }
        );

    private static bool IsObeyed(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
