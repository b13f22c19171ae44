// Tests that go on as long as they are given: for a moment in an ordinary run, for minutes in tests/campaign.sh.
using System.Diagnostics;
using System.Globalization;

namespace NanoCoopNet.Tests;

/// <summary>The time budget and the counts of one campaign test. Such a test has the category <see cref="Category"/>.</summary>
public sealed class Campaign : IDisposable
{
    /// <summary>What tests/campaign.sh selects, and tests/run.sh leaves to it.</summary>
    public const string Category = "Campaign";

    private const string SecondsVariable = "NANOCOOP_CAMPAIGN_SECONDS",
        LogVariable = "NANOCOOP_CAMPAIGN_LOG";
    private const double DefaultSeconds = 3;
    private readonly string _name;
    private readonly Stopwatch _clock = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly double _seconds;

    /// <param name="name">What is tried, as the summary names it.</param>
    public Campaign(string name)
    {
        _name = name;
        _seconds = Environment.GetEnvironmentVariable(SecondsVariable) is { Length: > 0 } given
            ? double.Parse(given, CultureInfo.InvariantCulture)
            : DefaultSeconds;
    }

    /// <summary>False when the time is used up. It runs from the first question, which is answered with true.</summary>
    public bool GoesOn
    {
        get
        {
            bool isFirst = !_clock.IsRunning;
            _clock.Start();
            return isFirst || _clock.Elapsed.TotalSeconds < _seconds;
        }
    }

    /// <summary>Counts things of a kind.</summary>
    public void Add(string kind, long count = 1) => _counts[kind] = _counts.GetValueOrDefault(kind) + count;

    /// <summary>Writes the counts: to the test's output, and as one line to the campaign's log.</summary>
    public void Dispose()
    {
        IEnumerable<string> counts = _counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value:N0} {c.Key}"));
        string line = $"{_name}: {string.Join(", ", counts)}";
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable(LogVariable) is { Length: > 0 } log)
        {
            File.AppendAllText(log, line + "\n");
        }
    }
}
