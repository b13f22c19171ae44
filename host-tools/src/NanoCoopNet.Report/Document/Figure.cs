// A figure: which columns of which tables are drawn, and how. Drawn by page/src, in the browser and for files alike.
namespace NanoCoopNet.Report;

/// <summary>How a series is drawn.</summary>
public enum SeriesKind
{
    Line,
    Points,

    /// <summary>Stacked area.</summary>
    Area,

    /// <summary>Stacked bar over categories.</summary>
    Bar,

    /// <summary>Bars of one category side by side.</summary>
    GroupedBar,

    /// <summary>Holds its value until the next row.</summary>
    Step,

    /// <summary>A light ground under the figure where the value is not 0.</summary>
    Shade,

    /// <summary>A light ground between two columns, without an entry in the legend.</summary>
    Band,

    /// <summary>A vertical bar between two columns, without an entry in the legend.</summary>
    Interval,
}

/// <summary>Colours by meaning; themes say what they look like.</summary>
public enum Ink
{
    First,
    Second,
    Third,
    Fourth,
    Light,
    Full,
    Right,
    Wrong,
    Reference,
}

/// <summary>An axis.</summary>
/// <param name="Column">Column of each series' table that runs along it (of y axes: empty, series name their own).</param>
/// <param name="Format">Of the labels.</param>
/// <param name="IsCategory">Labels are the column's values in order, not a scale.</param>
/// <param name="CanBeLogarithmic">A switch in the page offers it.</param>
/// <param name="IsLogarithmic">It is so at first; of x axes.</param>
public sealed record Axis(
    string Column,
    string Title,
    CellFormat Format,
    bool IsCategory = false,
    bool CanBeLogarithmic = false,
    bool IsLogarithmic = false
);

/// <summary>A series.</summary>
/// <param name="Table">Id of its table.</param>
/// <param name="Y">Column.</param>
/// <param name="Offset">Added to y, to draw digital signals above each other.</param>
/// <param name="To">Of bands and intervals: the column of the other end.</param>
/// <param name="Where">Only rows whose cell in this column is <paramref name="IsValue"/>; null: all rows.</param>
public sealed record Series(
    string Table,
    string Y,
    string Name,
    SeriesKind Kind,
    Ink Ink,
    double Offset = 0,
    string? Where = null,
    string? IsValue = null,
    string? To = null
);

/// <summary>A line across the figure.</summary>
/// <param name="X">Where on x; null: across, at <paramref name="Y"/>.</param>
/// <param name="Axis">Column of the x axis it belongs to; null: all.</param>
/// <param name="LabelAtStart">A line across has its label at the left, where no curve runs.</param>
public sealed record Mark(double? X, double? Y, string Label, string? Axis = null, bool LabelAtStart = false);

/// <summary>A figure.</summary>
/// <param name="Id">File name of its PNG and SVG, without extension; unique in the report.</param>
/// <param name="Caption">What it shows, and which figure of the papers it corresponds to.</param>
/// <param name="X">The first is drawn; the others are offered in the page.</param>
/// <param name="CanZoom">The page zooms along x.</param>
/// <param name="FollowsCt">x is CT: the page's CT slider is drawn into it.</param>
public sealed record Figure(
    string Id,
    string Title,
    string Caption,
    IReadOnlyList<Axis> X,
    Axis Y,
    IReadOnlyList<Series> Series,
    IReadOnlyList<Mark> Marks,
    bool FollowsCt = false,
    bool CanZoom = false
);
