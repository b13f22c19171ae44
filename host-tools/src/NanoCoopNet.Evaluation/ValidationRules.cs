// Names and texts of the engine's validation rules, from the list the engine itself is compiled from (ncn_rules.def).
using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Evaluation;

/// <summary>A rule of MODEL-FORMAT.md.</summary>
/// <param name="Name">e.g. <c>ARENA_DECLARED</c>.</param>
/// <param name="Text">What is wrong with a blob that breaks it.</param>
public sealed record ValidationRule(int Number, string Name, string Text);

/// <summary>The engine's rules by number.</summary>
public static partial class ValidationRules
{
    /// <summary>All rules.</summary>
    public static IReadOnlyDictionary<int, ValidationRule> All { get; } = Read();

    /// <summary>The text of a rule, or its number where this tool does not know it.</summary>
    public static string Text(int number) =>
        All.TryGetValue(number, out ValidationRule? rule) ? rule.Text : FormattableString.Invariant($"rule {number} is broken");

    private static Dictionary<int, ValidationRule> Read()
    {
        using Stream stream = typeof(ValidationRules).Assembly.GetManifestResourceStream("ncn_rules.def")!;
        using StreamReader reader = new(stream);
        return Line().Matches(reader.ReadToEnd())
            .Select(m => new ValidationRule(int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture), m.Groups[1].Value, m.Groups[3].Value))
            .ToDictionary(r => r.Number);
    }

    [GeneratedRegex("""^NCN_RULE\((\w+), (\d+), "([^"]*)"\)""", RegexOptions.Multiline)]
    private static partial Regex Line();
}
