// Reads what VcdWriter writes, strictly by IEEE 1364: for tests.
using System.Globalization;

namespace NanoCoopNet.VirtualBoard.Tests;

internal sealed record VcdEdge(string Wire, bool Level, long TimeNs);

internal static class VcdReader
{
    public static (IReadOnlyList<string> Wires, IReadOnlyList<VcdEdge> Edges) Read(string text)
    {
        var wires = new Dictionary<char, string>();
        var levels = new Dictionary<char, bool>();
        var edges = new List<VcdEdge>();
        long time = -1;
        bool timescale = false,
            defined = false,
            dumping = false;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "$timescale":
                    timescale = line == "$timescale 1 ns $end";
                    break;
                case "$var":
                    wires.Add(words[3].Single(), words[4]);
                    break;
                case "$enddefinitions":
                    defined = true;
                    break;
                case "$dumpvars":
                    dumping = true;
                    break;
                case "$end":
                    dumping = false;
                    break;
                case "$comment" or "$scope" or "$upscope":
                    break;
                default:
                    Assert.IsTrue(defined && timescale, line);
                    if (line[0] == '#')
                    {
                        long next = long.Parse(line.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
                        Assert.IsGreaterThan(time, next, "time rises");
                        time = next;
                        break;
                    }

                    Assert.AreEqual(2, line.Length, line);
                    bool level = line[0] == '1' || (line[0] == '0' ? false : throw new FormatException(line));
                    if (!dumping)
                    {
                        Assert.AreNotEqual(levels[line[1]], level, "an edge changes the level");
                        edges.Add(new VcdEdge(wires[line[1]], level, time));
                    }

                    levels[line[1]] = level;
                    break;
            }
        }

        Assert.HasCount(wires.Count, levels, "every wire has an initial value");
        return ([.. wires.Values], edges);
    }
}
