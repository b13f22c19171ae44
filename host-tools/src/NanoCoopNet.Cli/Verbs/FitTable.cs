// The table of nanocoop models --board NAME: which models fit a board.
using NanoCoopNet.Boards;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Evaluation;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Models beside a board's memory.</summary>
internal static class FitTable
{
    /// <summary>One model, as the JSON holds it.</summary>
    /// <param name="Model">Name of the card.</param>
    /// <param name="FlashBytes">The blob.</param>
    /// <param name="RamBytes">Input banks and arena.</param>
    /// <param name="Fits">Whether the board has both.</param>
    /// <param name="FlashLeftBytes">What is left for program and other models; negative: missing.</param>
    /// <param name="RamLeftBytes">What is left for all else; negative: missing.</param>
    /// <param name="Text">In words.</param>
    public sealed record Row(
        string Model,
        int FlashBytes,
        int RamBytes,
        bool Fits,
        int FlashLeftBytes,
        int RamLeftBytes,
        string Text
    );

    /// <summary>The models whose cards know their sizes.</summary>
    public static IReadOnlyList<Row> Of(Boards.Board board, IReadOnlyList<CardSummary> cards) =>
        [
            .. cards
                .Where(c => c.FlashBytes is not null && c.RamBytes is not null)
                .Select(c =>
                {
                    (int flash, int ram) = (c.FlashBytes!.Value, c.RamBytes!.Value);
                    BoardFit fit = BoardFit.Of(board, flash, ram, ram);
                    return new Row(c.Name, flash, ram, fit.Fits, -fit.FlashMissing, -fit.RamMissing, fit.Text);
                }),
        ];

    /// <summary>Prints the table.</summary>
    public static void Render(Shell shell, Boards.Board board, IReadOnlyList<Row> rows)
    {
        string title =
            $"{board.Name}: {board.Mcu}, {board.ClockHz / 1_000_000} MHz, {Tables.N(board.FlashBytes)} bytes of flash, "
            + $"{Tables.N(board.RamBytes)} of RAM";
        Table table = Tables.Make(shell, title, "model", "fits", ">flash B", ">flash left", ">RAM B", ">RAM left");
        foreach (Row row in rows)
        {
            table.Row(
                row.Model,
                row.Fits ? "yes" : "no",
                Tables.N(row.FlashBytes),
                Tables.N(row.FlashLeftBytes),
                Tables.N(row.RamBytes),
                Tables.N(row.RamLeftBytes)
            );
        }

        shell.Print(table);
        foreach (Row row in rows.Where(r => !r.Fits))
        {
            shell.Paragraph($"{row.Model} {row.Text}");
        }

        shell.Paragraph("The model alone: program, stack and nanoFramework need flash and RAM of what is left.");
    }
}
