// The seam for current captures: what a mean inference of each mode took, as a line of the record.
using System.Globalization;

namespace NanoCoopNet.Link;

/// <summary>Energy of a mean inference, measured; the line <c># energyMj: light 3.12, full 10.4, SOURCE</c>.</summary>
/// <param name="LightMj">BNN and confidence, millijoules.</param>
/// <param name="FullMj">All of full mode.</param>
/// <param name="Source">Instrument and capture, for people.</param>
public sealed record MeasuredEnergy(double LightMj, double FullMj, string Source)
{
    /// <summary>The line's value.</summary>
    public override string ToString() => FormattableString.Invariant($"light {LightMj:R}, full {FullMj:R}, {Source}");

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">Another form.</exception>
    public static MeasuredEnergy Parse(string text)
    {
        string[] parts = text.Split(", ", 3);
        double Value(int i, string name) => parts.Length == 3 && parts[i].StartsWith(name + " ", StringComparison.Ordinal)
            && double.TryParse(parts[i][(name.Length + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double v) && v > 0
            ? v : throw new FormatException($"`{text}` is no energy: light MJ, full MJ, SOURCE");
        return new(Value(0, "light"), Value(1, "full"), parts[2]);
    }
}
