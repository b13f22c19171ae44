// nanocoop use: makes another stored model the board's.
using System.CommandLine;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Switches between the models of a board's store.</summary>
internal sealed class UseVerb : Verb
{
    private readonly Argument<string> _slot;
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public UseVerb()
        : base("use", "Make the model of a slot the board's, also after a power loss; models --board lists the slots")
    {
        _slot = Add(new Argument<string>("slot") { Description = "Number of the slot, as models --board lists it" });
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report(string Port, int Slot, string Model, string Identity, double ConfidenceThreshold);

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        const string advice = "nanocoop models --board lists the slots";
        string typed = parse.GetValue(_slot)!;
        if (!NumberText.TryParse(typed, (0, sbyte.MaxValue), out long number, out _))
        {
            throw new CliException(ExitCode.Usage, $"`{typed}` is no slot", advice);
        }

        int slot = (int)number;

        using BoardClient board = _board.Open(parse, shell, bulk: false);
        int[] slots = [.. board.StoredModels().Where(s => s.State == SlotState.Committed).Select(s => s.Slot)];
        if (!slots.Contains(slot))
        {
            throw slots.Length == 0
                ? new CliException(ExitCode.NoModel, "the board has no model", "nanocoop push MODEL.ncn")
                : new CliException(
                    ExitCode.NoModel,
                    $"slot {slot} has no model; there is one in {string.Join(" and ", slots.Select(s => $"slot {s}"))}",
                    advice
                );
        }

        board.Use(slot);
        BoardStatus status = board.Status();
        _json.Write(
            parse,
            shell,
            new Report(board.PortName, slot, status.Name, status.Identity, status.ConfidenceThreshold / 256.0),
            r =>
                shell.Line(
                    $"the board's model is {r.Model} (slot {r.Slot}); confidence threshold {Tables.F(r.ConfidenceThreshold, 3)}"
                )
        );
        return ExitCode.Success;
    }
}
