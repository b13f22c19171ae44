// Every table that a test has the tool print is printed on a terminal of 80 columns too: it fits, and no word or number breaks.
using NanoCoopNet.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NanoCoopNet.Cli.Tests;

/// <summary>Looks at the tables on their way to a console.</summary>
internal sealed class NarrowTables : IRenderHook
{
    private const int Columns = 80;

    /// <summary>Longer words (hashes, paths) are wider than what is left of a line, and break.</summary>
    private const int LongestWord = 40;

    private readonly List<string> _faults = [];

    private NarrowTables() { }

    /// <summary>Looks at every table that a shell prints from now on.</summary>
    public static NarrowTables Of(Shell shell)
    {
        NarrowTables made = new();
        shell.Console.Pipeline.Attach(made);
        return made;
    }

    /// <summary>Fails with what was found.</summary>
    public void Verify(string what) => Assert.IsEmpty(_faults, $"{what}: {string.Join('\n', _faults)}");

    /// <summary>A shell whose results go to a terminal of 80 columns.</summary>
    public static Shell Terminal(TextWriter output, bool wide = false)
    {
        Shell shell = new(output, TextWriter.Null, interactive: false, coloured: true, CancellationToken.None) { IsWide = wide };
        shell.Console.Profile.Width = Columns;
        return shell;
    }

    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables)
    {
        IRenderable[] all = [.. renderables];
        foreach (Table table in all.OfType<Table>())
        {
            Check(options, table);
        }

        return all;
    }

    private void Check(RenderOptions options, Table table)
    {
        StringWriter output = new() { NewLine = "\n" };
        Terminal(output).Print(table);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string text = string.Join('\n', lines);
        if (lines.Any(l => l.Length > Columns))
        {
            _faults.Add($"wider than {Columns} columns:\n{text}");
        }

        int at = text.IndexOf("left out: ", StringComparison.Ordinal);
        string left = at < 0 ? "" : Words(text[at..]);
        for (int i = 0; i < table.Columns.Count; i++)
        {
            string header = Plain(options, table.Columns[i].Header);
            if (header.Length > 0 && left.Contains(Words(header), StringComparison.Ordinal))
            {
                continue;
            }

            IEnumerable<string> cells = table.Rows.Select(row => Plain(options, row.ElementAt(i)));
            foreach (
                string word in cells
                    .Append(table.ShowHeaders ? header : "")
                    .SelectMany(c => c.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
                    .Where(w => w.Length <= LongestWord && !lines.Any(l => l.Contains(w, StringComparison.Ordinal)))
            )
            {
                _faults.Add($"'{word}' breaks:\n{text}");
            }
        }
    }

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static string Plain(RenderOptions options, IRenderable cell) =>
        string.Concat(cell.Render(options, short.MaxValue).Select(s => s.Text)).Trim();
}
