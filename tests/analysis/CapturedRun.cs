// A run of known energies, as a record and as the capture of an instrument.
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis.Tests;

/// <param name="Modes">True: the sample ran both networks.</param>
internal sealed record CapturedRun(bool[] Modes)
{
    public const double BnnMw = 400,
        Int8Mw = 450,
        IdleMw = 120,
        BnnMs = 14.9237,
        Int8Ms = 26.066,
        ConfidenceMs = 0.05,
        GapMs = 7.3;
    public const string Mark = "LFFLFLLF";
    private const int ClockHz = 216_000_000;

    public static double LightMj => ((BnnMs + ConfidenceMs) * BnnMw) / 1e3;

    public static double FullMj => LightMj + (Int8Ms * Int8Mw / 1e3);

    /// <summary>Milliseconds of the BNN by the record, instead of the true ones.</summary>
    public double SaidBnnMs { get; init; } = BnnMs;

    public double DriftPpm { get; init; }

    public double Noise { get; init; }

    public bool Swapped { get; init; }

    public bool Bounces { get; init; }

    /// <summary>Inferences that the capture misses at its end.</summary>
    public int Missed { get; init; }

    public bool HasMarkers { get; init; } = true;

    /// <summary>Layers of the BNN and of INT8 in the record, as fractions of their network; no capture marks them.</summary>
    public double[][] Layers { get; init; } =
    [
        [],
        [],
    ];

    /// <summary>
    /// What the warm-ups ran in the capture, <see cref="MeasurementSession.Mark"/>; the record says <see cref="Mark"/>.
    /// </summary>
    public string WarmUps { get; init; } = Mark;

    /// <summary>Warm-ups before the capture begins.</summary>
    public int Late { get; init; }

    /// <summary>Amperes in the file by the true ones.</summary>
    public double CurrentScale { get; init; } = 1;

    public static CapturedRun Both(int samples) => new([.. Enumerable.Repeat(true, samples)]);

    public static CapturedRun Auto(Random random, int samples) =>
        new([.. Enumerable.Range(0, samples).Select(_ => random.Next(3) == 0)]);

    public MeasurementFile Record()
    {
        static int Counts(double ms) => (int)Math.Round(ms * ClockHz / 1e3);
        MeasurementRow Row(int i) =>
            new(
                i,
                0,
                new InferResult(
                    i,
                    Modes[i] ? TakenMode.Full : TakenMode.Light,
                    0,
                    0,
                    1,
                    Modes[i] ? 0 : null,
                    null,
                    100,
                    25600,
                    Counts(SaidBnnMs),
                    Counts(ConfidenceMs),
                    Modes[i] ? Counts(Int8Ms) : 0,
                    0,
                    0,
                    TimeSource.DwtCycles
                ),
                [
                    [.. Layers[0].Select(share => Counts(share * SaidBnnMs))],
                    [.. (Modes[i] ? Layers[1] : []).Select(share => Counts(share * Int8Ms))],
                    [],
                ]
            );
        MeasurementHeader header = Records.Header() with { LayerCounts = [Layers[0].Length, Layers[1].Length, 0] };
        return new MeasurementFile(header, [.. Enumerable.Range(0, Modes.Length).Select(Row)])
        {
            Sessions = [$"2026-01-01T00:00:00Z, after 0 rows, warm-up discarded: {Mark.Length} inferences, mark {Mark}"],
        };
    }

    /// <summary>Writes the capture.</summary>
    /// <param name="edit">Turns the finished text of a CSV into another.</param>
    public string Capture(string path, double rateHz, Random random, Func<string[], IEnumerable<string>>? edit = null)
    {
        double clock = 1 + (DriftPpm / 1e6),
            now = 0.2;
        List<(double Begin, double End, double Mw, ulong Levels)> parts = [(0, now, IdleMw, 0)];
        void Add(double ms, double mw, ulong levels)
        {
            parts.Add((now, now + (ms / 1e3), mw, levels));
            now += ms / 1e3;
        }

        bool[] all = [.. WarmUps[Late..].Select(m => m == MeasurementSession.Both), .. Modes];
        foreach (bool full in all.Take(all.Length - Missed))
        {
            ulong light = Swapped ? 2UL : 1,
                other = Swapped ? 1UL : 2;
            if (Bounces)
            {
                Add(0.03, BnnMw, light);
                Add(0.02, BnnMw, 0);
            }

            Add(BnnMs, BnnMw, light);
            Add(ConfidenceMs, BnnMw, 0);
            if (full)
            {
                Add(Int8Ms, Int8Mw, other);
            }

            Add(GapMs + random.NextDouble(), IdleMw, 0);
        }

        Add(1200, IdleMw, 0);
        using (
            ICaptureWriter writer = CaptureWriters.Create(path, new CaptureHead(rateHz, "", HasMarkers ? ["light", "full"] : []))
        )
        {
            int from = 0;
            for (long k = 0; ; k++)
            {
                double begin = k * writer.PeriodS / clock,
                    end = (k + 1) * writer.PeriodS / clock,
                    middle = (begin + end) / 2,
                    energy = 0;
                if (end > parts[^1].End)
                {
                    break;
                }

                while (parts[from].End <= begin)
                {
                    from++;
                }

                ulong levels = 0;
                for (int p = from; p < parts.Count && parts[p].Begin < end; p++)
                {
                    energy += parts[p].Mw * (Math.Min(end, parts[p].End) - Math.Max(begin, parts[p].Begin));
                    levels = parts[p].Begin <= middle && middle < parts[p].End ? parts[p].Levels : levels;
                }

                double gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                writer.Write(energy / (end - begin) / 1e3 * (1 + (Noise * gauss)) / 3.3 * CurrentScale, 3.3, levels);
            }
        }

        if (edit is not null)
        {
            File.WriteAllText(path, string.Join('\n', edit(File.ReadAllLines(path))) + "\n");
        }

        return path;
    }
}
