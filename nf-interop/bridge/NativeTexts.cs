// Names and texts of native statuses and of the model format's rules; the lists are generated (NativeTexts.g.cs).
namespace NanoCoopNet.Bridge;

/// <summary>A status or a rule.</summary>
/// <param name="Number">As native functions report it.</param>
/// <param name="Name">As in ncn_status.def and ncn_rules.def, e.g. <c>E_ARENA</c>.</param>
/// <param name="Text">What it means, in a sentence.</param>
public sealed record NativeText(int Number, string Name, string Text);

/// <summary>Finds the text of a number; an unknown one (a newer board) gets a text that says so.</summary>
public static partial class NativeTexts
{
    /// <summary>Every status.</summary>
    public static IReadOnlyList<NativeText> AllStatuses => Statuses;

    /// <summary>Every rule of MODEL-FORMAT.md.</summary>
    public static IReadOnlyList<NativeText> AllRules => Rules;

    /// <summary>Text of a native result below 0 (0 or more: success).</summary>
    public static NativeText Status(int status) => Find(Statuses, Math.Min(status, 0), "status");

    /// <summary>Text of a violated rule.</summary>
    public static NativeText Rule(int rule) => Find(Rules, rule, "rule");

    private static NativeText Find(NativeText[] list, int number, string kind) =>
        Array.Find(list, line => line.Number == number)
        ?? new NativeText(number, "UNKNOWN", $"{kind} {number}, which this version does not know");
}
