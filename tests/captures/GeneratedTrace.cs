// A trace of known content, and the samples of a capture gathered again.
namespace NanoCoopNet.Captures.Tests;

/// <param name="Amperes">Mean current of each sample.</param>
/// <param name="Levels">Logic channel i is bit i; it changes rarely.</param>
internal sealed record GeneratedTrace(double RateHz, double[] Amperes, double[] Volts, ulong[] Levels)
{
    public int Count => Amperes.Length;

    /// <summary>
    /// Random, of a few hundred to some thousand samples; values are multiples of what 32-bit formats hold exactly.
    /// </summary>
    public static GeneratedTrace Random(Random random, double rateHz, int channels = 4)
    {
        int count = random.Next(200, 3000);
        ulong levels = (ulong)random.Next(1 << channels);
        double[] amperes = new double[count],
            volts = new double[count];
        ulong[] bits = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            amperes[i] = random.Next(0, 500_000) * 1e-6;
            volts[i] = 3 + (random.Next(0, 600) * 1e-3);
            levels ^= random.Next(20) == 0 ? 1UL << random.Next(channels) : 0;
            bits[i] = levels;
        }

        return new GeneratedTrace(rateHz, amperes, volts, bits);
    }
}

/// <summary>All samples of a capture.</summary>
internal sealed record ReadTrace(
    CaptureInfo Info,
    double[][] Analog,
    ulong[] Levels,
    double EndS,
    IReadOnlyList<LogicEdge> Edges,
    IReadOnlyList<string> Warnings
)
{
    public static ReadTrace Of(string path, CaptureOptions? options = null)
    {
        using CaptureReader reader = CaptureFile.Open(path, options);
        List<double>[] analog = [.. reader.Info.Analog.Select(_ => new List<double>())];
        List<ulong> levels = [];
        List<LogicEdge> edges = [];
        CaptureBlock block = new();
        double end = 0,
            progress = 0;
        for (bool first = true; reader.Next(block); first = false)
        {
            Assert.IsTrue(
                first || block.BeginS >= end - (1e-6 * Math.Max(block.PeriodS, 1e-9)),
                $"blocks overlap: {block.BeginS} after {end}"
            );
            ulong now = block.LevelsAtBegin;
            int next = 0;
            for (int i = 0; i < block.Count; i++)
            {
                for (; next < block.Edges.Count && block.Edges[next].TimeS < block.BeginS + ((i + 0.5) * block.PeriodS); next++)
                {
                    ulong bit = 1UL << block.Edges[next].Channel;
                    Assert.AreNotEqual(block.Edges[next].Level, (now & bit) != 0, "an edge to the level that was there");
                    now ^= bit;
                }

                levels.Add(now);
                for (int c = 0; c < analog.Length; c++)
                {
                    analog[c].Add(block.Analog[c][i]);
                }
            }

            edges.AddRange(block.Edges);
            end = block.EndS;
            Assert.IsGreaterThanOrEqualTo(progress, reader.Progress + 1e-9);
            progress = reader.Progress;
        }

        return new ReadTrace(reader.Info, [.. analog.Select(a => a.ToArray())], [.. levels], end, edges, reader.Warnings);
    }

    public double[] Channel(string name) => Analog[Info.Analog.TakeWhile(a => a.Name != name).Count()];

    public static void AreClose(double[] expected, double[] actual, double relative, string what)
    {
        Assert.HasCount(expected.Length, actual, what);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], (relative * Math.Abs(expected[i])) + 1e-12, $"{what}, sample {i}");
        }
    }
}
