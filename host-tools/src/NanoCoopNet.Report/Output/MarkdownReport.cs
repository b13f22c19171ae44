// The report without figures, for repositories and issues.
using System.Text;

namespace NanoCoopNet.Report;

/// <summary>Writes markdown.</summary>
public static class MarkdownReport
{
    /// <summary>Sections, paragraphs and shown tables.</summary>
    public static string Of(ReportDocument report)
    {
        StringBuilder text = new();
        text.Append($"# {Escape(report.Title)}\n\n{Escape(report.Subtitle)}\n");
        foreach (Section section in report.Sections)
        {
            text.Append($"\n## {section.Title}\n");
            foreach (string paragraph in section.Text)
            {
                text.Append($"\n{Escape(paragraph)}\n");
            }

            foreach (string warning in section.Warnings)
            {
                text.Append($"\n> **{Escape(warning)}**\n");
            }

            foreach (ReportTable table in section.Tables)
            {
                Append(text, table);
            }

            foreach (Figure figure in section.Figures)
            {
                text.Append($"\n*{Escape(figure.Title)}* (`{figure.Id}`): {Escape(figure.Caption)}\n");
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ReportTable table)
    {
        text.Append($"\n{Escape(table.Caption)}\n\n");
        text.Append(Row(table.KnownColumns.Select(i => table.Columns[i].Title)));
        text.Append(Row(table.KnownColumns.Select(i => table.Columns[i].Format == CellFormat.Text ? "---" : "---:")));
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            text.Append(Row(table.KnownColumns.Select(i => ReportTable.Show(row[i], table.Columns[i].Format))));
        }
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Escape))} |\n";

    private static string Escape(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
