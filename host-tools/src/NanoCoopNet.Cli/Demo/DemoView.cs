// The demo's tables: what each mode cost and got right, and what the threshold does.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using Spectre.Console;

namespace NanoCoopNet.Cli.Demo;

/// <summary>Renders a <see cref="DemoReport"/>.</summary>
internal static class DemoView
{
    private const int Examples = 8;

    private const string OfTheBoard = $"Milliseconds of the board: {BoardClock.Method}; not measured.";

    private const string CountedOn = "Instructions are counted on an emulated Cortex-M7. " + OfTheBoard;

    private const string TimedOn =
        "Costs are counts of this PC's clock (100 ns), which say nothing about the board. " + OfTheBoard;

    private static readonly string Next = $"{RepositoryRoot.Command} vboard";

    /// <summary>Prints the tables.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="r">The report.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="int8Accuracy">Of the INT8 network alone on the same samples, 0…1.</param>
    public static void Render(Shell shell, DemoReport r, IReadOnlyList<string> classes, double int8Accuracy)
    {
        Table examples = Tables.Make(
            shell,
            $"The first {Math.Min(Examples, r.Samples)} of {r.Samples} samples",
            "spoken",
            "answer",
            "mode",
            ">confidence",
            ""
        );
        for (int i = 0; i < Math.Min(Examples, r.Samples); i++)
        {
            examples.Row(
                classes[r.Labels[i]],
                classes[r.Predictions[i]],
                r.Modes[i].ToString().ToLowerInvariant(),
                Tables.F(r.Confidences[i] / 65536.0, 3),
                r.Predictions[i] == r.Labels[i] ? "right" : "wrong"
            );
        }

        shell.Print(examples);
        Modes(shell, r);
        Thresholds(shell, r);
        shell.Paragraph(
            $"{r.Model} on {r.Board}. {(AreInstructions(r) ? CountedOn : TimedOn)} At least and at most: light "
                + $"{Bounds(r.Modelled.Light)}, "
                + $"full {Bounds(r.Modelled.Full)}."
        );
        Point(shell, r, int8Accuracy);
    }

    private static string Ms(CycleEstimate e) => (e.IsExact ? "" : "~") + EstimatedTime.Ms(e.Cycles);

    private static string Bounds(CycleEstimate e) => $"{EstimatedTime.Ms(e.Least)} – {EstimatedTime.Ms(e.Most)} ms";

    private static bool AreInstructions(DemoReport r) => r.TimeSource == TimeSource.EmulatedInstructions.Name();

    private static void Modes(Shell shell, DemoReport r)
    {
        Table table = Tables.Make(
            shell,
            $"Mean cost of a sample, and what was right, at confidence threshold {Tables.F(r.ConfidenceThreshold, 3)}",
            ["mode", ">samples", ">share", ">right", AreInstructions(r) ? ">instructions" : ">PC clock", ">est. ms"]
        );
        Row(TakenMode.Light, r.MeanCounts.Light, r.Modelled.Light);
        Row(TakenMode.Full, r.MeanCounts.Full, r.Modelled.Full);
        table.Row([
            "auto (all)",
            Tables.N(r.Samples),
            Tables.Percent(1),
            Tables.Percent(r.Accuracy),
            Tables.N(r.MeanCounts.Auto),
            Ms(r.Modelled.At(1 - r.LightFraction)),
        ]);
        table.Row(["INT8 part of full", "", "", "", Tables.N(r.MeanCounts.Int8), Ms(r.Modelled.Int8)]);
        table.Row(["C# part of light", "", "", "", "–", Ms(r.Modelled.ManagedLight)]);
        table.Row(["C# part of full", "", "", "", "–", Ms(r.Modelled.ManagedFull)]);
        shell.Print(table);

        void Row(TakenMode mode, double? counts, CycleEstimate modelled)
        {
            int[] of = [.. Enumerable.Range(0, r.Samples).Where(i => r.Modes[i] == mode)];
            double? right = of.Length == 0 ? null : of.Count(i => r.Predictions[i] == r.Labels[i]) / (double)of.Length;
            table.Row([
                mode.ToString().ToLowerInvariant(),
                Tables.N(of.Length),
                Tables.Percent(of.Length / (double)r.Samples),
                Tables.Percent(right),
                Tables.N(counts),
                Ms(modelled),
            ]);
        }
    }

    private static void Thresholds(Shell shell, DemoReport r)
    {
        Table table = Tables.Make(
            shell,
            $"The same {r.Thresholds[0].Samples} samples, threshold changed over the console",
            ">CT",
            ">light",
            ">right",
            ">mean cost"
        );
        foreach (ThresholdStep step in r.Thresholds)
        {
            table.Row(
                Tables.F(step.ConfidenceThreshold, 3),
                Tables.Percent(step.LightFraction),
                Tables.Percent(step.Accuracy),
                Tables.N(step.MeanCounts)
            );
        }

        shell.Print(table);
    }

    // What the cascade is for: both networks' costs and accuracies, one beside the other, and what to do next.
    private static void Point(Shell shell, DemoReport r, double int8Accuracy)
    {
        if (r.MeanCounts.Int8 is { } int8)
        {
            CycleEstimate cascade = r.Modelled.At(1 - r.LightFraction);
            string unit = AreInstructions(r) ? "instructions" : "counts of the PC's clock";
            double saved = 1 - (cascade.Cycles / (double)r.Modelled.Int8Alone.Cycles);
            double points = 100 * (r.Accuracy - int8Accuracy);
            shell.Line();
            shell.Styled("bold", "What the cascade is for");
            Line("INT8 alone", int8, r.Modelled.Int8Alone, int8Accuracy, "grey");
            Line("cascade", r.MeanCounts.Auto, cascade, r.Accuracy, "default");
            shell.Styled(
                saved > 0 ? "green" : "yellow",
                saved > 0
                    ? $"  {Tables.Percent(saved)} of the time saved, {Compared(points)}"
                    : $"  {Tables.Percent(-saved)} more time than INT8 alone, {Compared(points)}"
            );
            shell.Paragraph("The answers of INT8 alone come from this PC, through the same C as the board's.");

            void Line(string what, double counts, CycleEstimate modelled, double accuracy, string style) =>
                shell.Styled(
                    style,
                    $"  {what, -11}{Tables.N(counts), 10} {unit} (est. {EstimatedTime.Ms(modelled.Cycles)} ms), "
                        + $"{Tables.Percent(accuracy)} right"
                );
        }

        shell.Line();
        shell.Styled("bold", $"Next: {Next}");
        shell.Paragraph("A board that keeps running; README.md, \"A virtual board\", says what to type in another terminal.");
    }

    private static string Compared(double points) =>
        Math.Abs(points) < 0.05
            ? "as many right"
            : FormattableString.Invariant($"{Math.Abs(points):F1} points {(points > 0 ? "more" : "fewer")} right");
}
