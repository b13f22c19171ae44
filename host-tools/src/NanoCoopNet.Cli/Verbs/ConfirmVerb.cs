// nanocoop confirm: has a board decide with chosen thresholds and compares what it does with what sweep predicts from a record.
using System.CommandLine;
using NanoCoopNet.Analysis;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Confirms points of the curve.</summary>
internal sealed class ConfirmVerb : Verb
{
    private const int DefaultCount = 200;
    private readonly RecordOptions _records;
    private readonly Option<string> _model;
    private readonly Option<string> _data;
    private readonly Option<string?> _split;
    private readonly Option<string[]> _ct;
    private readonly Option<double?> _fp32;
    private readonly Option<int?> _count;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public ConfirmVerb()
        : base("confirm", "Set chosen thresholds on a board and compare the results with the predictions of sweep")
    {
        _records = RecordOptions.AddTo(Command);
        _model = Add(Options.Needed("--model", "The record's model, .ncn; must be the one on the board", "MODEL.ncn"));
        _data = Add(Options.Needed("--data", "The record's samples, .npz", "X.npz"));
        _split = Add(Options.Text("--split", "Part of the file", "NAME"));
        _ct = Add(
            new Option<string[]>("--ct")
            {
                Description = "Threshold to confirm (repeatable); without it: sweep's chosen points",
                HelpName = "V",
            }
        );
        _fp32 = Add(Options.Fraction("--fp32", "Accuracy of the float network, for its chosen point"));
        _count = Add(Options.Count($"Only the record's first N samples (default {DefaultCount})"));
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report(
        string Model,
        string BlobSha256,
        string Data,
        string Board,
        string Unit,
        IReadOnlyList<ConfirmedPoint> Points
    );

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        (Outcomes outcomes, Baseline? baseline) = _records.Read(parse);
        string path = parse.GetRequiredValue(_model);
        ModelBlob model = ModelFile.Read(path, shell);
        Require(
            model.Header.Sha256 == outcomes.Source.BlobSha256,
            ExitCode.ModelMismatch,
            $"{path} is not the model of the record, {outcomes.Source.Named}"
        );
        Dataset data = DatasetFile.Read(parse.GetRequiredValue(_data), parse.GetValue(_split), model, labelsRequired: false);
        shell.Note(data.Note);
        Require(
            data.Source == outcomes.Source.Data,
            ExitCode.BadRecord,
            $"the record is of {outcomes.Source.Data}, not of {data.Source}"
        );
        int[] indices =
        [
            .. outcomes.Samples.Select(s => s.Index).Where(i => i < data.Count).Take(parse.GetValue(_count) ?? DefaultCount),
        ];
        Require(indices.Length > 0, ExitCode.BadRecord, $"{data.Source} has none of the record's samples");
        byte[] steps = Steps(parse, outcomes, baseline);
        using BoardClient board = _board.Open(parse, shell, bulk: true);
        ModelCheck.Provide(board, model, shell);
        ModelCheck.Require(board, model, path);
        ReadOnlyMemory<byte>[] samples = [.. indices.Select(data.Sample)];
        ConfirmedPoint[] points = shell.WithProgress(
            $"confirm {steps.Length} thresholds",
            bar => Confirm(board, outcomes, indices, samples, steps, bar, shell.Cancel)
        );
        Report report = new(
            outcomes.Source.Model,
            outcomes.Source.BlobSha256,
            data.Source,
            board.Hello.Board + (board.Hello.IsVirtual ? " (virtual)" : ""),
            board.Hello.TimeSource.Unit(),
            points
        );
        _json.Write(parse, shell, report, r => Render(shell, r));
        return ExitCode.Success;
    }

    private byte[] Steps(ParseResult parse, Outcomes outcomes, Baseline? baseline)
    {
        string[] given = parse.GetValue(_ct) ?? [];
        IEnumerable<byte> chosen =
            given.Length > 0
                ? given.Select(CtVerb.ParseThreshold)
                : OperatingPoints
                    .Of(outcomes, baseline, parse.GetValue(_fp32))
                    .Where(p => p.Point is not null)
                    .Select(p => (byte)p.Point!.ConfidenceThreshold);
        return [.. chosen.Distinct().Order()];
    }

    private static ConfirmedPoint[] Confirm(
        BoardClient board,
        Outcomes outcomes,
        int[] indices,
        ReadOnlyMemory<byte>[] samples,
        byte[] steps,
        Action<double, double> bar,
        CancellationToken cancel
    )
    {
        List<ConfirmedPoint> points = [];
        foreach (byte step in steps)
        {
            List<MeasurementRow> rows = [];
            InferRequest request = new(InferWhat.Auto, IsMeasurement: true, step);
            new Measurer(board, request).Run(
                samples,
                _ => -1,
                row =>
                {
                    rows.Add(row with { Index = indices[row.Index] });
                    bar((points.Count * samples.Length) + rows.Count, steps.Length * samples.Length);
                },
                withLayers: false,
                cancel
            );
            points.Add(Confirmation.Of(outcomes, step, rows));
        }

        return [.. points];
    }

    private static void Require(bool condition, ExitCode code, string message)
    {
        if (!condition)
        {
            throw new CliException(code, message, "give the model and the data that were recorded");
        }
    }

    internal static void Render(Shell shell, Report r)
    {
        Table table = Tables.Make(
            shell,
            $"{r.Model} on {r.Board}, {r.Data}: predicted / measured",
            ">CT",
            ">samples",
            ">accuracy",
            ">full mode",
            $">mean {r.Unit}",
            ">cost error",
            "?>other modes",
            "?>other answers"
        );
        foreach (ConfirmedPoint p in r.Points)
        {
            table.Row(
                ConfidenceText.Format((byte)p.ConfidenceThreshold),
                Tables.N(p.Samples),
                $"{Tables.Percent(p.PredictedAccuracy)} / {Tables.Percent(p.MeasuredAccuracy)}",
                $"{Tables.Percent(p.PredictedFullFraction)} / {Tables.Percent(p.MeasuredFullFraction)}",
                $"{Tables.N(p.PredictedCounts)} / {Tables.N(p.MeasuredCounts)}",
                p.CostError is { } e ? Tables.F(100 * e, 3) + " %" : "–",
                $"{p.OtherModes}",
                $"{p.OtherAnswers}"
            );
        }

        shell.Print(table);
        shell.Line(
            "cost predicted by BC-Net eq. (7) from the record's mean costs; other: samples for which the board decided "
                + "otherwise than predicted"
        );
    }
}
