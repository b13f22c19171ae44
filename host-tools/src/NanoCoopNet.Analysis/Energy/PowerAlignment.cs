// Brings a capture without markers together with the record: an inference is where the power rises from idle, its parts are
// placed by the record's times.
using System.Globalization;
using NanoCoopNet.Captures;
using NanoCoopNet.Link;

namespace NanoCoopNet.Analysis;

/// <summary>Aligns by steps of the power.</summary>
internal static class PowerAlignment
{
    private const double LargestResidual = 0.1;

    /// <summary>Both networks take at least this many times the BNN's time, where no sample says how long.</summary>
    private const double LeastBothByLight = 1.5;

    /// <exception cref="CaptureException">cannotAlign, traceTooShort, otherRun.</exception>
    public static AlignedRun Of(
        Func<CaptureReader> open,
        PowerSource power,
        ExpectedRun expected,
        List<string> warnings,
        CancellationToken cancel
    )
    {
        PowerSteps found = PowerSteps.Find(open, power, expected.All.Select(expected.TotalS).OfType<double>().Min() / 2, cancel);
        string saw = $"the power rises {found.Steps.Count} times";
        int[] offsets = CaptureMatch.Offsets(found.Steps.Count, expected, saw);
        double mean = expected.All.Where(e => e.Row is not null).Average(e => expected.TotalS(e)!.Value);
        int[] sameTimes = [.. offsets.Where(o => Rms(o, withMark: false) <= LargestResidual * mean)];
        if (sameTimes.Length == 0)
        {
            throw Enumerable
                .Range(0, Math.Max(found.Steps.Count - expected.WarmUps, 0))
                .Any(o => Rms(o, withMark: true) <= LargestResidual * mean)
                ? CaptureMatch.TooShort(saw, expected)
                : CannotAlign(offsets.Min(o => Rms(o, withMark: false)), mean);
        }

        int[] fitting = [.. sameTimes.Where(o => Captured(o).All(p => p.Of.Row is not null || Shows(p.Step, p.Of.Ran)))];
        if (fitting.Length == 0)
        {
            throw CaptureMatch.OtherRun();
        }

        int offset = fitting.OrderBy(o => Math.Max(-o, 0)).ThenBy(o => Rms(o, withMark: true)).First();
        double rms = Rms(offset, withMark: false);
        CaptureMatch.WarnOf(offset, found.Steps.Count, expected, warnings);
        (double[] Times, MeasurementRow Row)[] parts =
        [
            .. Captured(offset).Where(p => p.Of.Row is not null).Select(p => (Times(p.Of.Row!, p.Step), p.Of.Row!)),
        ];
        using CaptureReader reader = open();
        CaptureTrace trace = CaptureScan.Run(reader, power, [], [.. parts.SelectMany(p => p.Times)], cancel: cancel);
        warnings.AddRange(reader.Warnings);
        double seen = parts.Sum(p => p.Times[3] - p.Times[0]),
            said = parts.Sum(p => expected.TotalS(p.Row));
        return new AlignedRun(
            [.. parts.Select((p, i) => (InferenceOf(p.Row, [.. trace.Marks.Skip(4 * i).Take(4)]), p.Row))],
            found.LowW,
            FormattableString.Invariant($"steps of power between {1e3 * found.LowW:0.#} and {1e3 * found.HighW:0.#} mW; ")
                + FormattableString.Invariant(
                    $"residual {1e3 * rms:0.###} ms root mean square over {parts.Length} inferences of {1e3 * mean:0.###} ms"
                ),
            seen / said,
            Math.Max(rms / 2, reader.Info.EdgeUncertaintyS),
            (seen - said) / parts.Length
        );

        IEnumerable<(ExpectedInference Of, PowerStep Step)> Captured(int o) =>
            expected
                .All.Select((e, i) => (e, At: o + i))
                .Where(p => p.At >= 0 && p.At < found.Steps.Count)
                .Select(p => (p.e, found.Steps[p.At]));

        double Rms(int o, bool withMark) =>
            Math.Sqrt(
                Captured(o)
                    .Where(p => withMark || p.Of.Row is not null)
                    .Select(p => p.Step.EndS - p.Step.BeginS - expected.TotalS(p.Of))
                    .OfType<double>()
                    .Average(d => d * d)
            );

        // Whether a step is as long as an inference of these networks: on their side of the middle between BNN and both.
        bool Shows(PowerStep step, RanNetworks? of) =>
            of is not { Bnn: true } ran
            || expected.LightS is not { } light
            || step.EndS - step.BeginS < (expected.Int8OnlyS is { } int8 ? light + (int8 / 2) : LeastBothByLight * light)
                != ran.Int8;

        double[] Times(MeasurementRow row, PowerStep step)
        {
            double total = expected.TotalS(row),
                length = step.EndS - step.BeginS,
                bnn = ExpectedRun.RunsBnn(row) ? expected.BnnS(row) : 0,
                confidence = ExpectedRun.RunsBnn(row) ? expected.ConfidenceS(row) : 0;
            return
            [
                step.BeginS,
                step.BeginS + (length * bnn / total),
                step.BeginS + (length * (bnn + confidence) / total),
                step.EndS,
            ];
        }
    }

    private static CaptureException CannotAlign(double rms, double mean) =>
        new(
            "cannotAlign",
            string.Create(
                CultureInfo.InvariantCulture,
                $"the steps of power last other times than the record's inferences: {1e3 * rms:0.###} rms of "
                    + $"{1e3 * mean:0.###} ms"
            ),
            "the capture is of another run or model; or capture the markers"
        );

    /// <param name="m">Begin, the BNN's end, INT8's begin, end.</param>
    private static Inference InferenceOf(MeasurementRow row, TraceMark[] m)
    {
        bool bnn = ExpectedRun.RunsBnn(row),
            int8 = ExpectedRun.RunsInt8(row);
        return new Inference(
            bnn ? Pulse.Between(m[0], m[1]) : null,
            bnn && int8 ? Pulse.Between(m[1], m[2]) : null,
            int8 ? Pulse.Between(m[2], m[3]) : null,
            [],
            []
        );
    }
}
