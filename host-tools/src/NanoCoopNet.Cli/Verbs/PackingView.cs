// The layouts of a model as a table: what each layer has, what it costs, and why it has nothing else.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Renders a <see cref="PackingReport"/>.</summary>
internal static class PackingView
{
    public static void Render(Shell shell, PackingReport report)
    {
        Table table = Tables.Make(
            shell,
            "Weight layouts, memory and cycles by the clock (~: scaled from the nearest layer measured, within a factor of two)",
            "net",
            ">#",
            "op",
            "layout",
            "?in SRAM",
            ">est. cycles",
            "?>at least",
            "?>at most",
            ">weights B",
            "??>scratch B",
            "???instead"
        );
        foreach (LayerPacking l in report.Layers)
        {
            table.Row(
                BlobNames.Of(l.Net),
                $"{l.Layer}",
                BlobNames.Of(l.Op),
                l.Layout,
                Place(l.InSram),
                Cycles(l.Cost, c => c.Cycles),
                Cycles(l.Cost, c => c.Least),
                Cycles(l.Cost, c => c.Most),
                Tables.N(l.WeightBytes),
                Tables.N(l.ScratchBytes),
                string.Join("; ", l.Alternatives.Select(Text))
            );
        }

        shell.Print(table);
        foreach (NetKind net in report.Layers.Select(l => l.Net).Distinct())
        {
            CycleEstimate sum = report
                .Layers.Where(l => l.Net == net)
                .Aggregate(new CycleEstimate(0, 0, 0), (s, l) => l.Cost is { } c ? s + c : s with { IsExact = false });
            shell.Line($"{BlobNames.Of(net)}: {EstimatedTime.Text(sum)}");
        }

        shell.Line(
            $"flash {Tables.N(report.BlobBytes)} of {Tables.N(report.Budget.FlashBytes)} bytes; arena: fast memory "
                + $"{Tables.N(report.FastBytes)} of "
                + $"{Tables.N(report.Budget.FastBytes)}, SRAM {Tables.N(report.SramBytes)} of {Tables.N(report.Budget.RamBytes)}"
        );
    }

    private static string Text(Alternative a) => $"{a.Layout} {(a.Cycles is { } c ? Tables.N(c) : "–")}: {a.Verdict}";

    private static string Place(InSram inSram) => inSram == InSram.None ? "" : inSram.ToString().ToLowerInvariant();

    private static string Cycles(CycleEstimate? cost, Func<CycleEstimate, long> of) =>
        cost is { } c ? (c.IsExact ? "" : "~") + Tables.N(of(c)) : "–";
}
