// The demo's tables: what each mode cost and got right, and what the threshold does.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using Spectre.Console;

namespace NanoCoopNet.Cli.Demo;

/// <summary>Renders a <see cref="DemoReport"/>.</summary>
internal static class DemoView
{
    private const int Examples = 8;

    /// <summary>Prints the tables.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="r">The report.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="clockHz">Clock of the board.</param>
    public static void Render(Shell shell, DemoReport r, IReadOnlyList<string> classes, int clockHz)
    {
        Table examples = Tables.Make(shell, $"The first {Math.Min(Examples, r.Samples)} of {r.Samples} samples", "spoken",
            "answer", "mode", ">confidence", "");
        for (int i = 0; i < Math.Min(Examples, r.Samples); i++)
        {
            examples.Row(classes[r.Labels[i]], classes[r.Predictions[i]], r.Modes[i].ToString().ToLowerInvariant(),
                Tables.F(r.Confidences[i] / 65536.0, 3),
                r.Predictions[i] == r.Labels[i] ? "right" : "wrong");
        }

        shell.Print(examples);
        Modes(shell, r, clockHz);
        Thresholds(shell, r);
        shell.Line($"{r.Model} on {r.Board}. {(AreInstructions(r) ? "Instructions are counted on an emulated Cortex-M7; est. ms are a model's (nf-interop/bridge/CYCLE-MODEL.md), not measured." : "Costs are time of this PC (counts of 100 ns), which says nothing about the board.")}");
    }

    private static bool AreInstructions(DemoReport r) => r.TimeSource == TimeSource.EmulatedInstructions.Name();

    private static void Modes(Shell shell, DemoReport r, int clockHz)
    {
        MillisecondColumn ms = new(r.TimeSource, clockHz);
        Table table =
            Tables.Make(shell, $"What it cost and what it got right, confidence threshold {Tables.F(r.ConfidenceThreshold, 3)}",
            "mode", ">samples", ">share", ">right", AreInstructions(r) ? ">instructions a sample" : ">PC clock counts a sample",
                ms.Title);
        Row(TakenMode.Light, r.MeanCounts.Light);
        Row(TakenMode.Full, r.MeanCounts.Full);
        table.Row("auto (all)", Tables.N(r.Samples), Tables.Percent(1), Tables.Percent(r.Accuracy), Tables.N(r.MeanCounts.Auto),
            ms.Of(r.MeanCounts.Auto));
        table.Row("INT8 part of full", "", "", "", Tables.N(r.MeanCounts.Int8), ms.Of(r.MeanCounts.Int8));
        shell.Print(table);

        void Row(TakenMode mode, double? counts)
        {
            int[] of = [.. Enumerable.Range(0, r.Samples).Where(i => r.Modes[i] == mode)];
            double? right = of.Length == 0 ? null : of.Count(i => r.Predictions[i] == r.Labels[i]) / (double)of.Length;
            table.Row(mode.ToString().ToLowerInvariant(), Tables.N(of.Length), Tables.Percent(of.Length / (double)r.Samples),
                Tables.Percent(right), Tables.N(counts), ms.Of(counts));
        }
    }

    private static void Thresholds(Shell shell, DemoReport r)
    {
        Table table = Tables.Make(shell, $"The same {r.Thresholds[0].Samples} samples, threshold changed over the console",
            ">CT", ">light", ">right", ">mean cost");
        foreach (ThresholdStep step in r.Thresholds)
        {
            table.Row(Tables.F(step.ConfidenceThreshold, 3), Tables.Percent(step.LightFraction), Tables.Percent(step.Accuracy),
                Tables.N(step.MeanCounts));
        }

        shell.Print(table);
    }
}
