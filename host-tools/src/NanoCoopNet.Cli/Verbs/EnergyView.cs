// Energies as tables.
using NanoCoopNet.Analysis;
using NanoCoopNet.Captures;
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

        Warn(shell, e.Warnings);
    }

    /// <param name="name">Of the file.</param>
    public static void Render(Shell shell, string name, CaptureSummary s)
    {
        Tables.Facts(
            shell,
            $"{name}{(s.IsModel ? ", computed by a MODEL" : "")}",
            ("instrument", $"{s.Instrument} ({s.Format})"),
            ("samples", $"{Tables.N(s.Samples)} in {Tables.F(s.LengthS, 6)} s, {Tables.F(s.RateHz, 3)} Hz"),
            ("lost between samples", $"{Tables.F(s.LostS, 6)} s"),
            ("comment", s.Comment.Length > 0 ? s.Comment : "none")
        );
        if (s.Analog.Count > 0)
        {
            Table table = Tables.Make(shell, null, "channel", ">mean", ">least", ">largest", ">not known");
            foreach (AnalogSummary a in s.Analog)
            {
                table.Row(a.Name, Si(a.Mean, a.Unit), Si(a.Min, a.Unit), Si(a.Max, a.Unit), Tables.N(a.Missing));
            }

            shell.Print(table);
        }

        if (s.Logic.Count > 0)
        {
            Table table = Tables.Make(shell, null, "logic channel", ">edges", ">high for s", ">of the time");
            foreach (LogicSummary l in s.Logic)
            {
                table.Row(l.Name, Tables.N(l.Edges), Tables.F(l.UpS, 6), Tables.Percent(l.UpS / s.LengthS));
            }

            shell.Print(table);
        }

        Warn(shell, s.Warnings);
    }

    /// <summary>With the prefix that leaves one to three digits before the point.</summary>
    private static string Si(double? value, CaptureUnit unit)
    {
        string of = unit switch
        {
            CaptureUnit.Ampere => "A",
            CaptureUnit.Volt => "V",
            CaptureUnit.Watt => "W",
            _ => "",
        };
        if (value is not { } v)
        {
            return "–";
        }

        (double factor, string prefix) = Math.Abs(v) switch
        {
            0 or >= 1 => (1, ""),
            >= 1e-3 => (1e3, "m"),
            >= 1e-6 => (1e6, "µ"),
            _ => (1e9, "n"),
        };
        return of.Length > 0
            ? FormattableString.Invariant($"{factor * v:G7} {prefix}{of}")
            : FormattableString.Invariant($"{v:G7}");
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
        Warn(shell, w.Warnings);
    }

    private static void Warn(Shell shell, IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
        {
            shell.Say($"warning: {warning}");
        }
    }

    private static void Print(Shell shell, string title, string first, IReadOnlyList<PartEnergy> parts)
    {
        Table table = Tables.Make(
            shell,
            title,
            first,
            ">n",
            ">mean mJ",
            ">±",
            "?>min",
            "?>max",
            "??>std",
            ">ms",
            ">mW",
            ">samples"
        );
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
