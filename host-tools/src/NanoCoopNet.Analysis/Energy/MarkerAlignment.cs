// Cuts a capture by its marker edges, in the same file or in another of the same time.
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Aligns by markers.</summary>
internal static class MarkerAlignment
{
    public static AlignedRun Of(
        Func<CaptureReader> open,
        CaptureInfo info,
        PowerSource power,
        ExpectedRun expected,
        EnergyOptions options,
        List<string> warnings,
        Action<double>? progress,
        CancellationToken cancel
    )
    {
        CaptureInfo markerInfo = info;
        CaptureTrace trace;
        Markers markers;
        if (options.MarkerFile is { } file)
        {
            CaptureTrace edges;
            using (CaptureReader marked = CaptureFile.Open(file, options.Reading))
            {
                markerInfo = marked.Info;
                markers =
                    Markers.Of(markerInfo, options.Markers)
                    ?? throw new CaptureException(
                        "noChannel",
                        $"{file} has no logic channels",
                        "give a capture that has logic channels"
                    );
                edges = CaptureScan.Run(marked, null, markers.Channels, cancel: cancel);
            }

            using CaptureReader current = open();
            CaptureTrace at = CaptureScan.Run(
                current,
                power,
                [],
                [.. edges.Marks.Select(m => m.TimeS)],
                progress,
                cancel: cancel
            );
            trace = at with
            {
                Marks = [.. edges.Marks.Zip(at.Marks, (e, m) => m with { Slot = e.Slot, Level = e.Level })],
                LevelsAtBegin = edges.LevelsAtBegin,
            };
            warnings.AddRange(current.Warnings);
        }
        else
        {
            using CaptureReader reader = open();
            markers = Markers.Of(info, options.Markers)!;
            trace = CaptureScan.Run(reader, power, markers.Channels, progress: progress, cancel: cancel);
            warnings.AddRange(reader.Warnings);
        }

        string[] names = [.. markers.Channels.Select(c => markerInfo.Logic[c])];
        double edgeS = markerInfo.EdgeUncertaintyS;
        try
        {
            return Match(trace);
        }
        catch (CaptureException)
        {
            ThrowIfSwapped();
            throw;
        }

        AlignedRun Match(CaptureTrace of)
        {
            List<string> said = [];
            MarkerCut cut = MarkerCut.Of(of, options.Markers, names);
            IReadOnlyList<(Inference, MeasurementRow)> pairs = CaptureMatch.Pairs(cut.Inferences, expected, said);
            double ratio = CaptureMatch.ClockRatio(pairs, expected, edgeS);
            warnings.AddRange(cut.Warnings.Concat(said));
            return new AlignedRun(
                pairs,
                cut.Idle.DurationS > 100 / Math.Max(info.RateHz, 1) ? cut.Idle.MeanW : null,
                $"markers {names[0]} (light) and {names[1]} (full){(names.Length > 2 ? $", layers {names[2]}" : "")}",
                ratio,
                edgeS
            );
        }

        void ThrowIfSwapped()
        {
            try
            {
                Match(trace with { Marks = [.. trace.Marks.Select(m => m.Slot < 2 ? m with { Slot = 1 - m.Slot } : m)] });
            }
            catch (CaptureException)
            {
                return;
            }

            throw new CaptureException(
                "markersSwapped",
                $"{names[0]} shows the full marker and {names[1]} the light one",
                $"give --light {names[1]} --full {names[0]}"
            );
        }
    }
}
