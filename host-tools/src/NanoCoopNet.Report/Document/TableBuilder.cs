// Tables from lists of things: a column is a heading and what it takes of each thing.
namespace NanoCoopNet.Report;

/// <summary>Builds a table of <typeparamref name="T"/>s, one a row.</summary>
public sealed class TableBuilder<T>
{
    private readonly List<(Column Column, Func<T, object?> Value)> _columns = [];

    public TableBuilder<T> Text(string name, string title, Func<T, string?> value) =>
        Add(new(name, title, CellFormat.Text), value);

    public TableBuilder<T> Count(string name, string title, Func<T, double?> value) =>
        Number(name, title, CellFormat.Count, value);

    public TableBuilder<T> Percent(string name, string title, Func<T, double?> value) =>
        Number(name, title, CellFormat.Percent, value);

    public TableBuilder<T> Number(string name, string title, CellFormat format, Func<T, double?> value) =>
        Add(new(name, title, format), t => value(t));

    public ReportTable Build(string id, string caption, IEnumerable<T> things)
    {
        List<IReadOnlyList<object?>> rows = [];
        foreach (T thing in things)
        {
            rows.Add([.. _columns.Select(c => c.Value(thing))]);
        }

        return new ReportTable(id, caption, [.. _columns.Select(c => c.Column)], rows);
    }

    private TableBuilder<T> Add(Column column, Func<T, object?> value)
    {
        _columns.Add((column, value));
        return this;
    }
}
