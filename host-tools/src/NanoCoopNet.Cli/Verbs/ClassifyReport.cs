// What `nanocoop classify` found, as its JSON has it and as its tables show it.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>A class and its probability.</summary>
internal sealed record RankedClass(string Class, double Probability);

/// <summary>One input. A recording longer than the model's window has words and no class; an unreadable file has an error
/// only.</summary>
internal sealed record ClassifiedInput(string Input)
{
    public string? Class { get; init; }

    public int? Answer { get; init; }

    /// <summary>What the file says that it is; a .npz may.</summary>
    public string? Label { get; init; }

    /// <summary>light, full or int8.</summary>
    public string? Mode { get; init; }

    public double? Confidence { get; init; }

    /// <summary>Cost in counts of the report's time source; of a recording, the mean of its windows.</summary>
    public double? Counts { get; init; }

    /// <summary>The same, measured or estimated; null where counts say nothing about the board.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>The three most probable classes.</summary>
    public IReadOnlyList<RankedClass>? Top { get; init; }

    public double? Seconds { get; init; }

    public IReadOnlyList<FoundWord>? Words { get; init; }

    /// <summary>Of a recording's windows.</summary>
    public double? LightShare { get; init; }

    /// <summary>silence, or why there is no word.</summary>
    public string? Note { get; init; }

    public string? Error { get; init; }
}

/// <summary>All inputs of one command.</summary>
internal sealed record ClassifyReport(
    string Model,
    string Board,
    double ConfidenceThreshold,
    string TimeSource,
    string Unit,
    IReadOnlyList<ClassifiedInput> Results
)
{
    /// <summary>Prints one input in full, several as a table.</summary>
    /// <param name="msTitle">What milliseconds are called.</param>
    public void Render(Shell shell, string msTitle)
    {
        if (Results is [{ Error: null } only])
        {
            Single(shell, only, msTitle.TrimStart('>'));
        }
        else
        {
            Several(shell, msTitle);
        }
    }

    private void Single(Shell shell, ClassifiedInput r, string ms)
    {
        string cost = $"{Tables.N(r.Counts)} {Unit}{(r.Milliseconds is null ? "" : $", {ms} {Tables.F(r.Milliseconds, 1)}")}";
        if (r.Words is null)
        {
            shell.Line(
                $"{r.Class}{Verdict(r)}, {r.Mode} mode, confidence {Tables.F(r.Confidence, 3)} (threshold "
                    + $"{Tables.F(ConfidenceThreshold, 3)}), {cost}"
            );
            if (r.Top is not null)
            {
                shell.Line($"top three: {string.Join(", ", r.Top.Select(Text))}");
            }

            if (r.Note is not null)
            {
                shell.Line(r.Note);
            }

            return;
        }

        if (r.Words.Count > 0)
        {
            Table words = Tables.Make(shell, null, ">at s", "word", ">score");
            foreach (FoundWord w in r.Words)
            {
                words.Row(Tables.F(w.Seconds, 1), w.Class, Tables.F(w.Score, 2));
            }

            shell.Print(words);
        }

        shell.Line(
            $"{r.Note ?? Tables.Count(r.Words.Count, "word")} in {Tables.F(r.Seconds, 1)} s; {Tables.Percent(r.LightShare)} of "
                + $"the windows in light mode, {cost} a window"
        );
    }

    private void Several(Shell shell, string ms)
    {
        Table table = Tables.Make(shell, null, "file", "answer", "?next", "mode", ">confidence", ms);
        foreach (ClassifiedInput r in Results)
        {
            string answer =
                r.Error is not null ? $"not read: {r.Error}"
                : r.Words is null ? $"{Text(r.Top?[0]) ?? r.Class}{Verdict(r)}"
                : r.Note ?? string.Join(", ", r.Words.Select(w => $"{w.Class} at {Tables.F(w.Seconds, 1)} s"));
            table.Row(
                r.Input,
                answer,
                string.Join(", ", r.Top?.Skip(1).Select(Text) ?? []),
                r.Mode ?? (r.LightShare is { } light ? $"{Tables.Percent(light)} light" : ""),
                r.Confidence is null ? "" : Tables.F(r.Confidence, 3),
                r.Milliseconds is null ? "" : Tables.F(r.Milliseconds, 1)
            );
        }

        shell.Print(table);
        shell.Line($"{Results.Count} files; {Model} on {Board}, confidence threshold {Tables.F(ConfidenceThreshold, 3)}");
    }

    private static string Verdict(ClassifiedInput r) =>
        r.Label is null ? ""
        : r.Label == r.Class ? " (right)"
        : $" (wrong: it is {r.Label})";

    private static string? Text(RankedClass? c) => c is null ? null : $"{c.Class} {Tables.F(c.Probability, 2)}";
}
