// What every layer costs, from the measured samples.
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Report;

internal static class LayersSection
{
    private static readonly Ink[] NetInks = [Ink.Light, Ink.Full, Ink.Reference];

    private sealed record Layer(
        int Net,
        int Index,
        string Name,
        InspectionRow? Shape,
        double Mean,
        double Min,
        double Max,
        double Share
    );

    /// <summary>Null where nothing was measured.</summary>
    public static Section? Of(IReadOnlyList<ModelCurve> models)
    {
        ModelCurve[] measured = [.. models.Where(m => m.Run.Measured.Any(r => r.Layers.Any(l => l.Count > 0)))];
        if (measured.Length == 0)
        {
            return null;
        }

        List<ReportTable> tables = [];
        List<Figure> figures = [];
        foreach (ModelCurve model in measured)
        {
            string unit = model.Run.Files.Select(f => f.Header?.TimeSource.Unit()).OfType<string>().First();
            ReportTable table = Table(model.Run, unit);
            tables.Add(table);
            figures.Add(
                new Figure(
                    $"layers-{model.Run.Key}",
                    $"Layers of {model.Run.Title}",
                    $"Mean {unit} a layer.",
                    [new("layer", "", CellFormat.Text, IsCategory: true)],
                    new("", $"mean {unit}", CellFormat.Count, CanBeLogarithmic: true),
                    [
                        .. Nets(model.Run)
                            .Select(
                                (net, i) =>
                                    new Series(
                                        table.Id,
                                        "meanCounts",
                                        net,
                                        SeriesKind.Bar,
                                        NetInks[i],
                                        Where: "net",
                                        IsValue: net
                                    )
                            )
                            .Where(s => table.Rows.Any(r => s.IsValue!.Equals(r[0]))),
                    ],
                    []
                )
            );
        }

        string text =
            $"Means over {ReportTable.Show(measured.Max(m => (double)m.Run.Measured.Count), CellFormat.Count)} measured "
            + "samples that were run through all networks."
            + " The rows of confidence are those of eq. (13).";
        return new Section("layers", "Layers", [text], tables, figures, []);
    }

    private static string[] Nets(ReportRun run) => ["BNN", run.RealName, "glue"];

    private static ReportTable Table(ReportRun run, string unit)
    {
        List<Layer> layers = [.. Layers(run)];
        string[] nets = Nets(run);
        return new TableBuilder<Layer>()
            .Text("net", "network", l => nets[l.Net])
            .Text("layer", "layer", l => l.Name)
            .Text("operation", "operation", l => l.Shape is { } s ? BlobNames.Of(s.Op) + (s.Relu ? " + relu" : "") : null)
            .Text("layout", "layout", l => l.Shape?.Layout)
            .Text("output", "output", l => l.Shape?.Output.ToString())
            .Count("macs", "MACs", l => l.Shape?.Macs)
            .Count("meanCounts", $"mean {unit}", l => l.Mean)
            .Count("minCounts", "least", l => l.Min)
            .Count("maxCounts", "most", l => l.Max)
            .Number("perMac", $"{unit} a MAC", CellFormat.Decimal, l => l.Shape is { Macs: > 0 } s ? l.Mean / s.Macs : null)
            .Percent("share", "share of all", l => l.Share)
            .Build($"layers-{run.Key}", run.Title, layers);
    }

    private static IEnumerable<Layer> Layers(ReportRun run)
    {
        MeasurementRow[] rows = [.. run.Measured.Where(r => r.Layers[0].Count > 0 && r.Layers[1].Count > 0)];
        InspectionRow[] shapes = run.Blob is { } blob ? [.. ModelInspection.Of(blob).Rows] : [];
        double all = rows.Average(r => (double)r.FullCounts);
        string[] nets = Nets(run);
        for (int net = 0; net < nets.Length; net++)
        {
            int first = shapes.TakeWhile(s => (int)s.Net < net).Count();
            for (int i = 0; i < rows[0].Layers[net].Count; i++)
            {
                double[] counts = [.. rows.Select(r => (double)r.Layers[net][i])];
                yield return new Layer(
                    net,
                    i,
                    $"{nets[net]} {i}",
                    shapes.ElementAtOrDefault(first + i),
                    counts.Average(),
                    counts.Min(),
                    counts.Max(),
                    counts.Average() / all
                );
            }

            if (net == 0)
            {
                double[] confidence = [.. rows.Select(r => (double)r.Result.CountsConfidence)];
                yield return new Layer(
                    0,
                    -1,
                    "confidence",
                    null,
                    confidence.Average(),
                    confidence.Min(),
                    confidence.Max(),
                    confidence.Average() / all
                );
            }
        }
    }
}
