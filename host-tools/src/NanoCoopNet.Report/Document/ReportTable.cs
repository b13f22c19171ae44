// A table of the report: one set of values, from which page, CSV, markdown and figures are all made, so that they cannot
// disagree.
using System.Globalization;

namespace NanoCoopNet.Report;

/// <summary>How a cell's value is shown; CSV has the value itself.</summary>
public enum CellFormat
{
    Text,

    /// <summary>1234567 as 1,234,567.</summary>
    Count,

    /// <summary>0.8312 as 83.12 %.</summary>
    Percent,

    /// <summary>A difference of two accuracies (0…1) in points with its sign: 0.0053 as +0.53.</summary>
    Points,

    /// <summary>A fraction of three decimals: a confidence threshold or score.</summary>
    Fraction,

    /// <summary>Two decimals: milliseconds, millijoules.</summary>
    Decimal,

    /// <summary>Four significant digits, for values of any size.</summary>
    Significant,
}

/// <summary>A column.</summary>
/// <param name="Name">Heading in CSV and JSON, camelCase; stable.</param>
/// <param name="Title">Heading for people, with the unit.</param>
public sealed record Column(string Name, string Title, CellFormat Format);

/// <summary>A table.</summary>
/// <param name="Id">File name of its CSV, without extension; unique in the report.</param>
/// <param name="Caption">One line.</param>
/// <param name="Rows">Each as wide as <paramref name="Columns"/>; string, double or null (not known).</param>
public sealed record ReportTable(
    string Id,
    string Caption,
    IReadOnlyList<Column> Columns,
    IReadOnlyList<IReadOnlyList<object?>> Rows
)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>What stands for a value that is not known.</summary>
    public const string Unknown = "–";

    /// <summary>Columns of which anything is known: the others are not shown to people.</summary>
    public IReadOnlyList<int> KnownColumns { get; } =
    [.. Enumerable.Range(0, Columns.Count).Where(i => Rows.Any(r => r[i] is not null))];

    /// <summary>A cell as people read it.</summary>
    public static string Show(object? value, CellFormat format) =>
        (value, format) switch
        {
            (null, _) => Unknown,
            (string text, _) => text,
            (double v, CellFormat.Count) => Text(v, "N0"),
            (double v, CellFormat.Percent) => Text(100 * v, "F2") + " %",
            (double v, CellFormat.Points) => Text(100 * v, "+0.00;−0.00;0.00"),
            (double v, CellFormat.Fraction) => Text(v, "F3"),
            (double v, CellFormat.Decimal) => Text(v, "N2"),
            (double v, _) => Text(
                double.Parse(v.ToString("E3", Invariant), Invariant),
                Math.Abs(v) is >= 1e-6 and < 1e15 ? "0.#########" : "G4"
            ),
            _ => throw new ArgumentException($"{value.GetType().Name} cannot be the value of a cell"),
        };

    /// <summary>A cell as it stands in CSV: exact, or empty.</summary>
    public static string Exact(object? value) => value is double v ? v.ToString("R", Invariant) : value as string ?? "";

    private static string Text(double value, string format) => value.ToString(format, Invariant).Replace('-', '−');
}
