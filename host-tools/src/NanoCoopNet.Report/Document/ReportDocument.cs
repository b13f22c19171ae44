// The report as data: sections of text, tables and figures, in reading order.
namespace NanoCoopNet.Report;

/// <summary>A section.</summary>
/// <param name="Id">Anchor in the page.</param>
/// <param name="Text">Paragraphs.</param>
/// <param name="Tables">Shown.</param>
/// <param name="Figures">Drawn.</param>
/// <param name="Data">Tables behind the figures: in the page folded away, in CSV like all others.</param>
public sealed record Section(
    string Id,
    string Title,
    IReadOnlyList<string> Text,
    IReadOnlyList<ReportTable> Tables,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<ReportTable> Data
)
{
    /// <summary>What a reader must not overlook; shown in red.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Figures stand before the tables.</summary>
    public bool FiguresFirst { get; init; }
}

/// <summary>The whole report.</summary>
/// <param name="Curves">Ids of the tables that the page's CT slider reads, with the names of their models; empty: no
/// slider.</param>
/// <param name="CurveStart">The row of the curves at which the slider begins.</param>
public sealed record ReportDocument(
    string Title,
    string Subtitle,
    IReadOnlyList<Section> Sections,
    IReadOnlyList<(string Table, string Model)> Curves,
    int CurveStart
)
{
    /// <summary>The command that made it.</summary>
    public string MadeBy { get; init; } = "nanocoop report";

    /// <summary>All tables, shown or folded.</summary>
    public IEnumerable<ReportTable> Tables => Sections.SelectMany(s => s.Tables.Concat(s.Data));

    /// <summary>All figures.</summary>
    public IEnumerable<Figure> Figures => Sections.SelectMany(s => s.Figures);
}
