// A capture brought together with the record of its run.
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Inferences with their samples.</summary>
/// <param name="EdgeS">How far each begin and end may be off.</param>
/// <param name="BiasS">How much longer all are than the record says.</param>
internal sealed record AlignedRun(
    IReadOnlyList<(Inference Seen, MeasurementRow Row)> Pairs,
    double? IdleW,
    string Alignment,
    double ClockRatio,
    double EdgeS,
    double BiasS = 0
);
