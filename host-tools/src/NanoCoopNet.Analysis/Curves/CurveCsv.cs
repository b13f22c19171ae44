// A curve as CSV, for people's own plots.
using System.Globalization;

namespace NanoCoopNet.Analysis;

/// <summary>Writes curves.</summary>
public static class CurveCsv
{
    /// <summary>Header row and one row a CT; a cell of what was not measured is empty.</summary>
    public static void Write(string path, IReadOnlyList<CurvePoint> curve)
    {
        StringWriter writer = new() { NewLine = "\n" };
        writer.WriteLine(
            "confidenceThreshold,ct,accuracy,delta,fullFraction,meanCounts,meanMs,fullTimeShare,timeSaved,speedupRatio,meanMj"
        );
        foreach (CurvePoint p in curve)
        {
            double?[] cells =
            [
                p.ConfidenceThreshold,
                p.Ct,
                p.Accuracy,
                p.Delta,
                p.FullFraction,
                p.MeanCounts,
                p.MeanMs,
                p.FullTimeShare,
                p.TimeSaved,
                p.SpeedupRatio,
                p.MeanMj,
            ];
            writer.WriteLine(string.Join(',', cells.Select(c => c?.ToString("R", CultureInfo.InvariantCulture) ?? "")));
        }

        OutputFile.Write(path, writer.ToString());
    }
}
