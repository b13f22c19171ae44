// The report as JSON: tables with exact values and what the figures draw of them; stands in the page, and feeds the figure files.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoCoopNet.Report;

/// <summary>Serialises a report.</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Default, // escapes < and &, so that the text may stand in a page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Properties title, tables (by id), figures, curves.</summary>
    public static string Of(ReportDocument report) =>
        JsonSerializer.Serialize(
            new
            {
                report.Title,
                Tables = report.Tables.ToDictionary(
                    t => t.Id,
                    t => new
                    {
                        t.Id,
                        t.Caption,
                        t.Columns,
                        t.Rows,
                    }
                ),
                report.Figures,
                Curves = report.Curves.Select(c => new { c.Table, c.Model }),
            },
            Format
        );
}
