// What a file does not say of itself.
namespace NanoCoopNet.Captures;

/// <summary>
/// Columns of a plain CSV, by heading or by number (from 1). Headings may carry units: <c>I [mA]</c>, <c>Current(uA)</c>,
/// <c>time_ms</c>.
/// </summary>
/// <param name="Time">Time; null: the first column whose heading begins with "time".</param>
/// <param name="Analog">Current, voltage or power; empty: every column with a unit of one.</param>
/// <param name="Logic">Levels; empty: columns of 0 and 1 alone.</param>
public sealed record CsvColumns(string? Time, IReadOnlyList<string> Analog, IReadOnlyList<string> Logic)
{
    /// <summary>As the headings say.</summary>
    public static readonly CsvColumns ByHeading = new(null, [], []);
}

/// <summary>Options of reading.</summary>
public sealed record CaptureOptions
{
    /// <summary>Samples a second where the file has no time.</summary>
    public double? RateHz { get; init; }

    /// <summary>Unit of analog channels whose unit the file does not say, e.g. <c>mA</c>; see <see cref="UnitText"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>Analog channels are volts over this resistance; they become amperes.</summary>
    public double? ShuntOhm { get; init; }

    /// <summary>Of a plain CSV.</summary>
    public CsvColumns Columns { get; init; } = CsvColumns.ByHeading;
}
