// The whole way from a capture and a record to energies: cut by markers or aligned by steps of power, compared sample by sample,
// integrated.
using System.Globalization;
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Measures the energy of a run.</summary>
public static class CaptureEnergy
{
    private const double LeastPlausibleW = 2e-3,
        MostPlausibleW = 10,
        ClockTolerance = 200e-6,
        LargestResidual = 0.1;
    private const int FewSamples = 20;
    private static readonly string[] NetNames = ["bnn", "int8", "glue"];

    /// <summary>Reads a capture of a run.</summary>
    /// <param name="path">The capture.</param>
    /// <param name="run">The record of the run.</param>
    /// <param name="progress">Gets 0 … 1, once a pass.</param>
    /// <exception cref="CaptureException">The capture cannot be read, or is not of this run; the name says which.</exception>
    public static RunEnergy Measure(
        string path,
        MeasurementFile run,
        EnergyOptions options,
        Action<double>? progress = null,
        CancellationToken cancel = default
    )
    {
        List<string> warnings = [];
        ExpectedRun expected = new(run);
        CaptureReader Open() => CaptureFile.Open(path, options.Reading);
        CaptureInfo info;
        PowerSource power;
        using (CaptureReader head = Open())
        {
            info = head.Info;
            power =
                PowerSource.Of(info, options.Power)
                ?? throw new CaptureException(
                    "powerMissing",
                    $"{path} has logic channels alone, so it gives times and no energy",
                    "give the capture that holds the current, and this one with --markers"
                );
        }

        Cut cut =
            options.WithoutMarkers || (info.Logic.Count == 0 && options.MarkerFile is null)
                ? ByPower(Open, power, expected, warnings, cancel)
                : ByMarkers(Open, info, power, expected, options, warnings, progress, cancel);
        double busyW = cut
            .Pairs.SelectMany(p => new[] { p.Seen.Light, p.Seen.Full })
            .OfType<Pulse>()
            .Where(p => p.IsWhole)
            .Select(p => p.MeanW)
            .DefaultIfEmpty(0)
            .Average();
        if (!options.AnyPower && busyW is < LeastPlausibleW or > MostPlausibleW)
        {
            throw new CaptureException(
                "powerImplausible",
                FormattableString.Invariant($"the networks run at {1e3 * busyW:G4} mW, which no such board takes"),
                "a unit is mistaken (mA for µA?): check --unit, --voltage and --current; --any-power takes it as it is"
            );
        }

        Energies energies = new(cut, run, expected, info, options.SubtractsIdle && cut.IdleW is { } idle ? idle : 0, warnings);
        bool isModel = info.IsModel || run.Header.Board.EndsWith("(virtual)", StringComparison.Ordinal);
        return new RunEnergy(
            Path.GetFileName(path),
            info.Instrument,
            info.RateHz,
            power.Describe(info),
            cut.Alignment,
            cut.ClockRatio,
            1e3 * cut.IdleW,
            options.SubtractsIdle,
            isModel,
            run.Header.Model,
            run.Header.BlobSha256,
            run.Header.Data,
            energies.Parts(),
            energies.Layers(),
            energies.Samples(),
            WaveformOf.Read(Open, power, cut.Pairs, cancel),
            warnings
        );
    }

    /// <summary>Inferences with their samples.</summary>
    /// <param name="EdgeS">How far each begin and end may be off.</param>
    /// <param name="BiasS">How much longer all are than the record says.</param>
    private sealed record Cut(
        IReadOnlyList<(Inference Seen, MeasurementRow Row)> Pairs,
        double? IdleW,
        string Alignment,
        double ClockRatio,
        double EdgeS,
        double BiasS = 0
    );

    private static Cut ByMarkers(
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
                    ?? throw new CaptureException("noChannel", $"{file} has no logic channels", "give a capture that has some");
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
        catch (CaptureException e) when (e.Name is "modesDiffer" or "timesDiffer" or "traceTooShort" or "markersOverlap")
        {
            ThrowIfSwapped();
            throw;
        }

        Cut Match(CaptureTrace of)
        {
            List<string> said = [];
            MarkerCut cut = MarkerCut.Of(of, options.Markers, names);
            IReadOnlyList<(Inference, MeasurementRow)> pairs = CaptureMatch.Pairs(cut.Inferences, expected, said);
            double ratio = CaptureMatch.ClockRatio(pairs, expected, edgeS);
            warnings.AddRange(cut.Warnings.Concat(said));
            return new Cut(
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

    private static Cut ByPower(
        Func<CaptureReader> open,
        PowerSource power,
        ExpectedRun expected,
        List<string> warnings,
        CancellationToken cancel
    )
    {
        double Total(MeasurementRow row) =>
            (ExpectedRun.RunsBnn(row) ? expected.BnnS(row) + expected.ConfidenceS(row) : 0)
            + (ExpectedRun.RunsInt8(row) ? expected.Int8S(row) : 0);
        MeasurementRow[] rows = [.. expected.All.OfType<MeasurementRow>()];
        PowerSteps found = PowerSteps.Find(open, power, rows.Min(Total) / 2, cancel);
        int skipped = found.Steps.Count < expected.All.Count ? expected.WarmUps : 0;
        MeasurementRow?[] all = [.. expected.All.Skip(skipped)];
        if (found.Steps.Count < all.Length)
        {
            throw new CaptureException(
                "traceTooShort",
                $"the power rises {found.Steps.Count} times, and the record has {all.Length} inferences",
                "start the capture before the run and stop it after; where idle and work take like power, capture the markers"
            );
        }

        int offset = Enumerable.Range(0, found.Steps.Count - all.Length + 1).MinBy(Residual);
        double rms = Residual(offset),
            mean = rows.Average(Total);
        if (rms > LargestResidual * mean)
        {
            throw new CaptureException(
                "cannotAlign",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the steps of power last other times than the record's inferences: {1e3 * rms:0.###} rms of "
                        + $"{1e3 * mean:0.###} ms"
                ),
                "the capture is of another run or model; or capture the markers"
            );
        }

        if (found.Steps.Count > expected.All.Count)
        {
            warnings.Add($"the power rises {found.Steps.Count - expected.All.Count} times more than the record has inferences");
        }

        (double[] Times, MeasurementRow Row)[] parts =
        [
            .. all.Select((r, i) => (r, Step: found.Steps[offset + i]))
                .Where(p => p.r is not null)
                .Select(p => (Times(p.r!, p.Step), p.r!)),
        ];
        using CaptureReader reader = open();
        CaptureTrace trace = CaptureScan.Run(reader, power, [], [.. parts.SelectMany(p => p.Times)], cancel: cancel);
        warnings.AddRange(reader.Warnings);
        List<(Inference, MeasurementRow)> pairs = [];
        for (int i = 0; i < parts.Length; i++)
        {
            TraceMark[] m = [.. trace.Marks.Skip(4 * i).Take(4)];
            bool bnn = ExpectedRun.RunsBnn(parts[i].Row),
                int8 = ExpectedRun.RunsInt8(parts[i].Row);
            pairs.Add(
                (
                    new Inference(
                        bnn ? Part(m[0], m[1]) : null,
                        bnn && int8 ? Part(m[1], m[2]) : null,
                        int8 ? Part(m[2], m[3]) : null,
                        [],
                        []
                    ),
                    parts[i].Row
                )
            );
        }

        double seen = parts.Sum(p => p.Times[3] - p.Times[0]),
            said = parts.Sum(p => Total(p.Row)),
            edgeS;
        edgeS = Math.Max(rms / 2, reader.Info.EdgeUncertaintyS);
        return new Cut(
            pairs,
            found.LowW,
            FormattableString.Invariant($"steps of power between {1e3 * found.LowW:0.#} and {1e3 * found.HighW:0.#} mW; ")
                + FormattableString.Invariant(
                    $"residual {1e3 * rms:0.###} ms root mean square over {rows.Length} inferences of {1e3 * mean:0.###} ms"
                ),
            seen / said,
            edgeS,
            (seen - said) / parts.Length
        );

        double Residual(int o) =>
            Math.Sqrt(
                all.Select((r, i) => (r, Step: found.Steps[o + i]))
                    .Where(p => p.r is not null)
                    .Average(p => Math.Pow(p.Step.EndS - p.Step.BeginS - Total(p.r!), 2))
            );

        double[] Times(MeasurementRow row, PowerStep step)
        {
            double total = Total(row),
                length = step.EndS - step.BeginS;
            double bnn = ExpectedRun.RunsBnn(row) ? expected.BnnS(row) : 0,
                confidence = ExpectedRun.RunsBnn(row) ? expected.ConfidenceS(row) : 0;
            return
            [
                step.BeginS,
                step.BeginS + (length * bnn / total),
                step.BeginS + (length * (bnn + confidence) / total),
                step.EndS,
            ];
        }

        static Pulse Part(TraceMark a, TraceMark b) => new(a.TimeS, b.TimeS, b.EnergyJ - a.EnergyJ, b.MissingS - a.MissingS);
    }

    /// <summary>Energies of the parts, idle taken off where it is to be.</summary>
    private sealed class Energies
    {
        private readonly IReadOnlyList<(Inference Seen, MeasurementRow Row)> _pairs;
        private readonly Cut _cut;
        private readonly MeasurementFile _run;
        private readonly ExpectedRun _expected;
        private readonly CaptureInfo _info;
        private readonly double _idleW,
            _idleOrZeroW,
            _decisionW;
        private readonly List<string> _warnings;

        public Energies(Cut cut, MeasurementFile run, ExpectedRun expected, CaptureInfo info, double idleW, List<string> warnings)
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
            int lost = pairs.Count(p =>
                new[] { p.Seen.Light, p.Seen.Decision, p.Seen.Full }.OfType<Pulse>().Any(x => !x.IsWhole)
            );
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
                Enumerable
                    .Range(0, bnn)
                    .Select(i => Part($"bnn.{i}", p => p.Seen.Light is null ? null : Of(p.Seen.LightLayers[i])))
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
                    $"{few.Length} layers last less than four samples of the capture "
                        + $"({string.Join(", ", few.Take(6))}{(few.Length > 6 ? ", …" : "")}): repeat them, `run layer NET N "
                        + "TIMES`"
                );
            }

            return all;
        }

        private (double, double, double)? Between(Pulse? net, IReadOnlyList<Pulse> layers) =>
            net is { IsWhole: true } whole && layers.Count > 0
                ? ((Mj(whole) - layers.Sum(l => Mj(l) ?? 0)) ?? 0, whole.DurationS - layers.Sum(l => l.DurationS), 0)
                : null;

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
        private PartEnergy? Part(
            string name,
            Func<(Inference Seen, MeasurementRow Row), (double Mj, double S, double EdgeMj)?> of
        )
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
}
