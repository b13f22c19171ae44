// What a mean inference of each mode took, as a line of the record; `nanocoop energy` writes it from a capture.
using System.Globalization;
using System.Text;

namespace NanoCoopNet.Link;

/// <summary>Energy of a mean inference; the line <c># energyMj: light 3.12, full 10.4, SOURCE</c>.</summary>
/// <param name="LightMj">BNN and confidence, millijoules.</param>
/// <param name="FullMj">All of full mode.</param>
/// <param name="Source">Instrument and capture, for people; begins with <see cref="ModelPrefix"/> where nothing was
/// measured.</param>
public sealed record MeasuredEnergy(double LightMj, double FullMj, string Source)
{
    /// <summary>Begin of the source of energies that come from a computed capture.</summary>
    public const string ModelPrefix = "model:";

    private const string LinePrefix = "# energyMj: ",
        ColumnsPrefix = "index,";

    /// <summary>Whether a model gave them and no instrument.</summary>
    public bool IsModel => Source.StartsWith(ModelPrefix, StringComparison.Ordinal);

    /// <summary>The line's value.</summary>
    public override string ToString() => FormattableString.Invariant($"light {LightMj:R}, full {FullMj:R}, {Source}");

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">Another form.</exception>
    public static MeasuredEnergy Parse(string text)
    {
        string[] parts = text.Split(", ", 3);
        double Value(int i, string name) =>
            parts.Length == 3
            && parts[i].StartsWith(name + " ", StringComparison.Ordinal)
            && double.TryParse(parts[i][(name.Length + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double v)
            && v > 0
                ? v
                : throw new FormatException($"`{text}` is no energy: light MJ, full MJ, SOURCE");
        return new(Value(0, "light"), Value(1, "full"), parts[2]);
    }

    /// <summary>
    /// A sealed record with these energies instead of those it had; every other byte is kept, the seal is made anew.
    /// </summary>
    /// <param name="record">Text of the record, its seal intact.</param>
    public string WriteInto(string record)
    {
        List<string> lines = [.. record.TrimEnd('\n').Split('\n')];
        lines.RemoveAll(l => l.StartsWith(LinePrefix, StringComparison.Ordinal));
        int rows = int.Parse(lines[^1][RecordSeal.Prefix.Length..].Split(' ')[0], CultureInfo.InvariantCulture);
        lines.RemoveAt(lines.Count - 1);
        lines.Insert(lines.FindIndex(l => l.StartsWith(ColumnsPrefix, StringComparison.Ordinal)), LinePrefix + this);
        string body = string.Join('\n', lines) + "\n";
        return body + RecordSeal.Line(Encoding.UTF8.GetBytes(body), rows);
    }
}
