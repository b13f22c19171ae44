// Every table of the report as a CSV file with exact values.
using System.Globalization;
using CsvHelper;

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
            StringWriter file = new() { NewLine = "\n" };
            using CsvWriter csv = new(file, CultureInfo.InvariantCulture);
            foreach (
                IEnumerable<string> row in table
                    .Rows.Select(r => r.Select(ReportTable.Exact))
                    .Prepend(table.Columns.Select(c => c.Name))
            )
            {
                foreach (string cell in row)
                {
                    csv.WriteField(cell);
                }

                csv.NextRecord();
            }

            csv.Flush();
            OutputFile.Write(Path.Combine(folder, table.Id + ".csv"), file.ToString());
        }
    }
}
