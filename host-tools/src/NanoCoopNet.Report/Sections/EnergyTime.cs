// Energy against time of layers, and whether time alone tells it.
using System.Globalization;
using NanoCoopNet.Analysis;

namespace NanoCoopNet.Report;

/// <param name="Text">The regression in words.</param>
internal sealed record EnergyTime(string Text, ReportTable Table, Figure Figure)
{
    private static readonly (string Net, Ink Ink)[] Nets = [("bnn", Ink.Light), ("int8", Ink.Full), ("glue", Ink.Third)];

    private sealed record Layer(string Name, string Net, double Ms, double Mj, double Fit);

    /// <summary>Null: fewer than three layers.</summary>
    public static EnergyTime? Of(string key, string title, IReadOnlyList<PartEnergy> layers)
    {
        PartEnergy[] single = [.. layers.Where(l => l.Part.Contains('.', StringComparison.Ordinal))];
        if (EnergyRegression.Of(single) is not { } r)
        {
            return null;
        }

        Layer[] all =
        [
            .. single
                .OrderBy(l => l.MeanMs)
                .Select(l => new Layer(
                    l.Part,
                    l.Part.Split('.')[0],
                    l.MeanMs,
                    l.MeanMj,
                    r.OffsetMj + (r.SlopeMw * l.MeanMs / 1e3)
                )),
        ];
        Layer worst = all.MaxBy(l => Math.Abs((l.Fit / l.Mj) - 1))!;
        ReportTable table = new TableBuilder<Layer>()
            .Text("layer", "layer", l => l.Name)
            .Text("net", "network", l => l.Net)
            .Number("ms", "ms", CellFormat.Significant, l => l.Ms)
            .Number("mj", "mJ", CellFormat.Significant, l => l.Mj)
            .Number("fitMj", "mJ by the line", CellFormat.Significant, l => l.Fit)
            .Build($"energy-time-{key}", $"Energy and time of layers, {title}", all);
        return new EnergyTime(
            $"{title}, layers: energy = {ReportTable.Show(r.OffsetMj, CellFormat.Significant)} mJ + "
                + $"{ReportTable.Show(r.SlopeMw, CellFormat.Decimal)} mW × time, "
                + $"R² {r.RSquared.ToString("0.0000", CultureInfo.InvariantCulture)}; the line says "
                + $"{ReportTable.Show(worst.Fit, CellFormat.Significant)} mJ of {worst.Name}, which takes "
                + $"{ReportTable.Show(worst.Mj, CellFormat.Significant)} (the worst fit by share).",
            table,
            new Figure(
                $"energy-time-{key}",
                $"Energy against time of layers, {title}",
                "Whether time alone tells the energy: each point is a layer, the line is the regression.",
                [new("ms", "ms", CellFormat.Significant)],
                new("", "mJ", CellFormat.Significant),
                [
                    .. Nets.Where(n => all.Any(l => l.Net == n.Net))
                        .Select(n => new Series(table.Id, "mj", n.Net, SeriesKind.Points, n.Ink, 0, "net", n.Net)),
                    new Series(table.Id, "fitMj", "regression", SeriesKind.Line, Ink.Reference),
                ],
                []
            )
        );
    }
}
