// Every table of the report as a CSV file with exact values.
namespace NanoCoopNet.Report;

/// <summary>Writes tables.</summary>
public static class CsvFiles
{
    /// <summary>One file a table, named after it, into a folder that is made where it is missing.</summary>
    public static void Write(string folder, ReportDocument report)
    {
        OutputFile.CheckFolder(folder);
        Directory.CreateDirectory(folder);
        foreach (ReportTable table in report.Tables)
        {
            IEnumerable<IEnumerable<string>> rows = table.Rows.Select(r => r.Select(ReportTable.Exact));
            OutputFile.Write(
                Path.Combine(folder, table.Id + ".csv"),
                CsvText.Write(rows.Prepend(table.Columns.Select(c => c.Name)))
            );
        }
    }
}
