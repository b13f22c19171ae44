// The demo itself: everything a user of a real board does, over the serial port, in order.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Device;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Demo;

/// <summary>Runs the demo on an open board.</summary>
internal sealed class DemoRun(BoardClient board, ModelBlob model, DemoSamples samples, Shell shell)
{
    /// <summary>Samples sent again at other thresholds.</summary>
    private const int StepSamples = 40;

    /// <summary>Shares of light answers that the two other thresholds aim at.</summary>
    private const double ManyLight = 0.85,
        FewLight = 0.2;

    /// <summary>Runs: mode auto, all samples at the model's threshold, some again at a lower and a higher one.</summary>
    /// <param name="cpu">For the report.</param>
    /// <param name="seed">For the report.</param>
    public DemoReport Run(string cpu, int seed)
    {
        board.Mode(CoopMode.Auto);
        byte ct = board.ConfidenceThreshold();
        List<MeasurementRow> rows = Classify(samples.Indices.Length, $"{samples.Indices.Length} samples");
        int again = Math.Min(StepSamples, rows.Count);
        ThresholdStep baseline = Step("ct", again, rows[..again]);
        ThresholdStep lower = AtThreshold(Quantile(rows[..again], 1 - ManyLight), again);
        ThresholdStep higher = AtThreshold(Quantile(rows[..again], 1 - FewLight), again);
        board.ConfidenceThreshold(ct);
        ThresholdStep[] steps = [.. new[] { lower, baseline, higher }.OrderBy(s => s.ConfidenceThreshold)];
        bool moves =
            steps[0].LightFraction >= steps[1].LightFraction
            && steps[1].LightFraction >= steps[2].LightFraction
            && steps[0].LightFraction > steps[2].LightFraction;
        return Report(rows, ct, cpu, seed, moves, steps);
    }

    private List<MeasurementRow> Classify(int count, string title)
    {
        List<MeasurementRow> rows = [];
        ReadOnlyMemory<byte>[] images = [.. samples.Indices.Take(count).Select(samples.Data.Sample)];
        return shell.WithProgress(
            title,
            bar =>
            {
                new Measurer(board, InferRequest.AsBoardSays).Run(
                    images,
                    samples.Label,
                    row =>
                    {
                        rows.Add(row);
                        bar(rows.Count, count);
                    },
                    withLayers: false,
                    shell.Cancel
                );
                return rows;
            }
        );
    }

    /// <summary>Types a threshold at the board's console and classifies again.</summary>
    private ThresholdStep AtThreshold(byte threshold, int count)
    {
        string line = $"ct {ConfidenceText.Format(threshold)}";
        string answer = string.Join(' ', board.Console(line));
        shell.Say($"console> {line}");
        shell.Say($"  board: {answer}");
        byte inForce = board.ConfidenceThreshold();
        if (inForce != threshold)
        {
            throw new CliException(
                ExitCode.BoardRefused,
                $"the board refused `{line}`: {answer}",
                "look at it with: nanocoop console"
            );
        }

        return Step(line, count, Classify(count, line)) with
        {
            Answer = answer,
        };
    }

    private ThresholdStep Step(string typed, int count, IReadOnlyList<MeasurementRow> rows) =>
        new(
            typed,
            "",
            board.ConfidenceThreshold() / 256.0,
            count,
            Fraction(rows, r => r.Result.Mode == TakenMode.Light),
            Fraction(rows, r => r.Result.Answer == r.Label),
            rows.Average(r => (double)r.Result.CountsKernels)
        );

    /// <summary>The threshold that this share of confidences lies below, within what <c>ct</c> takes.</summary>
    private static byte Quantile(IReadOnlyList<MeasurementRow> rows, double share)
    {
        int[] sorted = [.. rows.Select(r => r.Result.Confidence256).Order()];
        return (byte)Math.Min(sorted[(int)(share * (sorted.Length - 1))], byte.MaxValue);
    }

    private DemoReport Report(
        List<MeasurementRow> rows,
        byte ct,
        string cpu,
        int seed,
        bool moves,
        IReadOnlyList<ThresholdStep> steps
    )
    {
        double? Mean(Func<MeasurementRow, bool> which, Func<MeasurementRow, double> cost) =>
            rows.Any(which) ? Math.Round(rows.Where(which).Average(cost), 1) : null;
        bool IsLight(MeasurementRow r) => r.Result.Mode == TakenMode.Light;
        bool IsFull(MeasurementRow r) => r.Result.Mode == TakenMode.Full;
        DemoCosts costs = new(
            Mean(IsLight, r => r.LightCounts),
            Mean(IsFull, r => r.FullCounts),
            Mean(IsFull, r => r.Result.CountsInt8),
            rows.Average(r => (double)r.Result.CountsKernels)
        );
        bool areInstructions = board.Hello.TimeSource == TimeSource.EmulatedInstructions;
        return new(
            rows.Count,
            Fraction(rows, r => r.Result.Answer == r.Label),
            Fraction(rows, IsLight),
            ct / 256.0,
            areInstructions ? costs.Light : null,
            areInstructions ? costs.Full : null,
            costs,
            rows[0].Result.TimeSource.Name(),
            board.Hello.Board + (board.Hello.IsVirtual ? " (virtual)" : ""),
            cpu,
            board.Hello.Firmware,
            model.Name,
            model.Header.Sha256,
            seed,
            ModelClock.Of(model.Bytes.Span).Parts,
            moves,
            steps,
            samples.Indices,
            [.. rows.Select(r => r.Label)],
            [.. rows.Select(r => r.Result.Answer)],
            [.. rows.Select(r => r.Result.Confidence65536)],
            [.. rows.Select(r => r.Result.Mode)]
        );
    }

    private static double Fraction(IReadOnlyCollection<MeasurementRow> rows, Func<MeasurementRow, bool> which) =>
        rows.Count(which) / (double)rows.Count;
}
