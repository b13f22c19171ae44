// nanocoop models: what the models that come with the project reach, from their cards; the table of host-tools/models/README.md
// is its Markdown.
using System.CommandLine;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Evaluation;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Lists model cards.</summary>
internal sealed class ModelsVerb : Verb
{
    private static readonly string[] Columns =
    [
        "model",
        "?>FP32",
        ">INT8",
        ">BNN",
        ">full mode",
        "??>most accurate CT: Δ over INT8",
        "???break-even with INT8",
        "????papers: INT8, BNN, full",
        ">flash B",
        "?>RAM B",
        "????>RAM B, papers' sum",
    ];

    private static readonly string[] PredictionColumns =
    [
        "model",
        "point",
        ">CT",
        ">Δ predicted",
        ">Δ confirmed",
        ">full mode predicted",
        ">full mode confirmed",
        "?>largest error of Δ, all CT",
        "?>of full mode, all CT",
    ];

    private readonly Argument<string?> _folder;
    private readonly Option<bool> _predictions;
    private readonly Option<bool> _markdown;
    private readonly JsonOption _json;

    public ModelsVerb()
        : base("models", "List models and what they reach on test data, from their cards")
    {
        _folder = Add(
            new Argument<string?>("folder")
            {
                Description = "Folder of cards, .json; host-tools/models by default",
                Arity = ArgumentArity.ZeroOrOne,
            }
        );
        _predictions = Add(
            new Option<bool>("--predictions")
            {
                Description = "What ste predicts on validation data, and what the test set confirms, in place of accuracies",
            }
        );
        _markdown = Add(new Option<bool>("--markdown") { Description = "Print the table as Markdown" });
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        string folder = parse.GetValue(_folder) ?? Repository.Models;
        if (!Directory.Exists(folder))
        {
            throw new CliException(ExitCode.BadData, $"there is no folder {folder}", "give the folder of the cards");
        }

        IReadOnlyList<CardSummary> cards = CardSummary.ReadFolder(folder);
        bool predictions = parse.GetValue(_predictions);
        if (parse.GetValue(_markdown))
        {
            shell.Output.Write(predictions ? PredictionMarkdown(cards) : Markdown(cards));
            return ExitCode.Success;
        }

        _json.Write(parse, shell, cards, c => Render(shell, c, predictions));
        return ExitCode.Success;
    }

    internal static void Render(Shell shell, IReadOnlyList<CardSummary> cards, bool predictions = false)
    {
        if (cards.Count == 0)
        {
            shell.Line("no model cards here");
            return;
        }

        Table table = Tables.Make(shell, null, predictions ? PredictionColumns : Columns);
        foreach (string[] row in predictions ? cards.SelectMany(Predictions) : cards.Select(Cells))
        {
            table.Row(row);
        }

        shell.Print(table);
        shell.Paragraph(
            "percent and points of the test set; all but FP32 from the integer engine; thresholds chosen on validation data"
        );
    }

    /// <summary>The same table in Markdown, one line a model.</summary>
    internal static string Markdown(IReadOnlyList<CardSummary> cards) => Markdown(Columns, cards.Select(Cells));

    /// <summary>The table of predictions in Markdown, one line a point.</summary>
    internal static string PredictionMarkdown(IReadOnlyList<CardSummary> cards) =>
        Markdown(PredictionColumns, cards.SelectMany(Predictions));

    private static string Markdown(string[] columns, IEnumerable<string[]> rows) =>
        string.Concat([
            Line(columns.Select(c => c.TrimStart('?', '>'))),
            Line(columns.Select(c => c.TrimStart('?').StartsWith('>') ? "---:" : "---")),
            .. rows.Select(Line),
        ]);

    private static IEnumerable<string[]> Predictions(CardSummary c)
    {
        string Points(double? fraction) => fraction is { } f ? FormattableString.Invariant($"{100 * f:+0.00;−0.00;0.00}") : "–";
        foreach ((string name, CardPoint? p) in new[] { ("break-even", c.BreakEven), ("most accurate", c.Maximum) })
        {
            if (p?.PredictedDelta is not null)
            {
                yield return
                [
                    c.Name,
                    name,
                    Tables.F(p.ConfidenceThreshold, 3),
                    Points(p.PredictedDelta),
                    Points(p.Delta),
                    Tables.F(p.PredictedFull, 3),
                    Tables.F(p.FractionFull, 3),
                    Tables.F(100 * c.LargestDeltaError, 2),
                    Tables.F(c.LargestFullError, 3),
                ];
            }
        }
    }

    private static string Line(IEnumerable<string> cells) => "| " + string.Join(" | ", cells) + " |\n";

    private static string[] Cells(CardSummary c) =>
        [
            c.Name,
            Percent(c.Fp32),
            Percent(c.Int8),
            Percent(c.Bnn),
            Percent(c.Full),
            Delta(c.Maximum),
            c.BreakEven is { } p
                ? FormattableString.Invariant(
                    $"CT {p.ConfidenceThreshold:0.000}: {Percent(p.Test)}, {100 * p.FractionFull:0.0} % full"
                )
                : "–",
            c.PapersInt8 is null ? "–" : $"{Tables.F(c.PapersInt8, 2)}, {Tables.F(c.PapersBnn, 2)}, {Tables.F(c.PapersFull, 2)}",
            Bytes(c.FlashBytes),
            Bytes(c.RamBytes),
            Bytes(c.PaperRamBytes),
        ];

    private static string Percent(double? fraction) => Tables.F(100 * fraction, 2);

    private static string Delta(CardPoint? point) =>
        point is null
            ? "–"
            : FormattableString.Invariant(
                $"{100 * point.Delta:+0.00;−0.00;0.00} [{100 * point.Low:+0.00;−0.00;0.00}, {100 * point.High:+0.00;−0.00;0.00}]"
            );

    private static string Bytes(int? bytes) => bytes is { } b ? Tables.N((long)b) : "–";
}
