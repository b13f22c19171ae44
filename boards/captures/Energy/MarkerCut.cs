// From edges to inferences. What does not look like the markers of a run is refused by name: missing, bouncing, overlapping.
using System.Globalization;

namespace NanoCoopNet.Captures;

/// <summary>A capture cut by its markers.</summary>
/// <param name="Inferences">In order of time.</param>
/// <param name="Idle">What was measured before the first marker.</param>
/// <param name="Warnings">One sentence each.</param>
public sealed record MarkerCut(IReadOnlyList<Inference> Inferences, Pulse Idle, IReadOnlyList<string> Warnings)
{
    private const int LightSlot = 0,
        FullSlot = 1,
        LayerSlot = 2;

    /// <summary>Pulses of one marker last alike; one shorter than this part of the longest is no pulse of its.</summary>
    private const double LeastShare = 0.2;

    /// <summary>
    /// INT8 belongs to the BNN before it where the decision between them takes at most this many times the BNN's time.
    /// </summary>
    private const double MostDecision = 2;

    /// <summary>Cuts.</summary>
    /// <param name="trace">With the marks of <see cref="Markers.Channels"/>.</param>
    /// <param name="names">Channels of these, for messages.</param>
    /// <exception cref="CaptureException">markerMissing, markerBounces, markersOverlap.</exception>
    public static MarkerCut Of(CaptureTrace trace, MarkerChoice choice, IReadOnlyList<string> names)
    {
        List<string> warnings = [];
        List<Pulse> light = Pulses(trace, LightSlot, choice, names, warnings),
            full = Pulses(trace, FullSlot, choice, names, warnings);
        List<Pulse> layers = names.Count > LayerSlot ? Layers(trace, choice) : [];
        if (light.Count + full.Count == 0)
        {
            throw new CaptureException(
                "markerMissing",
                $"no marker is up in the capture "
                    + $"({string.Join(", ", names.Select((n, i) => $"{n}: {trace.Marks.Count(m => m.Slot == i)} edges"))})",
                "check the wires, name the channels with --light and --full, or give --active-low; a capture without markers is "
                    + "aligned with --no-markers"
            );
        }

        List<Inference> found = [];
        int f = 0,
            l = 0;
        for (int i = 0; i < light.Count || f < full.Count; )
        {
            Pulse? a = i < light.Count && (f == full.Count || light[i].BeginS <= full[f].BeginS) ? light[i++] : null;
            double next = i < light.Count ? light[i].BeginS : double.PositiveInfinity;
            Pulse? b =
                f < full.Count
                && (a is not { } bnn || (full[f].BeginS < next && full[f].BeginS - bnn.EndS <= MostDecision * bnn.DurationS))
                    ? full[f++]
                    : null;
            if ((a is { } p && b is { } q && q.BeginS < p.EndS) || (b ?? a)!.Value.EndS > next)
            {
                throw new CaptureException(
                    "markersOverlap",
                    $"both markers are up at {(b ?? a)!.Value.BeginS:0.######} s, which the firmware never does",
                    "check which channels the markers are on (--light, --full) and --active-low"
                );
            }

            found.Add(
                new Inference(
                    a,
                    a is { } x && b is { } y ? Gap(trace, x, y) : null,
                    b,
                    Within(layers, a, ref l),
                    Within(layers, b, ref l)
                )
            );
        }

        return new MarkerCut(found, IdleBefore(trace, found[0].BeginS), warnings);
    }

    private static List<Pulse> Within(List<Pulse> layers, Pulse? of, ref int next)
    {
        List<Pulse> within = [];
        for (; of is { } p && next < layers.Count && layers[next].BeginS < p.EndS; next++)
        {
            if (layers[next].EndS > p.BeginS)
            {
                within.Add(layers[next]);
            }
        }

        return within;
    }

    private static List<Pulse> Pulses(
        CaptureTrace trace,
        int slot,
        MarkerChoice choice,
        IReadOnlyList<string> names,
        List<string> warnings
    )
    {
        List<TraceMark> edges = Steady(
            [.. trace.Marks.Where(m => m.Slot == slot).Select(m => m with { Level = m.Level ^ choice.ActiveLow })],
            choice.DebounceS
        );
        List<Pulse> pulses = [];
        TraceMark? up = null;
        foreach (TraceMark edge in edges)
        {
            if (edge.Level)
            {
                up = edge;
            }
            else if (up is { } begin)
            {
                pulses.Add(Pulse.Between(begin, edge));
                up = null;
            }
            else
            {
                warnings.Add($"{names[slot]} is up when the capture begins: what was under way is left out");
            }
        }

        if (up is not null)
        {
            warnings.Add($"{names[slot]} is up when the capture ends: what was under way is left out");
        }

        double longest = pulses.Select(p => p.DurationS).DefaultIfEmpty(0).Max();
        double[] tooShort = [.. pulses.Select(p => p.DurationS).Where(d => d < LeastShare * longest)];
        if (tooShort.Length == 0)
        {
            return pulses;
        }

        string debounceUs = Math.Ceiling((1e6 * tooShort.Max()) + 1).ToString("0", CultureInfo.InvariantCulture);
        string longestMs = (1e3 * longest).ToString("0.###", CultureInfo.InvariantCulture);
        throw new CaptureException(
            "markerBounces",
            $"{tooShort.Length} of {pulses.Count} pulses of {names[slot]} last less than a "
                + $"fifth of its longest, {longestMs} ms: it bounces, or another pin was captured",
            $"check wire and ground, or ignore short levels with --debounce-us {debounceUs}"
        );
    }

    /// <summary>A layer is a time in which the layer marker is up and no other marker changes.</summary>
    private static List<Pulse> Layers(CaptureTrace trace, MarkerChoice choice)
    {
        List<Pulse> layers = [];
        bool up = ((trace.LevelsAtBegin >> LayerSlot & 1) != 0) ^ choice.ActiveLow;
        TraceMark? begin = null;
        foreach (TraceMark mark in trace.Marks)
        {
            if (begin is { } from && mark.TimeS > from.TimeS)
            {
                layers.Add(Pulse.Between(from, mark));
            }

            up = mark.Slot == LayerSlot ? mark.Level ^ choice.ActiveLow : up;
            begin = up ? mark : null;
        }

        return layers;
    }

    /// <summary>Drops levels that do not last: an edge that is taken back within the time was none.</summary>
    private static List<TraceMark> Steady(List<TraceMark> edges, double debounceS)
    {
        List<TraceMark> steady = [];
        foreach (TraceMark edge in edges)
        {
            if (steady.Count > 0 && edge.TimeS - steady[^1].TimeS < debounceS)
            {
                steady.RemoveAt(steady.Count - 1);
            }
            else
            {
                steady.Add(edge);
            }
        }

        return steady;
    }

    private static Pulse Gap(CaptureTrace trace, Pulse a, Pulse b)
    {
        TraceMark end = At(trace, a.EndS),
            begin = At(trace, b.BeginS);
        return Pulse.Between(end, begin);
    }

    private static TraceMark At(CaptureTrace trace, double timeS)
    {
        int low = 0,
            high = trace.Marks.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = trace.Marks[middle].TimeS < timeS ? (middle + 1, high) : (low, middle);
        }

        return trace.Marks[low];
    }

    private static Pulse IdleBefore(CaptureTrace trace, double firstS) =>
        Pulse.Between(new TraceMark(trace.BeginS, -1, false, 0, 0), At(trace, firstS));
}
