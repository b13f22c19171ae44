// Tables that look alike: one border, numbers right, invariant culture.
using System.Globalization;
using Spectre.Console;

namespace NanoCoopNet.Cli.Output;

/// <summary>Helpers for tables.</summary>
internal static class Tables
{
    /// <summary>A table; a column whose name begins with <c>&gt;</c> is right-aligned.</summary>
    public static Table Make(Shell shell, string? title, params string[] columns)
    {
        Table table = new() { Border = shell.Console.Profile.Capabilities.Ansi ? TableBorder.Rounded : TableBorder.Simple };
        if (title is not null)
        {
            shell.Line();
            shell.Line(title);
        }

        foreach (string column in columns)
        {
            bool right = column.StartsWith('>');
            TableColumn made = new(Markup.Escape(column.TrimStart('>')));
            table.AddColumn(right ? made.RightAligned() : made);
        }

        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void Row(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    /// <summary>Prints a table.</summary>
    public static void Print(this Shell shell, Table table) => shell.Console.Write(table);

    /// <summary>Name and value, one a line.</summary>
    public static void Facts(Shell shell, string title, params (string Name, string Value)[] facts)
    {
        Table table = Make(shell, title, "", "");
        table.HideHeaders();
        foreach ((string name, string value) in facts)
        {
            table.Row(name, value);
        }

        shell.Print(table);
    }

    /// <summary>1234567 as 1,234,567.</summary>
    public static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A mean without decimals, or a dash.</summary>
    public static string N(double? value) => value is { } v ? v.ToString("N0", CultureInfo.InvariantCulture) : "–";

    /// <summary>1 word, 2 words.</summary>
    public static string Count(long count, string noun) => $"{N(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>0.8312 as 83.1 %, or a dash.</summary>
    public static string Percent(double? fraction) =>
        fraction is { } f ? (100 * f).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>A number with so many decimals, or a dash.</summary>
    public static string F(double? value, int decimals) =>
        value is { } v ? v.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "–";
}
