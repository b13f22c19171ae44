// One session of a measurement as a line among the rows of its record: when it began, and the warm-up that was discarded. The
// warm-up marks the run: which networks each of its inferences ran is drawn by chance, so that a capture of one run can be told
// from a capture of another run of the same model.
using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Link;

/// <summary>A session.</summary>
/// <param name="BeganUtc">As the line has it.</param>
/// <param name="RowsBefore">Rows that stand before it.</param>
/// <param name="WarmUpCounts">Counts of the kernels of each discarded inference; empty where there was none.</param>
/// <param name="Mark">A letter for each discarded inference: <see cref="Light"/>, <see cref="Both"/> or <see cref="Int8"/>; empty
/// in records that do not say it.</param>
public sealed partial record MeasurementSession(string BeganUtc, int RowsBefore, IReadOnlyList<long> WarmUpCounts, string Mark)
{
    /// <summary>The BNN alone ran.</summary>
    public const char Light = 'L';

    /// <summary>Both networks ran.</summary>
    public const char Both = 'F';

    /// <summary>INT8 alone ran.</summary>
    public const char Int8 = 'I';

    /// <summary>Inferences that were discarded.</summary>
    public int WarmUps { get; private init; } = WarmUpCounts.Count;

    /// <summary>A session that begins now.</summary>
    public static MeasurementSession Begin(int rowsBefore, IReadOnlyList<InferResult> warmUp) =>
        new(
            DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            rowsBefore,
            [.. warmUp.Select(r => r.CountsKernels)],
            string.Concat(warmUp.Select(Letter))
        );

    /// <summary>The line without its prefix.</summary>
    public override string ToString()
    {
        string counts = WarmUpCounts.Count > 0 ? $" of {string.Join(' ', WarmUpCounts)} counts" : "";
        string mark = Mark.Length > 0 ? $", mark {Mark}" : "";
        return $"{BeganUtc}, after {RowsBefore} rows, warm-up discarded: {WarmUps} inferences{counts}{mark}";
    }

    /// <summary>Reads a line; null: it has another form.</summary>
    public static MeasurementSession? Parse(string line)
    {
        Match m = Line().Match(line);
        if (
            !m.Success
            || !int.TryParse(m.Groups["rows"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
            || !int.TryParse(m.Groups["warmUps"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int warmUps)
        )
        {
            return null;
        }

        long[] counts =
        [
            .. m.Groups["counts"]
                .Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(c => long.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : 0),
        ];
        string mark = m.Groups["mark"].Value;
        return new(m.Groups["began"].Value, rows, counts, mark.Length == warmUps ? mark : "") { WarmUps = warmUps };
    }

    private static char Letter(InferResult r) =>
        r.BnnTop1 is null ? Int8
        : r.CountsInt8 > 0 ? Both
        : Light;

    [GeneratedRegex(
        @"^(?<began>[^,]*), after (?<rows>\d+) rows, warm-up discarded: (?<warmUps>\d+) inferences"
            + @"( of (?<counts>[\d ]+) counts)?(, mark (?<mark>[LFI]+))?$"
    )]
    private static partial Regex Line();
}
