// Layers: what optimised kernels gain in each, and whether parameters and multiplications predict cycles.
using NanoCoopNet.Report;

namespace NanoCoopNet.Study;

internal static class LayerSection
{
    private sealed record SpeedUp(string Network, string Core, string Layer, double Ratio, long Macs);

    private sealed record Predictor(
        string Of,
        string Core,
        string Kernels,
        double? Parameters,
        double? Macs,
        double? Macc,
        int Points
    );

    public static Section? Of(StudyView v, bool withLayers)
    {
        string[] cores = [.. v.Boards.Select(b => b.Core).Distinct()];
        SpeedUp[] speedups =
        [
            .. from n in v.Networks
            from c in cores
            let layers = v.Layers(n, c, StudyMatrix.Int8, StudyMatrix.Reference, v.Fast)
            from l in StudyFindings.LayerSpeedups(v, n, c)
            select new SpeedUp(n, c, $"{l.Layer:00} {l.Op}", l.Ratio, layers.First(x => x.Layer == l.Layer).Macs),
        ];
        Predictor[] predictors =
        [
            .. from n in v.Study.Networks.Count > 1 ? v.Networks.Append("all networks") : v.Networks
            from c in cores
            from k in v.Study.Matrix.Kernels
            let points = v
                .Networks.Where(x => n == "all networks" || x == n)
                .SelectMany(x => v.Layers(x, c, StudyMatrix.Int8, k, v.Fast))
                .Where(l => l.Macs > 0)
                .ToArray()
            where points.Length >= 3
            select new Predictor(
                n,
                c,
                k,
                StudyAnalysis.RSquared([.. points.Select(l => ((double)l.Parameters, l.Cycles))]),
                StudyAnalysis.RSquared([.. points.Select(l => ((double)l.Macs, l.Cycles))]),
                StudyAnalysis.RSquared([.. points.Select(l => ((double)l.Macc, l.Cycles))]),
                points.Length
            ),
        ];
        if (speedups.Length == 0 && predictors.Length == 0)
        {
            return null;
        }

        ReportTable[] tables =
        [
            .. v
                .Networks.Where(n => speedups.Any(s => s.Network == n))
                .Select(n =>
                    new TableBuilder<SpeedUp>()
                        .Text("core", "core", r => r.Core)
                        .Text("layer", "layer", r => r.Layer)
                        .Count("macs", "MACs", r => r.Macs)
                        .Number("ratio", "reference / optimised", CellFormat.Decimal, r => r.Ratio)
                        .Build(
                            IdOf(n),
                            $"Speed-up of optimised kernels, {n}, int8, {v.Fast}, cycles without waiting",
                            speedups.Where(s => s.Network == n)
                        )
                ),
        ];
        ReportTable r2 = new TableBuilder<Predictor>()
            .Text("of", "layers of", r => r.Of)
            .Text("core", "core", r => r.Core)
            .Text("kernels", "kernels", r => r.Kernels)
            .Number("parameters", "R², parameters", CellFormat.Fraction, r => r.Parameters)
            .Number("macs", "R², MACs", CellFormat.Fraction, r => r.Macs)
            .Number("macc", "R², MACC", CellFormat.Fraction, r => r.Macc)
            .Count("points", "layers", r => r.Points)
            .Build(
                "predictors",
                "How well a straight line from parameters, MACs or MACC gives a layer's cycles, and so its time and energy",
                predictors
            );
        return new Section(
            "layers",
            "Layer by layer",
            ["Layers of the int8 network; layers that multiply nothing are not part of R²."],
            [r2],
            [.. v.Networks.Where(n => speedups.Any(s => s.Network == n)).Select(n => FigureOf(n, cores))],
            withLayers ? [.. tables, Every(v)] : tables
        );
    }

    private static string IdOf(string network) => $"layers-{string.Concat(network.Where(char.IsAsciiLetterOrDigit))}";

    private static Figure FigureOf(string network, IReadOnlyList<string> cores) =>
        new(
            IdOf(network) + "-figure",
            $"What optimised kernels gain, {network}",
            "How many times as fast each layer becomes (cycles without waiting).",
            [new Axis("layer", "", CellFormat.Text, IsCategory: true)],
            new Axis("", "times as fast", CellFormat.Decimal),
            [
                .. cores
                    .Where(c => c != "cortex-m3")
                    .Select(
                        (c, i) =>
                            new Series(IdOf(network), "ratio", c, SeriesKind.GroupedBar, (Ink)(i % 4), Where: "core", IsValue: c)
                    ),
            ],
            []
        );

    private static ReportTable Every(StudyView v) =>
        new TableBuilder<LayerCost>()
            .Text("network", "network", l => l.Image.Network)
            .Text("combination", "combination", l => StudyDocument.Text(l.Image))
            .Text("core", "core", l => l.Image.Core)
            .Text("net", "net", l => Model.BlobNames.Of((Model.NetKind)l.Net))
            .Count("layer", "layer", l => l.Layer)
            .Count("macs", "MACs", l => l.Macs)
            .Count("macc", "MACC", l => l.Macc)
            .Count("instructions", "instructions", l => l.Instructions)
            .Count("cycles", "cycles, no waiting", l => l.Cycles)
            .Build("every-layer", "Every layer of every image", v.Study.Layers);
}
