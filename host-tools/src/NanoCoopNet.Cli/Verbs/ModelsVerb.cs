// nanocoop models: what the models that come with the project reach, from their cards; the table of host-tools/models/README.md
// is its Markdown.
using System.CommandLine;
using NanoCoopNet.Boards;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Evaluation;
using NanoCoopNet.Link;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Lists model cards.</summary>
internal sealed class ModelsVerb : Verb
{
    private readonly Argument<string?> _folder;
    private readonly Option<bool> _predictions;
    private readonly Option<bool> _savings;
    private readonly Option<bool> _markdown;
    private readonly Option<string?> _of;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public ModelsVerb()
        : base("models", "List models and their accuracy on test data, from their cards")
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
                Description = "Shows what ste predicts on validation data and what the test set confirms, instead of accuracies",
            }
        );
        _savings = Add(
            new Option<bool>("--savings")
            {
                Description = "Time at break-even with INT8, by task, beside the papers' rows, in place of accuracies",
            }
        );
        _markdown = Add(new Option<bool>("--markdown") { Description = "Print the table as Markdown" });
        _of = Add(
            new Option<string?>("--board")
            {
                Description =
                    "Alone: the models stored on the connected board, slot by slot. With a name: do the models fit that "
                    + "board (boards/BOARDS.md)?",
                HelpName = "NAME",
                Arity = ArgumentArity.ZeroOrOne,
            }
        );
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        Boards.Board? fitted = parse.GetValue(_of) is { } name ? BoardCatalogue.Find(name) : null;
        if (fitted is null && parse.GetResult(_of) is not null)
        {
            using BoardClient board = _board.Open(parse, shell, bulk: false);
            _json.Write(parse, shell, StoredModelTable.Of(board), report => StoredModelTable.Render(shell, report));
            return ExitCode.Success;
        }

        string folder = parse.GetValue(_folder) ?? Repository.Models;
        if (!Directory.Exists(folder))
        {
            throw new CliException(
                ExitCode.BadData,
                $"there is no folder {folder}",
                "give the folder of the model cards; host-tools/models by default"
            );
        }

        IReadOnlyList<CardSummary> cards = CardSummary.ReadFolder(folder);
        if (fitted is not null)
        {
            _json.Write(parse, shell, FitTable.Of(fitted, cards), fits => FitTable.Render(shell, fitted, fits));
            return ExitCode.Success;
        }

        ModelTable table =
            parse.GetValue(_predictions) ? ModelTables.Predictions
            : parse.GetValue(_savings) ? ModelTables.Savings
            : ModelTables.Accuracies;
        if (parse.GetValue(_markdown))
        {
            shell.Output.Write(table.Markdown(cards));
            return ExitCode.Success;
        }

        _json.Write(parse, shell, cards, c => Render(shell, c, table));
        return ExitCode.Success;
    }

    internal static void Render(Shell shell, IReadOnlyList<CardSummary> cards, ModelTable table)
    {
        if (cards.Count == 0)
        {
            shell.Line("no model cards here");
            return;
        }

        Table printed = Tables.Make(shell, null, table.Columns);
        foreach (string[] row in table.Rows(cards))
        {
            printed.Row(row);
        }

        shell.Print(printed);
        shell.Paragraph(table.Note);
    }
}
