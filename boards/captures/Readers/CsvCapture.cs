// CSV of several instruments, told apart by their first lines; each becomes a layout of columns that one reader reads.
using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Captures;

/// <summary>A column of samples.</summary>
/// <param name="At">Index in the row.</param>
/// <param name="Scale">Value in SI units = cell · this.</param>
internal sealed record CsvColumn(int At, string Name, CaptureUnit Unit, double Scale);

/// <summary>What the columns of a file are.</summary>
/// <param name="SkipLines">Lines before the rows.</param>
/// <param name="Time">Column of time, or −1.</param>
/// <param name="TimeScale">Seconds of a unit of it.</param>
/// <param name="RateHz">Samples a second where rows have no time; else 0.</param>
/// <param name="OnlyChanges">Rows stand where a level changes, not at a rate.</param>
/// <param name="TimeOfBlock">Only some rows have a time: the others follow at <paramref name="RateHz"/>.</param>
internal sealed record CsvLayout(
    CaptureFormat Format,
    string Instrument,
    char Separator,
    int SkipLines,
    int Time,
    double TimeScale,
    double RateHz,
    IReadOnlyList<CsvColumn> Analog,
    IReadOnlyList<CsvColumn> Logic,
    string Comment = "",
    bool OnlyChanges = false,
    bool TimeOfBlock = false
);

/// <summary>Opens CSV files.</summary>
internal static partial class CsvCapture
{
    private const int LookedAt = 200;
    private const string RocketLoggerLine = "RocketLogger CSV File";
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    public static CaptureReader Open(string path, CaptureOptions options)
    {
        string[] lines = [.. File.ReadLines(path).Take(LookedAt)];
        int comments = lines.TakeWhile(l => l.Length == 0 || l[0] is '#' || l.StartsWith("; ", StringComparison.Ordinal)).Count();
        string comment = lines.Take(comments).FirstOrDefault(l => l.Length > 0)?.TrimStart('#', ';', ' ') ?? "";
        string head =
            comments < lines.Length
                ? lines[comments]
                : throw new CaptureException("unknownCapture", $"{path} holds no rows", "capture again");
        if (head == RocketLoggerLine)
        {
            return new CsvReader(path, RocketLogger(path, lines));
        }

        char separator = Separators.MaxBy(s => head.Count(c => c == s));
        string[] names = [.. head.Split(separator).Select(n => n.Trim().Trim('"'))];
        string[][] rows = [.. lines.Skip(comments + 1).Select(l => l.Split(separator))];
        CsvLayout layout =
            names.Contains("Current(uA)") ? Ppk2(path, names, comments, options)
            : names.Contains("Time [s]") && options.Columns == CsvColumns.ByHeading ? Saleae(names, rows, comments, options)
            : Plain(path, names, rows, separator, comments, options);
        return new CsvReader(path, layout with { Comment = comment });
    }

    /// <summary>
    /// nRF Connect Power Profiler, src/actions/exportChartAction.ts: any of time, current, all bits as text, a column a bit (0,
    /// 1, X both, − unknown).
    /// </summary>
    private static CsvLayout Ppk2(string path, string[] names, int comments, CaptureOptions options)
    {
        int time = Array.IndexOf(names, "Timestamp(ms)");
        double rate =
            time >= 0
                ? 0
                : options.RateHz
                    ?? throw new CaptureException(
                        "rateMissing",
                        $"{path} has no column Timestamp(ms)",
                        "export it with time stamps, or give --rate-hz 100000"
                    );
        return new CsvLayout(
            CaptureFormat.Ppk2Csv,
            "Nordic PPK2",
            ',',
            comments + 1,
            time,
            1e-3,
            rate,
            [new CsvColumn(Array.IndexOf(names, "Current(uA)"), "current", CaptureUnit.Ampere, 1e-6)],
            [.. names.Select((n, i) => new CsvColumn(i, n, CaptureUnit.Unknown, 1)).Where(c => BitName().IsMatch(c.Name))]
        );
    }

    /// <summary>
    /// Logic 2: levels where one changes, or volts at a rate; saleae/gitbook-docs, binary-and-csv-export-formats-2025-update.md.
    /// </summary>
    private static CsvLayout Saleae(string[] names, string[][] rows, int comments, CaptureOptions options)
    {
        int time = Array.IndexOf(names, "Time [s]");
        CsvColumn[] columns =
        [
            .. names
                .Select(
                    (n, i) =>
                        new CsvColumn(
                            i,
                            n,
                            options.ShuntOhm is null ? CaptureUnit.Volt : CaptureUnit.Ampere,
                            1 / (options.ShuntOhm ?? 1)
                        )
                )
                .Skip(time + 1),
        ];
        bool levels = rows.All(r => r.Length < names.Length || columns.All(c => r[c.At].Trim() is "0" or "1" or "X"));
        return new CsvLayout(
            CaptureFormat.SaleaeCsv,
            "Saleae Logic 2",
            ',',
            comments + 1,
            time,
            1,
            0,
            levels ? [] : columns,
            levels ? columns : [],
            OnlyChanges: levels
        );
    }

    /// <summary>
    /// RocketLogger's own CSV (software/rocketlogger/rl_file.c): fields, an empty line, headings with units; only the first row
    /// of a block has a time.
    /// </summary>
    private static CsvLayout RocketLogger(string path, string[] lines)
    {
        int head = Array.FindIndex(lines, l => l.StartsWith(',')),
            rateLine = Array.FindIndex(lines, l => l.StartsWith("Sample Rate,", StringComparison.Ordinal));
        if (
            head < 0
            || rateLine < 0
            || !double.TryParse(
                lines[rateLine].AsSpan("Sample Rate,".Length),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out double rate
            )
        )
        {
            throw CaptureException.Bad(path, "the header of a RocketLogger CSV has no rate or no channels");
        }

        string[] names = lines[head].Split(',');
        List<CsvColumn> analog = [],
            logic = [];
        for (int i = 1; i < names.Length; i++)
        {
            string name = names[i].Split(' ')[0];
            if (UnitText.OfHeading(names[i]) is { } scale)
            {
                analog.Add(new CsvColumn(i, name, scale.Unit, scale.Factor));
            }
            else
            {
                logic.Add(new CsvColumn(i, name.Split('[')[0], CaptureUnit.Unknown, 1));
            }
        }

        string comment =
            lines.FirstOrDefault(l => l.StartsWith("Comment,", StringComparison.Ordinal))?["Comment,".Length..] ?? "";
        return new CsvLayout(
            CaptureFormat.RocketLoggerCsv,
            "RocketLogger",
            ',',
            head + 1,
            0,
            1,
            rate * RocketLoggerHeader.ClockScale,
            analog,
            logic,
            comment,
            TimeOfBlock: true
        );
    }

    private static CsvLayout Plain(
        string path,
        string[] names,
        string[][] rows,
        char separator,
        int comments,
        CaptureOptions options
    )
    {
        bool headings = names.Any(n => !IsNumber(n));
        if (!headings && options.Columns == CsvColumns.ByHeading)
        {
            throw new CaptureException(
                "unknownCapture",
                $"{path} has no headings, so its columns are unknown",
                "name them by number: --columns time=1,current=2 --unit mA"
            );
        }

        int Find(string column) =>
            int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n >= 1 && n <= names.Length
                ? n - 1
            : Array.IndexOf(names, column) is var at and >= 0 ? at
            : throw new CaptureException(
                "noColumn",
                $"{path} has no column `{column}`",
                $"its columns are {string.Join(", ", names.Select(x => $"`{x}`"))}"
            );
        int time = options.Columns.Time is { } t
            ? Find(t)
            : Array.FindIndex(names, n => n.StartsWith("time", StringComparison.OrdinalIgnoreCase));
        int[] analog =
            options.Columns.Analog.Count > 0
                ? [.. options.Columns.Analog.Select(Find)]
                : [.. Enumerable.Range(0, names.Length).Where(i => i != time && UnitText.OfHeading(names[i]) is not null)];
        int[] logic =
            options.Columns.Logic.Count > 0
                ? [.. options.Columns.Logic.Select(Find)]
                :
                [
                    .. Enumerable
                        .Range(0, names.Length)
                        .Where(i =>
                            i != time
                            && !analog.Contains(i)
                            && rows.Length > 0
                            && rows.All(r => r.Length <= i || r[i].Trim() is "0" or "1")
                        ),
                ];
        if (analog.Length + logic.Length == 0)
        {
            throw new CaptureException(
                "unknownCapture",
                $"{path} is a CSV without a column of current, voltage, power or levels that says so",
                $"name them, e.g. --columns time={names[0]},current={names[^1]} --unit mA"
            );
        }

        if (time < 0 && options.RateHz is null)
        {
            throw new CaptureException(
                "rateMissing",
                $"{path} has no column of time",
                "name it with --columns time=NAME, or give --rate-hz"
            );
        }

        return new CsvLayout(
            CaptureFormat.Csv,
            "CSV",
            separator,
            comments + (headings ? 1 : 0),
            time,
            time >= 0 ? UnitText.OfTime(names[time]) : 0,
            time >= 0 ? 0 : options.RateHz!.Value,
            [.. analog.Select(i => Column(names[i], i, options))],
            [.. logic.Select(i => new CsvColumn(i, names[i], CaptureUnit.Unknown, 1))]
        );
    }

    private static CsvColumn Column(string name, int at, CaptureOptions options)
    {
        UnitText.Scale? said = UnitText.OfHeading(name),
            given = options.Unit is { } u ? UnitText.Parse(u) : null;
        if (said is { } s && given is { } g && s.Unit == g.Unit && s != g)
        {
            throw new CaptureException(
                "unitContradicts",
                $"the heading `{name}` and the option --unit {options.Unit} contradict each other",
                "leave --unit out where headings have units"
            );
        }

        UnitText.Scale? scale = said ?? given;
        bool isShunt = options.ShuntOhm is not null && (scale is null || scale.Value.Unit == CaptureUnit.Volt);
        return new CsvColumn(
            at,
            name,
            isShunt ? CaptureUnit.Ampere : scale?.Unit ?? CaptureUnit.Unknown,
            (scale?.Factor ?? 1) / (isShunt ? options.ShuntOhm!.Value : 1)
        );
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^D[0-7]$")]
    private static partial Regex BitName();
}
