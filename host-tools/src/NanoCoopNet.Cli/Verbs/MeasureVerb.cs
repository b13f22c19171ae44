// nanocoop measure: a record of what each sample cost on a board and what every network said of it.
using System.CommandLine;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Device;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Measures.</summary>
internal sealed class MeasureVerb : Verb
{
    private const string Both = "both";
    private readonly Argument<string> _model;
    private readonly Option<string> _data;
    private readonly Option<string?> _split;
    private readonly Option<int?> _count;
    private readonly Option<string> _mode;
    private readonly Option<string?> _output;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public MeasureVerb()
        : base("measure", "Measure samples on a board: answers, confidence, cycles of every part and layer")
    {
        _model = Add(new Argument<string>("model") { Description = "Model blob, .ncn; must be the one on the board" });
        _data = Add(new Option<string>("--data") { Description = "Samples, .npz", HelpName = "X.npz", Required = true });
        _split = Add(new Option<string?>("--split") { Description = "Part of the file", HelpName = "NAME" });
        _count = Add(Options.Count("Only the first N samples"));
        _mode = Add(new Option<string>("--mode") { Description =
            "both: BNN, INT8 and glue whatever the confidence; else only what that mode runs", DefaultValueFactory = _ => Both,
            HelpName = "MODE" });
        _mode.AcceptOnlyFromAmong([Both, .. Enum.GetNames<CoopMode>().Select(n => n.ToLowerInvariant())]);
        _output = Add(new Option<string?>("--out", "-o") { Description = "Record to write, one row a sample",
            HelpName = "RUN.csv" });
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string path = parse.GetRequiredValue(_model), mode = parse.GetRequiredValue(_mode);
        ModelBlob model = BlobReader.ReadFile(path);
        Dataset data = DatasetFile.Read(parse.GetRequiredValue(_data), parse.GetValue(_split), model, parse.GetValue(_count),
            labelsRequired: false);
        using BoardClient board = _board.Open(parse, shell, bulk: true);
        BoardStatus status = ModelCheck.Require(board, model, path);
        MeasurableBoard.Require(board.Hello);
        MeasurementHeader header = MeasurementHeader.Of(board.Hello, status, mode, data.Source);
        using RecordWriter record = new(parse.GetValue(_output), header);
        IReadOnlyList<MeasurementRow> rows = Measure(board, data, mode, status.Mode, record, shell);
        record.Complete();
        _json.Write(parse, shell, MeasureReport.Of(header, rows, model.Nets), r => Render(shell, r));
        return ExitCode.Success;
    }

    private static List<MeasurementRow> Measure(BoardClient board, Dataset data, string mode, CoopMode before,
        RecordWriter record, Shell shell)
    {
        bool both = mode == Both;
        List<MeasurementRow> rows = [];
        ReadOnlyMemory<byte>[] samples = [.. Enumerable.Range(0, data.Count).Select(data.Sample)];
        if (!both)
        {
            board.Mode(Enum.Parse<CoopMode>(mode, ignoreCase: true));
        }

        board.Quiet(true);
        try
        {
            return shell.WithProgress($"measure {data.Count} samples", bar =>
            {
                new Measurer(board, both ? InferWhat.Both : InferWhat.AsModeSays).Run(samples, i => data.Labels?[i] ?? -1, row =>
                {
                    rows.Add(row);
                    record.Add(row);
                    bar(rows.Count, data.Count);
                }, withLayers: true, shell.Cancel);
                return rows;
            });
        }
        finally
        {
            Restore(board, both ? null : before);
        }
    }

    /// <summary>Leaves the board as it was; a port that has gone away meanwhile is reported by what failed first.</summary>
    private static void Restore(BoardClient board, CoopMode? mode)
    {
        try
        {
            board.Quiet(false);
            if (mode is { } m)
            {
                board.Mode(m);
            }
        }
        catch (LinkException)
        {
            // The failure that led here says more.
        }
    }

    internal static void Render(Shell shell, MeasureReport r)
    {
        Tables.Facts(shell, $"{r.Model} on {r.Board}",
            ("samples", $"{Tables.N(r.Samples)} of {r.Data}"),
            ("source of time", $"{r.TimeSource}, clock {Tables.N(r.ClockHz)} Hz"),
            ("confidence threshold", Tables.F(r.ConfidenceThreshold, 3)),
            ("light fraction", Tables.Percent(r.LightFraction)),
            ("accuracy auto, BNN, INT8, glue",
                $"{Tables.Percent(r.Accuracy)}, {Tables.Percent(r.AccuracyBnn)}, {Tables.Percent(r.AccuracyInt8)}, {Tables.Percent(r.AccuracyGlue)}"));

        MillisecondColumn ms = new(r.TimeSource, r.ClockHz);
        Table table = Tables.Make(shell, $"Cost in {r.Unit}", "part", ">inferences", ">min", ">mean", ">max", ">std", ms.Title);
        foreach ((string part, Summary? s) in r.Parts)
        {
            if (s is not null)
            {
                table.Row(part, Tables.N(s.Count), Tables.N(s.Min), Tables.N(s.Mean), Tables.N(s.Max), Tables.N(s.Std),
                    ms.Of(s.Mean));
            }
        }

        shell.Print(table);
        Table layers = Tables.Make(shell, $"Layers, mean {r.Unit}", "net", ">layer", "op", ">MACs", ">mean", ">share of its net",
            ">cumulative", ms.Title);
        foreach (LayerMean l in r.Layers)
        {
            layers.Row(l.Net, $"{l.Layer}", l.Op, Tables.N(l.Macs), Tables.N(l.Mean), Tables.Percent(l.Share),
                Tables.Percent(l.Cumulative), ms.Of(l.Mean));
        }

        shell.Print(layers);
    }
}
