// Energies as tables.
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Output;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Prints energies.</summary>
internal static class EnergyView
{
    public static void Render(Shell shell, RunEnergy e)
    {
        Tables.Facts(
            shell,
            $"{e.Model} on {e.Data}{(e.IsModel ? ", energies of a MODEL" : "")}",
            ("capture", $"{e.Capture}, {e.Instrument}, {Tables.F(e.RateHz, 1)} Hz"),
            ("power", e.Power),
            ("aligned by", e.Alignment),
            ("time, capture by record", Tables.F(e.ClockRatio, 5)),
            ("idle", e.IdleMw is { } idle ? $"{Tables.F(idle, 2)} mW{(e.IdleIsSubtracted ? ", taken off" : "")}" : "not captured")
        );
        Print(shell, "Energy of an inference", "part", e.Parts);
        if (e.Layers.Count > 0)
        {
            Print(shell, "Layers", "layer", e.Layers);
        }

        foreach (string warning in e.Warnings)
        {
            shell.Say($"warning: {warning}");
        }
    }

    public static void Render(Shell shell, EnergyWindows w)
    {
        Table table = Tables.Make(
            shell,
            $"{w.Capture}: {Tables.N((long)w.InferencesAWindow)} inferences a window{(w.IsModel ? ", a MODEL" : "")}",
            ">window",
            ">from s",
            ">to s",
            ">mJ",
            ">mW",
            ">µJ an inference"
        );
        for (int i = 0; i < w.Windows.Count; i++)
        {
            WindowEnergy x = w.Windows[i];
            table.Row(
                $"{i + 1}",
                Tables.F(x.BeginS, 3),
                Tables.F(x.EndS, 3),
                Tables.F(x.EnergyMj, 2),
                Tables.F(x.MeanMw, 2),
                Tables.F(x.MicrojoulesAnInference, 3)
            );
        }

        shell.Print(table);
        shell.Line($"median: {Tables.F(w.MedianMicrojoules, 3)} µJ an inference at {Tables.F(w.MeanMw, 2)} mW");
        foreach (string warning in w.Warnings)
        {
            shell.Say($"warning: {warning}");
        }
    }

    private static void Print(Shell shell, string title, string first, IReadOnlyList<PartEnergy> parts)
    {
        Table table = Tables.Make(shell, title, first, ">n", ">mean mJ", ">±", ">min", ">max", ">std", ">ms", ">mW", ">samples");
        foreach (PartEnergy p in parts)
        {
            table.Row(
                p.Part,
                Tables.N((long)p.Count),
                Tables.F(p.MeanMj, 4),
                Tables.F(p.UncertaintyMj, 4),
                Tables.F(p.MinMj, 4),
                Tables.F(p.MaxMj, 4),
                Tables.F(p.StdMj, 4),
                Tables.F(p.MeanMs, 3),
                Tables.F(p.MeanMw, 1),
                Tables.F(p.SamplesOfCapture, 1)
            );
        }

        shell.Print(table);
        shell.Line("±: uncertainty of the mean, k = 2 (spread, edges at ±1/(2r), 200 ppm of the clocks)");
    }
}
