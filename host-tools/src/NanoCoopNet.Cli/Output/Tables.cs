// Tables that look alike: one border, numbers right, invariant culture.
using System.Globalization;
using System.Runtime.CompilerServices;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NanoCoopNet.Cli.Output;

/// <summary>Helpers for tables.</summary>
internal static class Tables
{
    /// <summary>Border and padding of a column; the table has one more border.</summary>
    private const int AroundColumn = 3;

    private static readonly ConditionalWeakTable<TableColumn, object> LeaveOrder = [];

    /// <summary>A table; a column whose name begins with <c>&gt;</c> is right-aligned, and numbers never break. One whose name
    /// begins with <c>?</c> is left out where the terminal is too narrow; more of them: earlier.</summary>
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
            string name = column.TrimStart('?');
            bool right = name.StartsWith('>');
            TableColumn made = new(Markup.Escape(name.TrimStart('>')));
            if (name.Length < column.Length)
            {
                LeaveOrder.Add(made, column.Length - name.Length);
            }

            made.NoWrap = right;
            table.AddColumn(right ? made.RightAligned() : made);
        }

        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void Row(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    /// <summary>Prints a table. On a terminal it fits the width: columns are left out, which is said, and then text breaks
    /// between words. With <c>--wide</c> nothing is left out.</summary>
    public static void Print(this Shell shell, Table table)
    {
        if (!shell.IsTerminal || !table.ShowHeaders) // facts break where they must: both columns are needed
        {
            shell.Console.Write(table);
            return;
        }

        int width = shell.Console.Profile.Width;
        (int Least, int Most)[] widths = Widths(shell, table);
        List<int> kept = [.. Enumerable.Range(0, widths.Length)];
        int Most() => kept.Sum(i => widths[i].Most + AroundColumn) + 1;
        int Least() => kept.Sum(i => widths[i].Least + AroundColumn) + 1;
        if (shell.IsWide)
        {
            shell.Console.Profile.Width = Math.Max(width, Most());
            shell.Console.Write(table);
            shell.Console.Profile.Width = width;
            return;
        }

        while (Most() > width && Next(table, kept) is { } next)
        {
            kept.Remove(next);
        }

        for (; Least() > width && kept.Count > 1; kept.RemoveAt(kept.Count - 1)) { } // what is left breaks between words only

        string[] left = [.. Enumerable.Range(0, widths.Length).Except(kept).Select(i => Plain(shell, table.Columns[i].Header))];
        Share(table, kept, widths, width - Least());
        shell.Console.Write(left.Length == 0 ? table : Only(table, kept));
        kept.ForEach(i => table.Columns[i].Width = null);
        if (left.Length > 0)
        {
            shell.Console.WriteLine($"left out: {string.Join(", ", left)} (--wide shows all)");
        }
    }

    /// <summary>Gives each column what its longest word needs, and shares the rest; without that Spectre.Console breaks
    /// words.</summary>
    private static void Share(Table table, List<int> kept, (int Least, int Most)[] widths, int rest)
    {
        int wanted = kept.Sum(i => widths[i].Most - widths[i].Least);
        if (rest >= 0 && wanted > rest)
        {
            kept.ForEach(i => table.Columns[i].Width = widths[i].Least + (rest * (widths[i].Most - widths[i].Least) / wanted));
        }
    }

    /// <summary>Of each column: with its text broken between all words, and not broken at all.</summary>
    private static (int Least, int Most)[] Widths(Shell shell, Table table)
    {
        RenderOptions options = RenderOptions.Create(shell.Console, shell.Console.Profile.Capabilities);
        Measurement Measure(TableColumn column, IRenderable cell) =>
            cell.Measure(options, short.MaxValue) is var m && column.NoWrap ? new Measurement(m.Max, m.Max) : m;
        return
        [
            .. table.Columns.Select(
                (column, i) =>
                {
                    IEnumerable<IRenderable> cells = table.Rows.Select(row => row.ElementAt(i));
                    Measurement[] all =
                    [
                        .. (table.ShowHeaders ? cells.Append(column.Header) : cells).Select(c => Measure(column, c)),
                    ];
                    return (all.Max(m => m.Min), all.Max(m => m.Max));
                }
            ),
        ];
    }

    /// <summary>The marked column that goes next; null: none is left.</summary>
    private static int? Next(Table table, List<int> kept)
    {
        (int Column, int Order)[] can =
        [
            .. kept.Select(i => (i, LeaveOrder.TryGetValue(table.Columns[i], out object? order) ? (int)order : 0)),
        ];
        (int Column, int Order) first = can.MaxBy(c => (c.Order, c.Column));
        return first.Order > 0 ? first.Column : null;
    }

    private static Table Only(Table table, List<int> kept)
    {
        Table made = new() { Border = table.Border, ShowHeaders = table.ShowHeaders };
        made.AddColumns([.. kept.Select(i => table.Columns[i])]);
        foreach (TableRow row in table.Rows)
        {
            made.AddRow(kept.Select(i => row.ElementAt(i)));
        }

        return made;
    }

    private static string Plain(Shell shell, IRenderable header) =>
        string.Concat(
                header
                    .Render(RenderOptions.Create(shell.Console, shell.Console.Profile.Capabilities), short.MaxValue)
                    .Select(s => s.Text)
            )
            .Trim();

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
