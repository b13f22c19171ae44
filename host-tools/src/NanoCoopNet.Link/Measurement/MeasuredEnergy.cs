// What a mean inference of each mode took, as a line of the record; `nanocoop energy` writes it from a capture.
using System.Globalization;

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

    /// <summary>The record's field.</summary>
    public const string Field = "energyMj";

    /// <summary>Whether a model gave them and no instrument.</summary>
    public bool IsModel => Source.StartsWith(ModelPrefix, StringComparison.Ordinal);

    /// <summary>The line's value.</summary>
    public override string ToString() => FormattableString.Invariant($"light {LightMj:R}, full {FullMj:R}, {Source}");

    /// <summary>Reads it; null where it is something else.</summary>
    public static MeasuredEnergy? Parse(string text) =>
        text.Split(", ", 3) is [var light, var full, var source]
        && Value(light, "light ") is { } lightMj
        && Value(full, "full ") is { } fullMj
            ? new(lightMj, fullMj, source)
            : null;

    private static double? Value(string text, string name) =>
        text.StartsWith(name, StringComparison.Ordinal)
        && double.TryParse(text[name.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && value > 0
            ? value
            : null;
}
