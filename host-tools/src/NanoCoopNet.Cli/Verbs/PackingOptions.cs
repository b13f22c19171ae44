// The options by which quantise, repack and inspect say what a model may take of the board.
using System.CommandLine;
using NanoCoopNet.Packing;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Verbs;

/// <summary><c>--budget-flash</c>, <c>--budget-ram</c>, <c>--budget-dtcm</c>, and for verbs that write <c>--layout</c>.</summary>
internal sealed class PackingOptions
{
    private const string Fastest = "fastest",
        Reference = "reference";
    private readonly Option<int?> _flash = Bytes(
        "--budget-flash",
        "Most bytes of the blob (default: the sectors that leave the model store as many slots as with one byte per weight "
            + "would)"
    );

    private readonly Option<int?> _dtcm = Bytes("--budget-dtcm", "Most bytes of the arena in fast memory (default: the board's)");
    private readonly Option<int?> _ram = Bytes("--budget-ram", "Most bytes of the arena in SRAM (default: the board's)");
    private readonly Option<string?> _layout = new("--layout")
    {
        Description = "fastest within the budget (default), or reference: one byte or one bit per weight",
        HelpName = $"{Fastest}|{Reference}",
    };

    /// <summary>Adds the options to a verb's command.</summary>
    /// <param name="writes">Whether the verb writes a blob, whose layouts are then chosen.</param>
    public static PackingOptions AddTo(Command command, bool writes)
    {
        PackingOptions options = new();
        command.Options.Add(options._flash);
        command.Options.Add(options._ram);
        command.Options.Add(options._dtcm);
        if (writes)
        {
            options._layout.AcceptOnlyFromAmong(Fastest, Reference);
            command.Options.Add(options._layout);
        }

        return options;
    }

    /// <summary>The budget for a model.</summary>
    /// <param name="smallestBytes">Its blob with one byte a weight.</param>
    public PackingBudget Budget(ParseResult parse, int smallestBytes)
    {
        BoardDescription board = BoardDescription.NucleoF767Zi;
        return new(
            parse.GetValue(_flash)
                ?? PackingBudget.FlashWithoutLosingASlot(smallestBytes, board.FlashStore.Sectors, board.FlashStore.SectorBytes),
            parse.GetValue(_dtcm) ?? board.FastArenaBytes,
            parse.GetValue(_ram) ?? board.ArenaBytes
        );
    }

    /// <summary>Packs a blob as the command line asks.</summary>
    public PackedModel Pack(ParseResult parse, byte[] blob)
    {
        Packer packer = new(blob);
        PackingBudget budget = Budget(parse, packer.ReferenceBlob.Length);
        return parse.GetValue(_layout) == Reference ? packer.Reference(budget) : packer.Fastest(budget);
    }

    private static Option<int?> Bytes(string name, string description) =>
        Options.Integer(name, description, 0, int.MaxValue, "BYTES");
}
