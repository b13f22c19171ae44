// Finds int arrays of the native interface that are read by number instead of by a generated index. An array is one of the
// interface's where it is made or read with such an index; its name then means it wherever an int array of that name is declared.
using System.Text.RegularExpressions;

namespace NanoCoopNet.Interop.Tests;

internal static partial class NativeArrays
{
    /// <summary>Places <c>path: name[number</c> in the sources, C#, C and Python.</summary>
    public static IEnumerable<string> ReadByNumber(IReadOnlyList<(string Path, string Text)> sources)
    {
        HashSet<string> known = [.. sources.Where(s => IsCSharp(s.Path)).SelectMany(s => Names(Indexed(), s.Text))];
        foreach ((string path, string text) in sources)
        {
            HashSet<string> here = [.. IsCSharp(path) ? NamesIn(text, known) : NamesOf(path, text)];
            foreach (Match m in ByNumber().Matches(text).Where(m => here.Contains(m.Groups["name"].Value)))
            {
                yield return $"{path}: {m.Value}";
            }
        }
    }

    private static bool IsCSharp(string path) => Path.GetExtension(path) == ".cs";

    private static IEnumerable<string> NamesIn(string text, HashSet<string> known)
    {
        IEnumerable<string> members = UsesInterface().IsMatch(text) ? known.Where(name => char.IsUpper(name[0])) : [];
        return members.Concat(Names(Indexed(), text)).Concat(Names(Declared(), text).Where(known.Contains));
    }

    // In C an array of the interface is a parameter with its length; Python's tests call them info and values.
    private static IEnumerable<string> NamesOf(string path, string text) =>
        Path.GetExtension(path) != ".py" ? Names(Parameter(), text)
        : text.Contains("pc_native", StringComparison.Ordinal) ? ["info", "values"]
        : [];

    private static IEnumerable<string> Names(Regex pattern, string text) =>
        pattern.Matches(text).Select(m => m.Groups["name"].Value);

    [GeneratedRegex(
        @"\b(?<name>\w+)(\[\w+\])?( \{ get; \})? = new int\[\w+Field\.Ints\]|\b(?<!new )(?<name>\w+)(\[\w+\])?\[[A-Z]\w*Field\."
    )]
    private static partial Regex Indexed();

    [GeneratedRegex(@"\bint\[\] (?<name>\w+)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"\bint32_t \*(?<name>\w+), int32_t \k<name>Length\b")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\bNanoCoopNet\.(Device|Interop|Bridge)\b")]
    private static partial Regex UsesInterface();

    [GeneratedRegex(@"\b(?<name>\w+)(\[\w+\])?\[[0-9]+( ?\+|\.\.|:|\])")]
    private static partial Regex ByNumber();
}
