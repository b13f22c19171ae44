// Every CSV that is small enough for memory is written and read here, by Sep: cells with separators, quotes or line ends are
// quoted (RFC 4180), lines end with \n. Captures stream through Sep themselves.
using System.Globalization;
using nietras.SeparatedValues;

namespace NanoCoopNet;

/// <summary>Rows of cells as text.</summary>
public static class CsvText
{
    private const char Separator = ',';

    /// <summary>The rows as text.</summary>
    public static string Write(IEnumerable<IEnumerable<string>> rows)
    {
        StringWriter text = new() { NewLine = "\n" };
        using SepWriter writer = Sep.New(Separator)
            .Writer(o =>
                o with
                {
                    WriteHeader = false,
                    Escape = true,
                    DisableColCountCheck = true,
                    ColNotSetOption = SepColNotSetOption.Skip,
                    CultureInfo = CultureInfo.InvariantCulture,
                }
            )
            .To(text);
        foreach (IEnumerable<string> cells in rows)
        {
            using SepWriter.Row row = writer.NewRow();
            int at = 0;
            foreach (string cell in cells)
            {
                row[at++].Set(cell);
            }
        }

        writer.Flush();
        return text.ToString();
    }

    /// <summary>One row as text, its line end included.</summary>
    public static string Line(params IEnumerable<string> cells) => Write([cells]);

    /// <summary>A cell: a number in invariant form, so that it comes back as it is; empty for null.</summary>
    public static string Cell<T>(T? value)
        where T : struct, IFormattable => value is { } v ? Cell(v) : "";

    /// <summary>A cell.</summary>
    public static string Cell<T>(T value)
        where T : struct, IFormattable => value.ToString(value is double or float ? "R" : null, CultureInfo.InvariantCulture);

    /// <summary>The rows of a text, which may have any numbers of cells; a line that is empty has one, empty.</summary>
    /// <exception cref="NanoCoopException">BadData, badCsv: a cell of 16 MiB, so a quote does not end.</exception>
    public static IReadOnlyList<string[]> Read(string text)
    {
        try
        {
            return Rows(text);
        }
        catch (NotSupportedException e)
        {
            throw new NanoCoopException(
                ExitCode.BadData,
                "badCsv",
                "a cell is larger than 16 MiB: a quote does not end",
                "close every quote",
                e
            );
        }
    }

    private static List<string[]> Rows(string text)
    {
        using SepReader reader = Sep.New(Separator)
            .Reader(o => o with { HasHeader = false, DisableColCountCheck = true, Unescape = true })
            .FromText(text);
        List<string[]> rows = [];
        foreach (SepReader.Row row in reader)
        {
            string[] cells = new string[row.ColCount];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = row[i].ToString();
            }

            rows.Add(cells);
        }

        return rows;
    }
}
