// Energies of modes, networks, layers and samples of an aligned run, idle taken off where it is to be.
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Means, spreads and uncertainties.</summary>
internal sealed class EnergyParts
{
    private const double ClockTolerance = 200e-6;
    private const int FewSamples = 20;
    private const double LeastBetweenS = 1e-12; // less is the rounding of times
    private static readonly string[] NetNames = ["bnn", "int8", "glue"];
    private readonly IReadOnlyList<(Inference Seen, MeasurementRow Row)> _pairs;
    private readonly AlignedRun _cut;
    private readonly MeasurementFile _run;
    private readonly ExpectedRun _expected;
    private readonly CaptureInfo _info;
    private readonly double _idleW,
        _idleOrZeroW,
        _decisionW;
    private readonly List<string> _warnings;

    public EnergyParts(
        AlignedRun cut,
        MeasurementFile run,
        ExpectedRun expected,
        CaptureInfo info,
        double idleW,
        List<string> warnings
    )
    {
        IReadOnlyList<(Inference Seen, MeasurementRow Row)> pairs = cut.Pairs;
        (_cut, _pairs, _run, _expected, _info, _idleW, _warnings) = (cut, pairs, run, expected, info, idleW, warnings);
        _idleOrZeroW = idleW > 0 ? 0 : cut.IdleW ?? 0;
        Pulse[] decisions = [.. pairs.Select(p => p.Seen.Decision).OfType<Pulse>().Where(d => d.IsWhole && d.DurationS > 0)];
        Pulse[] bnns = [.. pairs.Select(p => p.Seen.Light).OfType<Pulse>().Where(l => l.IsWhole)];
        _decisionW =
            decisions.Length > 0 && decisions.Sum(d => d.DurationS) > 2 / Math.Max(info.RateHz, 1)
                ? decisions.Sum(d => d.EnergyJ) / decisions.Sum(d => d.DurationS)
            : bnns.Length > 0 ? bnns.Average(b => b.MeanW)
            : 0;
        int lost = pairs.Count(p => new[] { p.Seen.Light, p.Seen.Decision, p.Seen.Full }.OfType<Pulse>().Any(x => !x.IsWhole));
        if (lost > 0)
        {
            warnings.Add($"samples of the capture were lost within {lost} of {pairs.Count} inferences, which are left out");
        }
    }

    public IReadOnlyList<SampleEnergy> Samples() =>
        [
            .. _pairs.Select(p => new SampleEnergy(
                p.Row.Index,
                p.Row.Result.Mode.ToString().ToLowerInvariant(),
                p.Seen.BeginS,
                Mj(p.Seen.Light),
                Mj(p.Seen.Decision),
                Mj(p.Seen.Full),
                LightMj(p),
                FullMj(p),
                EdgeMj(p.Seen.Light) + EdgeMj(p.Seen.Full)
            )),
        ];

    public IReadOnlyList<PartEnergy> Parts() =>
        [
            .. new PartEnergy?[]
            {
                Part(
                    "light mode",
                    p =>
                        LightMj(p) is { } mj
                            ? (mj, p.Seen.Light!.Value.DurationS + _expected.ConfidenceS(p.Row), EdgeMj(p.Seen.Light))
                            : null
                ),
                Part(
                    "full mode",
                    p =>
                        FullMj(p) is { } mj && p.Seen.Light is not null
                            ? (mj, p.Seen.EndS - p.Seen.BeginS, EdgeMj(p.Seen.Light) + EdgeMj(p.Seen.Full))
                            : null
                ),
                Part("BNN", p => Of(p.Seen.Light)),
                Part("decision", p => Of(p.Seen.Decision)),
                Part(
                    _run.Header.LayerCounts.Count > 2 && _run.Header.LayerCounts[2] > 0 ? "INT8 and glue" : "INT8",
                    p => Of(p.Seen.Full)
                ),
            }.OfType<PartEnergy>(),
        ];

    public IReadOnlyList<PartEnergy> Layers()
    {
        if (_pairs.All(p => p.Seen.LightLayers.Count + p.Seen.FullLayers.Count == 0))
        {
            return [];
        }

        List<PartEnergy?> layers = [];
        int bnn = _run.Header.LayerCounts[0];
        int[] full = [.. _run.Header.LayerCounts.Skip(1)];
        (Inference Seen, MeasurementRow Row) other = _pairs.FirstOrDefault(p =>
            (p.Seen.Light is not null && p.Seen.LightLayers.Count != bnn)
            || (p.Seen.Full is not null && p.Seen.FullLayers.Count != full.Sum() && p.Seen.FullLayers.Count != full[0])
        );
        if (other.Seen is { } seen)
        {
            _warnings.Add(
                $"sample {other.Row.Index} shows {seen.LightLayers.Count} layers of the BNN and "
                    + $"{seen.FullLayers.Count} of INT8 and glue, the record has {bnn} "
                    + $"and {full.Sum()}: layers are left out (sampled too slowly, or a wire)"
            );
            return [];
        }

        layers.AddRange(
            Enumerable.Range(0, bnn).Select(i => Part($"bnn.{i}", p => p.Seen.Light is null ? null : Of(p.Seen.LightLayers[i])))
        );
        layers.Add(Part("bnn, between layers", p => Between(p.Seen.Light, p.Seen.LightLayers)));
        for (int net = 0, first = 0; net < full.Length; first += full[net++])
        {
            int from = first;
            string name = NetNames[net + 1];
            layers.AddRange(
                Enumerable
                    .Range(0, full[net])
                    .Select(i =>
                        Part(
                            $"{name}.{i}",
                            p =>
                                p.Seen.Full is null || from + i >= p.Seen.FullLayers.Count
                                    ? null
                                    : Of(p.Seen.FullLayers[from + i])
                        )
                    )
            );
        }

        layers.Add(Part("int8 and glue, between layers", p => Between(p.Seen.Full, p.Seen.FullLayers)));
        PartEnergy[] all = [.. layers.OfType<PartEnergy>()];
        string[] few =
        [
            .. all.Where(l => l.SamplesOfCapture < PartEnergy.FewestSamples && l.Part.Contains('.')).Select(l => l.Part),
        ];
        if (few.Length > 0)
        {
            _warnings.Add(
                $"{(few.Length == 1 ? "1 layer lasts" : $"{few.Length} layers last")} less than four samples of the capture "
                    + $"({string.Join(", ", few.Take(6))}{(few.Length > 6 ? ", …" : "")}): repeat them, `run layer NET "
                    + "LAYER N` on the console"
            );
        }

        return all;
    }

    private (double, double, double)? Between(Pulse? net, IReadOnlyList<Pulse> layers) =>
        net is not { IsWhole: true } whole || layers.Count == 0 ? null
        : whole.DurationS - layers.Sum(l => l.DurationS) is var left && left > LeastBetweenS
            ? ((Mj(whole) - layers.Sum(l => Mj(l) ?? 0)) ?? 0, left, 0)
        : (0, 0, 0);

    private (double, double, double)? Of(Pulse? pulse) =>
        Mj(pulse) is { } mj ? (mj, pulse!.Value.DurationS, EdgeMj(pulse)) : null;

    private double? Mj(Pulse? pulse) => pulse is { IsWhole: true } p ? 1e3 * (p.EnergyJ - (_idleW * p.DurationS)) : null;

    private double EdgeMj(Pulse? pulse) => pulse is { } p ? 1e3 * 2 * _cut.EdgeS * p.MeanW : 0;

    private double? LightMj((Inference Seen, MeasurementRow Row) p) =>
        Mj(p.Seen.Light) + (1e3 * (_decisionW - _idleW) * _expected.ConfidenceS(p.Row));

    private double? FullMj((Inference Seen, MeasurementRow Row) p) =>
        p.Seen.Full is null ? null
        : p.Seen.Light is null ? Mj(p.Seen.Full)
        : Mj(p.Seen.Light) + Mj(p.Seen.Decision) + Mj(p.Seen.Full);

    /// <param name="of">Millijoules, seconds and the most that the edges may be off.</param>
    private PartEnergy? Part(string name, Func<(Inference Seen, MeasurementRow Row), (double Mj, double S, double EdgeMj)?> of)
    {
        (double Mj, double S, double EdgeMj)[] all = [.. _pairs.Select(of).OfType<(double, double, double)>()];
        if (all.Length == 0)
        {
            return null;
        }

        double mean = all.Average(a => a.Mj),
            seconds = all.Average(a => a.S);
        double variance = all.Length > 1 ? all.Sum(a => (a.Mj - mean) * (a.Mj - mean)) / (all.Length - 1) : 0;
        double edges = all.Average(a => a.EdgeMj * a.EdgeMj) / 6; // two edges, each even over ±half a sample
        if (name == "light mode" && all.Length < FewSamples)
        {
            _warnings.Add($"only {all.Length} inferences: means of less than {FewSamples} say little");
        }

        return new PartEnergy(
            name,
            all.Length,
            mean,
            all.Min(a => a.Mj),
            all.Max(a => a.Mj),
            Math.Sqrt(variance),
            (2 * Math.Sqrt(Math.Max(variance, edges) / all.Length))
                + (ClockTolerance * Math.Abs(mean))
                + (
                    seconds > 0
                        ? ((_cut.EdgeS / 2) + Math.Abs(_cut.BiasS)) * Math.Abs((mean / seconds) - (1e3 * _idleOrZeroW))
                        : 0
                ),
            1e3 * seconds,
            seconds > 0 ? mean / seconds : 0,
            seconds * _info.RateHz
        );
    }
}
