// The papers' models of latency and memory as tables of `sweep`.
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Link;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Prints both.</summary>
internal static class CostModelView
{
    /// <summary>What there is of the two.</summary>
    public static void Render(Shell shell, SweepReport r)
    {
        if (r.Latency is { } l)
        {
            Tables.Facts(
                shell,
                "Latency model (CoopNet eq. 5-6, BC-Net eq. 7-8) against the record",
                (
                    "L_BNN, L_CS, L_INT8, L_glue",
                    $"{Constants(l.Constants)} {r.Unit}: means of {Tables.N(l.CharacterisedOn)} samples"
                ),
                (
                    "largest error of a batch",
                    $"{Tables.F(100 * l.LargestRelativeError, 2)} % over the {Tables.N(l.CheckedOn)} other samples, at CT "
                        + $"{ConfidenceText.Format((byte)l.ConfidenceThreshold)}"
                ),
                ("that batch", $"{Tables.N(l.PredictedCounts)} {r.Unit} predicted, {Tables.N(l.MeasuredCounts)} measured"),
                ("largest error of a sample", $"{Tables.F(100 * l.LargestSampleError, 2)} %")
            );
        }

        if (r.Memory is not { } m)
        {
            return;
        }

        Table table = Tables.Make(
            shell,
            "RAM in bytes, as the papers sum it and as it is here",
            "net",
            ">parameters",
            ">activations",
            "?>im2col",
            ">papers' sum",
            ">live here",
            ">flash here"
        );
        foreach (NetMemory n in m.Nets)
        {
            table.Row(
                n.Net,
                Tables.N(n.Papers.Parameters),
                Tables.N(n.Papers.Activations),
                Tables.N(n.Papers.Im2Col),
                Tables.N(n.Papers.Total),
                Tables.N(n.LiveBytes),
                Tables.N(n.FlashBytes)
            );
        }

        table.Row("light mode", "", "", "", Tables.N(m.PapersLight), Tables.N(m.LightLiveBytes), "");
        table.Row("full mode", "", "", "", Tables.N(m.PapersFull), Tables.N(m.FullLiveBytes), "");
        shell.Print(table);
        shell.Line(
            $"here: arena {Tables.N(m.ArenaBytes)} bytes (planned {Tables.N(m.PlannedArenaBytes)}) + input banks "
                + $"{Tables.N(m.InputBankBytes)}"
        );
    }

    private static string Constants(PartCosts l) =>
        string.Join(", ", new[] { l.Bnn, l.Confidence, l.Int8, l.Glue }.Select(c => Tables.N((double?)c)));
}
