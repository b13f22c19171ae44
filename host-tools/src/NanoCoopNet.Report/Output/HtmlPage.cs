// The report as one page that needs nothing else: tables as HTML, figures drawn by the inlined script from the inlined data.
using System.Text;
using static System.Net.WebUtility;

namespace NanoCoopNet.Report;

/// <summary>The built script and style of the page.</summary>
public sealed record PageAssets(string Script, string Style);

/// <summary>Writes the page.</summary>
public static class HtmlPage
{
    private const int LongText = 32;

    /// <summary>The whole document.</summary>
    public static string Of(ReportDocument report, PageAssets assets)
    {
        StringBuilder page = new();
        page.Append(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                + "content=\"width=device-width, initial-scale=1\">\n"
        );
        page.Append(
            $"<title>{HtmlEncode(report.Title)} – nanoCoopNet</title>\n<link rel=\"icon\" "
                + $"href=\"data:,\">\n<style>\n{assets.Style}</style>\n</head>\n<body>\n"
        );
        page.Append(
            $"<header><div><h1>{HtmlEncode(report.Title)}</h1><p>nanoCoopNet "
                + $"{HtmlEncode(report.MadeBy.Split(' ')[^1])} · data: {HtmlEncode(report.Subtitle)}</p></div>"
        );
        page.Append("<button id=\"theme\" type=\"button\">light / dark</button>\n<nav aria-label=\"Sections\">");
        foreach (Section section in report.Sections)
        {
            page.Append($"<a href=\"#{section.Id}\">{HtmlEncode(section.Title)}</a>\n");
        }

        page.Append("</nav></header>\n<main>\n");
        foreach (Section section in report.Sections)
        {
            Append(page, section, section == report.Sections[0] && report.Curves.Count > 0 ? Slider(report) : "");
        }

        page.Append(
            $"</main>\n<footer>Made by <code>{HtmlEncode(report.MadeBy)}</code>. Every table is in the files of "
                + "<code>--csv</code> with exact values.</footer>\n"
        );
        page.Append(
            "<script type=\"application/json\" "
                + $"id=\"report-data\">{ReportJson.Of(report)}</script>\n<script>\n{assets.Script}</script>\n</body>\n</html>\n"
        );
        return page.ToString();
    }

    private static string Slider(ReportDocument report)
    {
        ReportTable curve = report.Tables.First(t => t.Id == report.Curves[0].Table);
        return "<div class=\"ct\"><label for=\"ct-slider\">Turn the confidence threshold CT: what every model gives there</label>"
            + FormattableString.Invariant(
                $"<input id=\"ct-slider\" type=\"range\" min=\"0\" max=\"{curve.Rows.Count - 1}\" value=\"{report.CurveStart}\">"
            )
            + "<div class=\"table\"><table id=\"ct-values\"></table></div></div>\n";
    }

    private static void Append(StringBuilder page, Section section, string extra)
    {
        page.Append($"<section>\n<h2 id=\"{section.Id}\">{HtmlEncode(section.Title)}</h2>\n");
        foreach (string paragraph in section.Text)
        {
            page.Append($"<p>{HtmlEncode(paragraph)}</p>\n");
        }

        foreach (string warning in section.Warnings)
        {
            page.Append($"<p class=\"warning\">{HtmlEncode(warning)}</p>\n");
        }

        if (section.FiguresFirst)
        {
            AppendFigures(page, section);
        }

        foreach (ReportTable table in section.Tables)
        {
            Append(page, table);
        }

        page.Append(extra);
        if (!section.FiguresFirst)
        {
            AppendFigures(page, section);
        }

        foreach (ReportTable table in section.Data)
        {
            page.Append($"<details><summary>Numbers: {HtmlEncode(table.Caption)}</summary>\n");
            Append(page, table);
            page.Append("</details>\n");
        }

        page.Append("</section>\n");
    }

    private static void AppendFigures(StringBuilder page, Section section)
    {
        if (section.Figures.Count == 0)
        {
            return;
        }

        page.Append("<div class=\"figures\">\n");
        foreach (Figure figure in section.Figures)
        {
            page.Append(
                $"<figure data-figure=\"{HtmlEncode(figure.Id)}\"><h3>{HtmlEncode(figure.Title)}</h3>"
                    + $"<figcaption>{HtmlEncode(figure.Caption)}</figcaption>"
            );
            page.Append(
                "<div class=\"controls\"></div><div class=\"chart\" role=\"img\" "
                    + $"aria-label=\"{HtmlEncode(figure.Title)}\"></div></figure>\n"
            );
        }

        page.Append("</div>\n");
    }

    private static void Append(StringBuilder page, ReportTable table)
    {
        page.Append(
            "<div class=\"table\"><table "
                + $"id=\"table-{HtmlEncode(table.Id)}\"><caption><span>{HtmlEncode(table.Caption)}</span></caption>\n<thead><tr>"
        );
        foreach (Column column in table.KnownColumns.Select(i => table.Columns[i]))
        {
            page.Append(
                $"<th scope=\"col\"{(column.Format == CellFormat.Text ? " class=\"text\"" : "")}>{HtmlEncode(column.Title)}</th>"
            );
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            page.Append("<tr>");
            foreach (int i in table.KnownColumns)
            {
                string text = ReportTable.Show(row[i], table.Columns[i].Format);
                string style =
                    table.Columns[i].Format != CellFormat.Text ? ""
                    : text.Length > LongText ? " class=\"text long\""
                    : " class=\"text\"";
                page.Append($"<td{style}>{HtmlEncode(text)}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
    }
}
