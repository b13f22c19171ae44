// The layouts of a model as a table: what each layer has, what it costs, and why it has nothing else.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Model;
using NanoCoopNet.Packing;
using NanoCoopNet.VirtualBoard;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Renders a <see cref="PackingReport"/>.</summary>
internal static class PackingView
{
    public static void Render(Shell shell, PackingReport report)
    {
        int clockHz = BoardDescription.NucleoF767Zi.ClockHz;
        Table table = Tables.Make(shell, "Weight layouts (cycles: the benchmark's model of the Cortex-M7, waits for memory included; ~ scaled from the nearest layer measured)",
            "net", ">#", "op", "layout", ">est. cycles", ">weights B", ">scratch B", "instead");
        foreach (LayerPacking l in report.Layers)
        {
            table.Row(BlobNames.Of(l.Net), $"{l.Layer}", BlobNames.Of(l.Op), l.Layout, Cycles(l.Cycles, l.IsMeasured), Tables.N(l.WeightBytes),
                Tables.N(l.ScratchBytes), string.Join("; ", l.Alternatives.Select(Text)));
        }

        shell.Print(table);
        string Net(NetKind net) =>
            $"{BlobNames.Of(net)} est. {Tables.N(report.Cycles(net))} cycles = {Tables.F(report.Cycles(net) * 1e3 / clockHz, 1)} ms";
        shell.Line($"{Net(NetKind.Bnn)}, {Net(NetKind.Int8)} at {clockHz / 1_000_000} MHz (layers that were not measured excluded)");
        shell.Line($"flash {Tables.N(report.BlobBytes)} of {Tables.N(report.Budget.FlashBytes)} bytes, RAM {Tables.N(report.ArenaBytes)} of "
            + $"{Tables.N(report.Budget.RamBytes)}, scratch of a layer at most {Tables.N(report.Budget.DtcmBytes)}");
    }

    private static string Text(Alternative a) => $"{a.Layout} {(a.Cycles is { } c ? Tables.N(c) : "–")}: {a.Verdict}";

    private static string Cycles(long? cycles, bool isMeasured) => cycles is { } c ? (isMeasured ? "" : "~") + Tables.N(c) : "–";
}
