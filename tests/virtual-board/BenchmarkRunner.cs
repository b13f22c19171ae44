// The dialogue of MLPerf Tiny's runner (its serial device and DUT classes), from the benchmark's public description: a command
// ends on '%', is sent whole, and the answer is read by lines up to m-ready.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NanoCoopNet.Link;

namespace NanoCoopNet.VirtualBoard.Tests;

internal sealed partial class BenchmarkRunner(IByteTransport port)
{
    private const int BytesOfCommand = 38; // 80 characters
    private const int LimitMs = 60_000;

    private readonly StringBuilder _rest = new();

    /// <summary>Sends a command; lines of its answer, <c>m-ready</c> left out.</summary>
    public List<string> Send(string command)
    {
        port.Write(Encoding.ASCII.GetBytes(command + "%"));
        List<string> lines = [];
        long end = Environment.TickCount64 + LimitMs;
        while (true)
        {
            string line = ReadLine(end);
            if (line == "m-ready")
            {
                return lines;
            }

            lines.Add(line);
        }
    }

    /// <summary>What the runner takes the board's name from.</summary>
    public string Name() => Only(Send("name"), NameLine());

    /// <summary>Loads a sample as the runner does.</summary>
    public void Load(byte[] sample)
    {
        CollectionAssert.AreEqual(new[] { $"m-[Expecting {sample.Length} bytes]" }, Send($"db load {sample.Length}"));
        List<string> answers = [];
        for (int at = 0; at < sample.Length; at += BytesOfCommand)
        {
            answers.AddRange(
                Send("db " + Convert.ToHexStringLower(sample.AsSpan(at, Math.Min(BytesOfCommand, sample.Length - at))))
            );
        }

        CollectionAssert.AreEqual(new[] { "m-load-done" }, answers, "said once, after the last byte");
    }

    /// <summary>Runs inferences; the results, and the microseconds between both times.</summary>
    public (double[] Results, long ElapsedUs) Infer(int times, int warmups)
    {
        List<string> lines = Send($"infer {times} {warmups}");
        double[] results = [.. Only(lines, ResultsLine()).Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        long[] laps =
        [
            .. lines
                .Select(l => LapLine().Match(l))
                .Where(m => m.Success)
                .Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];
        Assert.HasCount(2, laps, string.Join('\n', lines));
        return (results, laps[1] - laps[0]);
    }

    private static string Only(List<string> lines, Regex form) =>
        lines.Select(l => form.Match(l)).Single(m => m.Success).Groups[1].Value;

    private string ReadLine(long end)
    {
        byte[] buffer = new byte[512];
        while (true)
        {
            string text = _rest.ToString();
            int at = text.IndexOf("\r\n", StringComparison.Ordinal);
            if (at >= 0)
            {
                _rest.Remove(0, at + 2);
                return text[..at];
            }

            Assert.IsLessThan(end, Environment.TickCount64, $"a whole line; so far: {text}");
            int count = port.Read(buffer, 200);
            _rest.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
    }

    [GeneratedRegex(@"^m-name-dut-\[([^]]+)\]$")]
    private static partial Regex NameLine();

    [GeneratedRegex(@"^m-results-\[([^]]+)\]$")]
    private static partial Regex ResultsLine();

    [GeneratedRegex("^m-lap-us-([0-9]+)$")]
    private static partial Regex LapLine();
}
