// The table of nanocoop models --board: what lies in each slot of a board's store.
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Cli.Samples;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;
using Spectre.Console;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Slots of a board's store.</summary>
internal static class StoredModelTable
{
    /// <summary>What the JSON holds.</summary>
    /// <param name="Port">The board's port.</param>
    /// <param name="Slots">Its slots, in order.</param>
    public sealed record Report(string Port, IReadOnlyList<Row> Slots);

    /// <summary>One slot.</summary>
    /// <param name="Slot">Number.</param>
    /// <param name="State">in words: whose model, how much was sent, or why there is none.</param>
    /// <param name="IsInForce">Whether the board answers with it.</param>
    /// <param name="Name">The model's name, where the board or a file of this PC tells it.</param>
    /// <param name="Bytes">Size of the model.</param>
    /// <param name="Identity">Its SHA-256.</param>
    public sealed record Row(int Slot, string State, bool IsInForce, string? Name, int Bytes, string Identity);

    /// <summary>Asks a board.</summary>
    public static Report Of(BoardClient board)
    {
        BoardStatus status = board.Status();
        List<Row> rows = [];
        int end = 0;
        foreach (StoredModel slot in board.StoredModels())
        {
            bool isBehind = slot.Slot < end;
            end = Math.Max(end, slot.Slot + slot.Sectors);
            bool isInForce = status.HasModel && status.Slot == slot.Slot;
            rows.Add(new(slot.Slot, State(slot, isBehind), isInForce, Name(slot, status), slot.BlobBytes, slot.Identity));
        }

        return new(board.PortName, rows);
    }

    /// <summary>Prints the table.</summary>
    public static void Render(Shell shell, Report report)
    {
        if (report.Slots.Count == 0)
        {
            shell.Line("the board has no store for models; nanocoop doctor says what to flash");
            return;
        }

        Table table = Tables.Make(shell, null, ">slot", "", "model", ">bytes", "?SHA-256");
        foreach (Row row in report.Slots)
        {
            table.Row(
                $"{row.Slot}",
                row.IsInForce ? "in use" : "",
                row.Name ?? row.State,
                row.Bytes == 0 ? "" : Tables.N(row.Bytes),
                row.Identity.Length == 0 ? "" : row.Identity[..8] + "…"
            );
        }

        shell.Print(table);
        shell.Paragraph("nanocoop use SLOT makes another model the board's, also after a power loss.");
    }

    private static string State(StoredModel slot, bool isBehind) =>
        slot.State switch
        {
            SlotState.Committed => "a model that this PC does not know",
            SlotState.Partial => $"partly sent: {Tables.N(slot.ReceivedBytes)} bytes so far",
            SlotState.Foreign => "a model that is not signed with the board's key",
            SlotState.Damaged => "free (the rest of an earlier model)",
            _ => isBehind ? "taken by the model before it" : "empty",
        };

    private static string? Name(StoredModel slot, BoardStatus status) =>
        slot.State != SlotState.Committed ? null
        : status.HasModel && status.Slot == slot.Slot ? status.Name
        : KnownModels.Find(slot.Identity) is { } file ? Path.GetFileNameWithoutExtension(file)
        : null;
}
