// The papers' tables I to III beside ours, as published, and why their speed-ups are not compared with.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class PapersSection
{
    public static Section Of() =>
        new(
            "papers",
            "What the papers publish",
            [
                "CoopNet: Mocerino and Calimera, ICECS 2019. BC-Net: the same, TCAS-I 2021. NUCLEO-F767ZI, 216 MHz, CMSIS-NN "
                    + "of the time; networks and data as there, so only the same task compares.",
                "BC-Net eq. (7) makes the mean latency L_LM + N_FM·(L_FM − L_LM). No speed-up can exceed the one without any "
                    + "full mode: for CIFAR-10 34.0 % of the time, or a ratio of 51.6 %; "
                    + "67.71 % is published. Our figures compare latencies, and name the meaning of every speed-up.",
            ],
            [Results(), Latency(), CoopNet()],
            [],
            []
        );

    private static ReportTable Results() =>
        new TableBuilder<PublishedTask>()
            .Text("task", "task", t => t.Task)
            .Text("net", "network", t => t.Net)
            .Percent("fp32", "FP32", t => t.Fp32)
            .Percent("int8", "INT8", t => t.Int8)
            .Percent("bnn", "BNN, light mode", t => t.Bnn)
            .Percent("full", "BC-Net, full mode", t => t.BcNetFull)
            .Count("memoryInt8", "INT8, kB", t => t.MemoryInt8)
            .Count("memoryBnn", "BNN, kB", t => t.MemoryBnn)
            .Count("memoryFull", "BC-Net, kB", t => t.MemoryFull)
            .Number("msInt8", "INT8, ms", CellFormat.Decimal, t => t.MsInt8)
            .Number("msLight", "light, ms", CellFormat.Decimal, t => t.MsLight)
            .Number("msFull", "full, ms", CellFormat.Decimal, t => t.MsFull)
            .Build("papers-bcnet", "BC-Net tables I and II, as published", PublishedResults.BcNet);

    private static ReportTable Latency() =>
        new TableBuilder<PublishedTask>()
            .Text("task", "task", t => t.Task)
            .Percent("mostSaved", "saved without full mode (worked out)", t => Speedup.TimeSaved(t.MsLight, t.MsInt8))
            .Percent("mostRatio", "ratio without full mode (worked out)", t => Speedup.Ratio(t.MsLight, t.MsInt8))
            .Percent("fullFraction", "full mode at break-even", t => t.FullFractionAtBreakEven)
            .Number("meanMs", "mean ms there, eq. (7) (worked out)", CellFormat.Decimal, t => t.MeanMs(t.FullFractionAtBreakEven))
            .Percent("saved", "saved there (worked out)", t => Speedup.TimeSaved(t.MeanMs(t.FullFractionAtBreakEven), t.MsInt8))
            .Percent("ratio", "ratio there (worked out)", t => Speedup.Ratio(t.MeanMs(t.FullFractionAtBreakEven), t.MsInt8))
            .Percent("published", "published", t => t.SpeedupAtBreakEven)
            .Build(
                "papers-speedups",
                "The published speed-ups at break-even (BC-Net table III) against the published latencies",
                PublishedResults.BcNet
            );

    private static ReportTable CoopNet() =>
        new TableBuilder<PublishedCoopNet>()
            .Text("task", "task", t => t.Task)
            .Text("level", "accuracy level", t => t.Level)
            .Number("delta", "Δ, points", CellFormat.Points, t => t.Delta)
            .Count("memory", "kB", t => t.MemoryKb)
            .Percent("speedup", "speed-up", t => t.Speedup)
            .Number("ct", "CT", CellFormat.Fraction, t => t.Ct)
            .Build("papers-coopnet", "CoopNet table II, as published", PublishedResults.CoopNet);
}
