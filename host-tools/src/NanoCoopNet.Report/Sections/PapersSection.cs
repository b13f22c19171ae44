// The papers' tables I to III beside ours, as published, and why their speed-ups are not compared with.
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

internal static class PapersSection
{
    private sealed record Row(
        string Of,
        double? Fp32,
        double? Int8,
        double? Bnn,
        double? Full,
        double? FullFraction,
        double? MsInt8,
        double? MeanMs,
        double? TimeSaved
    );

    /// <summary>Null where no model is of a task of theirs.</summary>
    public static Section? Of(IReadOnlyList<ModelCurve> models)
    {
        if (models.Select(m => m.Run.Task).OfType<PublishedTask>().FirstOrDefault() is not { } task)
        {
            return null;
        }

        PublishedCoopNet[] coopNet = [.. PublishedResults.CoopNet.Where(r => r.Task == task.Task)];
        return new(
            "papers",
            "What the papers publish",
            [
                "CoopNet: Mocerino and Calimera, ICECS 2019. BC-Net: the same, TCAS-I 2021. NUCLEO-F767ZI, 216 MHz, CMSIS-NN "
                    + $"of the time; {task.Task}, {task.Net}. Ours is of the data named at the top, which need not be the "
                    + "published split.",
                "BC-Net eq. (7) makes the mean latency L_LM + N_FM·(L_FM − L_LM). No speed-up can exceed the one without any "
                    + "full mode, which the published ones do. Our figures compare latencies, and name the meaning of every "
                    + "speed-up.",
            ],
            [
                Beside(task, [.. models.Where(m => m.Run.Task == task)]),
                Results(task),
                Latency(task),
                .. coopNet.Length > 0 ? [CoopNet(coopNet)] : Array.Empty<ReportTable>(),
            ],
            [],
            []
        );
    }

    private static ReportTable Beside(PublishedTask task, IReadOnlyList<ModelCurve> models)
    {
        double mean = task.MeanMs(task.FullFractionAtBreakEven);
        Row theirs = new(
            "BC-Net, as published",
            task.Fp32,
            task.Int8,
            task.Bnn,
            task.BcNetFull,
            task.FullFractionAtBreakEven,
            task.MsInt8,
            mean,
            Speedup.TimeSaved(mean, task.MsInt8)
        );
        return new TableBuilder<Row>()
            .Text("of", "model", r => r.Of)
            .Percent("fp32", "FP32", r => r.Fp32)
            .Percent("int8", "INT8", r => r.Int8)
            .Percent("bnn", "BNN, light mode", r => r.Bnn)
            .Percent("full", "full mode", r => r.Full)
            .Percent("fullFraction", "full mode at break-even", r => r.FullFraction)
            .Number("msInt8", "INT8, ms", CellFormat.Decimal, r => r.MsInt8)
            .Number("meanMs", "mean ms there", CellFormat.Decimal, r => r.MeanMs)
            .Percent("timeSaved", "time saved there, eq. (7)", r => r.TimeSaved)
            .Build("papers-beside", "Theirs and ours", [theirs, .. models.Select(Ours)]);
    }

    private static Row Ours(ModelCurve m)
    {
        CurvePoint? at = m.Points.FirstOrDefault(p => p.Name == OperatingPoints.BreakEven)?.Point;
        Outcomes o = m.Run.Outcomes;
        return new(
            m.Run.Title,
            m.Run.Fp32Accuracy,
            m.Baseline?.Accuracy,
            o.Share(s => s.Light == s.Label),
            o.Share(s => s.Full == s.Label),
            at?.FullFraction,
            o.Costs?.Scale.Milliseconds(m.Baseline?.MeanCounts),
            at?.MeanMs,
            at?.TimeSaved
        );
    }

    private static ReportTable Results(PublishedTask task) =>
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
            .Build("papers-bcnet", "BC-Net tables I and II, as published", [task]);

    private static ReportTable Latency(PublishedTask task) =>
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
                [task]
            );

    private static ReportTable CoopNet(IReadOnlyList<PublishedCoopNet> rows) =>
        new TableBuilder<PublishedCoopNet>()
            .Text("task", "task", t => t.Task)
            .Text("level", "accuracy level", t => t.Level)
            .Number("delta", "Δ, points", CellFormat.Points, t => t.Delta)
            .Count("memory", "kB", t => t.MemoryKb)
            .Percent("speedup", "speed-up", t => t.Speedup)
            .Number("ct", "CT", CellFormat.Fraction, t => t.Ct)
            .Build("papers-coopnet", "CoopNet table II, as published", rows);
}
