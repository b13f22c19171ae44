// nanocoop evaluate: a whole test set on the PC, through the same C as the board, on all cores.
using System.CommandLine;
using NanoCoopNet.Analysis;
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Link;
using NanoCoopNet.Model;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Evaluates a model.</summary>
internal sealed class EvaluateVerb : Verb
{
    /// <summary>Thresholds of the printed sweep.</summary>
    private static readonly int[] SweepRows = [0, 32, 64, 96, 128, 160, 192, 224, 255];

    private readonly Argument<string> _model;
    private readonly Option<string> _data;
    private readonly Option<string?> _split;
    private readonly Option<string?> _ct;
    private readonly Option<int?> _count;
    private readonly OutputOption<string?> _card;
    private readonly OutputOption<string?> _record;
    private readonly JsonOption _json;

    public EvaluateVerb()
        : base("evaluate", "Run a test set on this PC, with the board's C code, on all cores")
    {
        _model = Add(new Argument<string>("model") { Description = "Model blob, .ncn" });
        _data = Add(Options.Needed("--data", "Samples, .npz with x, y (or test_x, test_y with --split test)", "X.npz"));
        _split = Add(Options.Text("--split", "Part of the file: train, val, test", "NAME"));
        _ct = Add(Options.Text("--ct", "Confidence threshold; the model's own by default", "V"));
        _count = Add(Options.Count("Only the first N samples"));
        _card = Add(
            new OutputOption<string?>("--card") { Description = "Write the figures into this model card", HelpName = "CARD.json" }
        );
        _record = Add(
            new OutputOption<string?>("--record") { Description = "Writes every answer, for nanocoop sweep", HelpName = "P.csv" }
        );
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string? card = parse.GetValue(_card);
        if (card is not null && (parse.GetValue(_count) is not null || parse.GetValue(_ct) is not null))
        {
            throw new CliException(
                ExitCode.Usage,
                "--card takes no --count and no --ct",
                "a card holds the whole test set at the model's own threshold"
            );
        }

        int? ct = parse.GetValue(_ct) is { } text ? CtVerb.ParseThreshold(text) : null;
        ModelBlob model = ModelFile.Read(parse.GetRequiredValue(_model), shell);
        if (card is not null && ModelCard.NameOf(card) is { } name && name != model.Name)
        {
            throw new CliException(
                ExitCode.BadData,
                $"{card} is the card of {name}, not of {model.Name}",
                "name the card of this model"
            );
        }

        Dataset data = DatasetFile.Read(parse.GetRequiredValue(_data), parse.GetValue(_split), model, parse.GetValue(_count));

        shell.Note(data.Note);
        NativeBuild.EnsurePc(shell.Say);
        EvaluationResult result = shell.WithProgress(
            $"evaluate {data.Count} samples",
            bar =>
                Evaluator.Run(
                    model.Bytes.ToArray(),
                    data,
                    new EvaluationOptions(ct),
                    new SynchronousProgress<int>(done => bar(done, data.Count)),
                    shell.Cancel
                )
        );
        if (card is not null)
        {
            ModelCard.Update(card, model, result);
        }

        if (parse.GetValue(_record) is { } record)
        {
            PredictionFile.Write(record, result.Outcomes);
        }

        _json.Write(parse, shell, result, r => Render(shell, model, data.Source, r));
        return ExitCode.Success;
    }

    internal static void Render(Shell shell, ModelBlob model, string data, EvaluationResult r)
    {
        string real = BlobNames.Title(model.Net(NetKind.Int8)?.Numbers ?? NetNumbers.Int8);
        Tables.Facts(
            shell,
            $"{model.Name} on {data}",
            ("samples", Tables.N(r.Samples)),
            ($"accuracy, {real} alone", Tables.Percent(r.AccuracyInt8)),
            ("accuracy, light (BNN alone)", Tables.Percent(r.AccuracyLight)),
            ("accuracy, full mode always", Tables.Percent(r.AccuracyFull)),
            ("accuracy, auto", $"{Tables.Percent(r.AccuracyAuto)} at confidence threshold {Tables.F(r.ConfidenceThreshold, 3)}"),
            ("light fraction", Tables.Percent(r.LightFraction)),
            (
                $"auto minus {real}",
                r.AutoMinusInt8 is { } d
                    ? $"{Points(d.Difference)} points, 95 % interval [{Points(d.Low)}, {Points(d.High)}] ({d.Method})"
                    : "–"
            ),
            ("time", $"{Tables.F(r.Seconds, 1)} s on {r.Threads} threads of this PC")
        );

        Table sweep = Tables.Make(shell, "Confidence threshold", ">CT", ">accuracy", ">light fraction");
        foreach (CurvePoint p in r.Sweep.Where(p => SweepRows.Contains(p.ConfidenceThreshold)))
        {
            sweep.Row(
                ConfidenceText.Format((byte)p.ConfidenceThreshold),
                Tables.Percent(p.Accuracy),
                Tables.Percent(1 - p.FullFraction)
            );
        }

        shell.Print(sweep);
    }

    private static string Points(double fraction) => Tables.F(100 * fraction, 2);
}
