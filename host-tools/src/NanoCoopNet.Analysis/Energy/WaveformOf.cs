// The first inferences of a run as a trace for the eye: least, mean and largest power of each bin.
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Reads a piece of a capture again.</summary>
internal static class WaveformOf
{
    private const int Inferences = 8,
        Bins = 3000;
    private const double Margin = 0.05;

    public static Waveform Read(
        Func<CaptureReader> open,
        PowerSource power,
        IReadOnlyList<(Inference Seen, MeasurementRow Row)> pairs,
        CancellationToken cancel
    )
    {
        Inference[] shown = [.. pairs.Take(Inferences).Select(p => p.Seen)];
        double first = shown[0].BeginS,
            margin = Math.Min(
                Margin * (shown[^1].EndS - first),
                shown.Length > 1 ? Math.Max(shown[1].BeginS - shown[0].EndS, 0) / 2 : double.PositiveInfinity
            ), // else of the neighbours, which are not shaded, there would be a part
            from = Math.Max(first - margin, 0),
            to = shown[^1].EndS + margin;
        using CaptureReader reader = open();
        reader.Want(power.Channels);
        int bins = (int)Math.Clamp((to - from) * reader.Info.RateHz, 1, Bins);
        double width = (to - from) / bins;
        double[] min = [.. Enumerable.Repeat(double.PositiveInfinity, bins)],
            max = [.. Enumerable.Repeat(double.NegativeInfinity, bins)],
            sum = new double[bins];
        int[] count = new int[bins];
        CaptureBlock block = new();
        double[] watts = new double[CaptureBlock.Capacity];
        while (reader.Next(block) && block.BeginS < to)
        {
            cancel.ThrowIfCancellationRequested();
            power.Compute(block, watts);
            for (int i = 0; i < block.Count; i++)
            {
                int bin = (int)Math.Floor((block.BeginS + ((i + 0.5) * block.PeriodS) - from) / width);
                if (bin >= 0 && bin < bins && !double.IsNaN(watts[i]))
                {
                    min[bin] = Math.Min(min[bin], watts[i]);
                    max[bin] = Math.Max(max[bin], watts[i]);
                    sum[bin] += watts[i];
                    count[bin]++;
                }
            }
        }

        int[] known = [.. Enumerable.Range(0, bins).Where(b => count[b] > 0)];
        return new Waveform(
            [.. known.Select(b => 1e3 * (from + (b * width) - first))],
            [.. known.Select(b => 1e3 * min[b])],
            [.. known.Select(b => 1e3 * sum[b] / count[b])],
            [.. known.Select(b => 1e3 * max[b])],
            [.. known.Select(b => IsUp(b, i => i.Light))],
            [.. known.Select(b => IsUp(b, i => i.Full))]
        );

        int IsUp(int bin, Func<Inference, Pulse?> of) =>
            shown.Any(i => of(i) is { } p && p.BeginS <= from + ((bin + 0.5) * width) && p.EndS > from + ((bin + 0.5) * width))
                ? 1
                : 0;
    }
}
