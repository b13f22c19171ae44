// A curve as CSV, for people's own plots.
namespace NanoCoopNet.Analysis;

/// <summary>Writes curves.</summary>
public static class CurveCsv
{
    private static readonly (string Name, Func<CurvePoint, double?> Of)[] Columns =
    [
        ("confidenceThreshold", p => p.ConfidenceThreshold),
        ("ct", p => p.Ct),
        ("accuracy", p => p.Accuracy),
        ("delta", p => p.Delta),
        ("fullFraction", p => p.FullFraction),
        ("meanCounts", p => p.MeanCounts),
        ("meanMs", p => p.MeanMs),
        ("fullTimeShare", p => p.FullTimeShare),
        ("timeSaved", p => p.TimeSaved),
        ("speedupRatio", p => p.SpeedupRatio),
        ("meanMj", p => p.MeanMj),
    ];

    /// <summary>Header row and one row a CT; a cell of what was not measured is empty.</summary>
    public static void Write(string path, IReadOnlyList<CurvePoint> curve) =>
        OutputFile.Write(
            path,
            CsvText.Write([Columns.Select(c => c.Name), .. curve.Select(p => Columns.Select(c => CsvText.Cell(c.Of(p))))])
        );
}
