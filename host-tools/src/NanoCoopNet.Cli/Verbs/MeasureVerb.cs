// nanocoop measure: a record of what each sample cost on a board and what every network said of it.
using System.CommandLine;
using System.Security.Cryptography;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Device;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Measures.</summary>
internal sealed class MeasureVerb : Verb
{
    private const int DefaultWarmUp = 16;
    private readonly Argument<string> _model;
    private readonly Option<string> _data;
    private readonly Option<string?> _split;
    private readonly Option<int?> _count;
    private readonly Option<string> _mode;
    private readonly OutputOption<string?> _output;
    private readonly Option<bool> _noLayers;
    private readonly Option<int?> _warmUp;
    private readonly Option<bool> _restart;
    private readonly Option<bool> _markLayers;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public MeasureVerb()
        : base(
            "measure",
            "Measure samples on a board, or on several (--port A,B): answers, confidence, cycles of every part and layer"
        )
    {
        _model = Add(new Argument<string>("model") { Description = "Model blob, .ncn; must be the one on the board" });
        _data = Add(Options.Needed("--data", "Samples, .npz", "X.npz"));
        _split = Add(Options.Text("--split", "Part of the file", "NAME"));
        _count = Add(Options.Count("Only the first N samples"));
        _mode = Add(
            new Option<string>("--mode")
            {
                Description = "both: BNN, INT8 and glue, whatever the confidence; else only what that mode runs",
                DefaultValueFactory = _ => MeasureSession.Both,
                HelpName = "MODE",
            }
        );
        _mode.AcceptOnlyFromAmong([MeasureSession.Both, .. Enum.GetNames<CoopMode>().Select(n => n.ToLowerInvariant())]);
        _output = Add(
            new OutputOption<string?>("--out", "-o")
            {
                Description = "Record to write, one row per sample; repeat an interrupted command to continue it",
                HelpName = "RUN.csv",
            }
        );
        _noLayers = Add(
            new Option<bool>("--no-layers") { Description = "Leaves out the cost of each layer (one request less per sample)" }
        );
        _warmUp = Add(
            Options.Integer(
                "--warm-up",
                $"Inferences to run first, no rows of the record ({DefaultWarmUp} by default); which networks they run is drawn "
                    + "by chance and tells captures of several runs apart",
                0,
                1000,
                "N"
            )
        );
        _restart = Add(
            new Option<bool>("--restart") { Description = "Starts again, and discards RUN.csv.partial of an interrupted run" }
        );
        _markLayers = Add(
            new Option<bool>("--mark-layers") { Description = "Markers 2 and 3 (D4, D5) show each layer, for a capture" }
        );
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        MeasurePlan plan = Plan(parse, shell);
        IReadOnlyList<string> ports = _board.Ports(parse, shell);
        string? output = parse.GetValue(_output);
        MeasurementFile[] files = shell.WithProgress(
            $"measure {plan.Data.Count} samples",
            bar => MeasureAll(plan, ports, output, (port, cancel) => Open(plan, port, parse, shell, cancel), shell, bar)
        );
        MeasureReport[] reports =
        [
            .. files.Select(f => MeasureReport.Of(f, plan.Model.Nets, MeasureSession.ClockOf(f.Header.Board, plan.Model))),
        ];
        if (reports is [var only])
        {
            _json.Write(parse, shell, only, r => Render(shell, r));
        }
        else
        {
            _json.Write(parse, shell, reports, all => Array.ForEach(all, r => Render(shell, r)));
        }

        return ExitCode.Success;
    }

    private BoardClient Open(MeasurePlan plan, string port, ParseResult parse, Shell shell, CancellationToken cancel)
    {
        BoardClient board = _board.Open(port, parse, shell, bulk: true, cancel);
        ModelCheck.Provide(board, plan.Model, shell);
        return board;
    }

    private MeasurePlan Plan(ParseResult parse, Shell shell)
    {
        string path = parse.GetRequiredValue(_model),
            mode = parse.GetRequiredValue(_mode),
            file = parse.GetRequiredValue(_data);
        ModelBlob model = ModelFile.Read(path, shell);
        Dataset data = DatasetFile.Read(file, parse.GetValue(_split), model, parse.GetValue(_count), labelsRequired: false);
        shell.Note(data.Note);
        using FileStream stream = InputFile.Open(file);
        return new MeasurePlan(
            path,
            model,
            data,
            Convert.ToHexStringLower(SHA256.HashData(stream)),
            mode == MeasureSession.Both ? null : Enum.Parse<CoopMode>(mode, ignoreCase: true),
            !parse.GetValue(_noLayers),
            parse.GetValue(_warmUp) ?? DefaultWarmUp,
            parse.GetValue(_restart),
            parse.GetValue(_markLayers)
        );
    }

    /// <summary>Every board takes its share at its own pace; when one fails the others stop too, and all their records can be
    /// continued.</summary>
    private static MeasurementFile[] MeasureAll(
        MeasurePlan plan,
        IReadOnlyList<string> ports,
        string? output,
        Func<string, CancellationToken, BoardClient> open,
        Shell shell,
        Action<double, double> bar
    )
    {
        int done = 0;
        Lock once = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(shell.Cancel);
        Task<MeasurementFile>[] boards =
        [
            .. ports.Select(
                (port, shard) =>
                    Task.Run(() =>
                    {
                        try
                        {
                            MeasureSession session = new(plan, shard, ports.Count);
                            using BoardClient board = open(port, stop.Token);
                            MeasurementFile file = session.Run(
                                board,
                                session.OutputOf(output),
                                shell.Say,
                                rows =>
                                {
                                    lock (once)
                                    {
                                        bar(done += rows, plan.Data.Count);
                                    }
                                },
                                stop.Token
                            );
                            SayInterrupts(InterruptCost.Measure(board), port, shell);
                            return file;
                        }
                        catch
                        {
                            stop.Cancel();
                            throw;
                        }
                    })
            ),
        ];
        Task.WaitAny(Task.WhenAll(boards));
        Exception? first = boards
            .SelectMany(b => b.Exception?.InnerExceptions ?? Enumerable.Empty<Exception>())
            .FirstOrDefault(e => e is not OperationCanceledException);
        return first is null ? [.. boards.Select(b => b.GetAwaiter().GetResult())] : throw new AggregateException(first);
    }

    private static void SayInterrupts(InterruptCost? cost, string port, Shell shell)
    {
        if (cost is { } c)
        {
            shell.Say(
                $"{port}: one sample {c.Runs} times: the median run costs {Tables.F(100 * c.MedianExcess, 3)} %, the slowest "
                    + $"{Tables.F(100 * c.WorstExcess, 3)} % more than the fastest (interrupts, and what they leave in the "
                    + "caches)"
            );
        }
    }

    /// <summary>An accuracy, and of how many samples it is where that is not all of them.</summary>
    private static string Share(MeasureReport r, double? accuracy, int answered) =>
        Tables.Percent(accuracy)
        + (accuracy is null || answered == r.Samples ? "" : $" (of the {Tables.N((long)answered)} samples it saw)");

    internal static void Render(Shell shell, MeasureReport r)
    {
        Tables.Facts(
            shell,
            $"{r.Model} on {r.Board}{(r.Shard is null ? "" : $", board {r.Shard}")}",
            ("samples", $"{Tables.N(r.Samples)} of {r.Data}"),
            ("source of time", $"{r.TimeSource}, clock {Tables.N(r.ClockHz)} Hz"),
            ("sessions", string.Join("; ", r.Sessions)),
            ("confidence threshold", Tables.F(r.ConfidenceThreshold, 3)),
            ("light fraction", Tables.Percent(r.LightFraction)),
            (
                "accuracy auto, BNN, INT8, glue",
                $"{Tables.Percent(r.Accuracy)}, {Share(r, r.AccuracyBnn, r.AnsweredBy.Bnn)}, "
                    + $"{Share(r, r.AccuracyInt8, r.AnsweredBy.Int8)}, {Share(r, r.AccuracyGlue, r.AnsweredBy.Glue)}"
            )
        );

        MillisecondColumn ms = new(r.TimeSource, r.ClockHz, r.Board);
        Table table = Tables.Make(
            shell,
            $"Cost in {r.Unit}",
            ["part", ">inferences", ">min", ">mean", ">max", "??>std", "?>p99", .. ms.Titles]
        );
        foreach ((string part, Summary? s) in r.Parts)
        {
            if (s is not null)
            {
                table.Row([
                    part,
                    Tables.N(s.Count),
                    Tables.N(s.Min),
                    Tables.N(s.Mean),
                    Tables.N(s.Max),
                    Tables.N(s.Std),
                    Tables.N(s.P99),
                    .. ms.Of(s.Mean, r.ModelledPart(part)),
                ]);
            }
        }

        if (r.Modelled is { } clock && r.TimeSource != TimeSource.DwtCycles.Name())
        {
            ManagedRow("C#, light", clock.ManagedLight);
            ManagedRow("C#, full", clock.ManagedFull);
        }

        shell.Print(table);
        if (r.Layers.Count == 0)
        {
            return;
        }

        Table layers = Tables.Make(
            shell,
            $"Layers, mean {r.Unit}; ms of the board: {BoardClock.Method}",
            ["net", ">layer", "op", "?>MACs", ">mean", ">share of its net", "??>cumulative", .. ms.Titles]
        );
        foreach (LayerMean l in r.Layers)
        {
            layers.Row([
                l.Net,
                $"{l.Layer}",
                l.Op,
                Tables.N(l.Macs),
                Tables.N(l.Mean),
                Tables.Percent(l.Share),
                Tables.Percent(l.Cumulative),
                .. ms.Of(l.Mean, l.Modelled),
            ]);
        }

        shell.Print(layers);

        // A board measures it (managed gaps); elsewhere the clock says what it is where layers are not measured one by one.
        void ManagedRow(string part, CycleEstimate cycles) =>
            table.Row([part, .. Enumerable.Repeat("–", 6), .. ms.Of(0, cycles)]);
    }
}
