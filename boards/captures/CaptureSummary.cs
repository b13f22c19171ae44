// What is in a capture, before anything is made of it: which channels there are, what they show, and whether anything is missing.
namespace NanoCoopNet.Captures;

/// <summary>An analog channel over the whole capture, in SI units; null where no sample of it is known.</summary>
/// <param name="Missing">Samples that are not known.</param>
public sealed record AnalogSummary(string Name, CaptureUnit Unit, double? Mean, double? Min, double? Max, long Missing);

/// <summary>A logic channel over the whole capture.</summary>
/// <param name="Edges">Changes of its level.</param>
/// <param name="UpS">Seconds in which it was high.</param>
public sealed record LogicSummary(string Name, long Edges, double UpS);

/// <summary>A capture as it is.</summary>
/// <param name="LengthS">From the first sample to the end.</param>
/// <param name="Samples">Of each analog channel.</param>
/// <param name="LostS">Seconds between samples that were lost.</param>
public sealed record CaptureSummary(
    CaptureFormat Format,
    string Instrument,
    string Comment,
    bool IsModel,
    double RateHz,
    double LengthS,
    long Samples,
    double LostS,
    IReadOnlyList<AnalogSummary> Analog,
    IReadOnlyList<LogicSummary> Logic,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Reads a capture to its end.</summary>
    /// <param name="progress">Gets 0 … 1.</param>
    /// <exception cref="CaptureException">What the reader refuses.</exception>
    public static CaptureSummary Of(
        string path,
        CaptureOptions options,
        Action<double>? progress = null,
        CancellationToken cancel = default
    )
    {
        using CaptureReader reader = CaptureFile.Open(path, options);
        CaptureInfo info = reader.Info;
        Running[] analog = [.. info.Analog.Select(_ => new Running())];
        long[] edges = new long[info.Logic.Count];
        double[] upS = new double[info.Logic.Count],
            since = new double[info.Logic.Count];
        double begin = 0,
            end = 0,
            lost = 0;
        long samples = 0;
        CaptureBlock block = new();
        for (bool first = true; reader.Next(block); first = false)
        {
            cancel.ThrowIfCancellationRequested();
            begin = first ? block.BeginS : begin;
            lost += first ? 0 : Math.Max(block.BeginS - end, 0);
            Array.Fill(since, block.BeginS);
            ulong levels = block.LevelsAtBegin;
            foreach (LogicEdge edge in block.Edges)
            {
                Count(edge.Channel, edge.TimeS);
                edges[edge.Channel]++;
                levels ^= 1UL << edge.Channel;
            }

            for (int c = 0; c < since.Length; c++)
            {
                Count(c, block.EndS);
            }

            for (int c = 0; c < analog.Length; c++)
            {
                analog[c].Add(block.Analog[c].AsSpan(0, block.Count));
            }

            end = Math.Max(end, block.EndS);
            samples += block.Count;
            progress?.Invoke(reader.Progress);

            void Count(int channel, double untilS)
            {
                upS[channel] += (levels >> channel & 1) != 0 ? untilS - since[channel] : 0;
                since[channel] = untilS;
            }
        }

        return new CaptureSummary(
            info.Format,
            info.Instrument,
            info.Comment,
            info.IsModel,
            info.RateHz,
            end - begin,
            samples,
            lost,
            [.. info.Analog.Zip(analog, (a, r) => r.Of(a))],
            [.. info.Logic.Select((name, c) => new LogicSummary(name, edges[c], upS[c]))],
            reader.Warnings
        );
    }

    private sealed class Running
    {
        private double _sum,
            _min = double.PositiveInfinity,
            _max = double.NegativeInfinity;
        private long _known,
            _missing;

        public void Add(ReadOnlySpan<double> samples)
        {
            double sum = 0;
            foreach (double sample in samples)
            {
                if (double.IsNaN(sample))
                {
                    _missing++;
                    continue;
                }

                sum += sample;
                _min = Math.Min(_min, sample);
                _max = Math.Max(_max, sample);
                _known++;
            }

            _sum += sum;
        }

        public AnalogSummary Of(AnalogChannel channel) =>
            _known > 0
                ? new(channel.Name, channel.Unit, _sum / _known, _min, _max, _missing)
                : new(channel.Name, channel.Unit, null, null, null, _missing);
    }
}
