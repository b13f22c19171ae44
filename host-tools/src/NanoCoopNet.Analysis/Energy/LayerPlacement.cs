// Layers of a capture that does not show them one by one, because it is too slow or has no layer marker: placed within their
// network by the record's times, with what is left between them in equal parts.
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Places layers.</summary>
internal static class LayerPlacement
{
    private const int Bnn = 0,
        Int8 = 1,
        Glue = 2;

    /// <summary>Whether every inference shows the layers that the model has.</summary>
    /// <param name="layers">Of BNN, INT8 and glue.</param>
    public static bool ShowsAll(AlignedRun run, IReadOnlyList<int> layers) =>
        run.Pairs.All(p =>
            (p.Seen.Light is null || p.Seen.LightLayers.Count == layers[Bnn])
            && (
                p.Seen.Full is null
                || p.Seen.FullLayers.Count == StemLayers(p.Row) + layers[Int8] + (RunsGlue(p.Row) ? layers[Glue] : 0)
            )
        );

    /// <summary>Places the layers of every inference; null: the record does not say how long they take.</summary>
    public static AlignedRun? Place(
        Func<CaptureReader> open,
        PowerSource power,
        AlignedRun run,
        ExpectedRun expected,
        CancellationToken cancel
    )
    {
        List<(double Begin, double End)> places = [];
        List<(int Light, int Full)> counts = [];
        foreach ((Inference seen, MeasurementRow row) in run.Pairs)
        {
            if (expected.LayersS(row) is not { } layers)
            {
                return null;
            }

            double[] light = seen.Light is null ? [] : [.. layers[Bnn]],
                full = seen.Full is null
                    ? []
                    : [.. layers[Bnn].Take(StemLayers(row)), .. layers[Int8], .. RunsGlue(row) ? layers[Glue] : []];
            counts.Add((light.Length, full.Length));
            places.AddRange(Within(seen.Light, light));
            places.AddRange(Within(seen.Full, full));
        }

        using CaptureReader reader = open();
        IReadOnlyList<TraceMark> marks = CaptureScan
            .Run(reader, power, [], [.. places.SelectMany(p => new[] { p.Begin, p.End })], cancel: cancel)
            .Marks;
        Pulse[] pulses = [.. Enumerable.Range(0, places.Count).Select(i => Pulse.Between(marks[2 * i], marks[(2 * i) + 1]))];
        List<(Inference, MeasurementRow)> pairs = [];
        int next = 0;
        foreach (((Inference seen, MeasurementRow row), (int light, int full)) in run.Pairs.Zip(counts))
        {
            Pulse[] ofLight = pulses[next..(next + light)],
                ofFull = pulses[(next + light)..(next + light + full)];
            next += light + full;
            pairs.Add((seen with { LightLayers = ofLight, FullLayers = ofFull }, row));
        }

        return run with
        {
            Pairs = pairs,
        };
    }

    // Of a shared stem that ran for the INT8 network alone.
    private static int StemLayers(MeasurementRow row) => ExpectedRun.RunsBnn(row) ? 0 : row.Layers[Bnn].Count;

    private static bool RunsGlue(MeasurementRow row) => row.Result.CountsGlue > 0;

    private static IEnumerable<(double Begin, double End)> Within(Pulse? net, double[] layersS)
    {
        if (net is not { } pulse || layersS.Length == 0)
        {
            yield break;
        }

        double sum = layersS.Sum(),
            left = pulse.DurationS - sum,
            scale = left < 0 || layersS.Length == 1 ? pulse.DurationS / sum : 1,
            gap = scale == 1 && layersS.Length > 1 ? left / (layersS.Length - 1) : 0,
            at = pulse.BeginS;
        foreach (double layer in layersS)
        {
            double end = Math.Min(at + (scale * layer), pulse.EndS);
            yield return (at, end);
            at = Math.Min(end + gap, pulse.EndS);
        }
    }
}
