// Ports, and whether a board's firmware fits this tool: which side to update.
using System.Globalization;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;
using NanoCoopNet.VirtualBoard;

namespace NanoCoopNet.Cli.Doctor;

/// <summary>What a board says of itself when a doctor asks.</summary>
/// <param name="Hello">Who it is.</param>
/// <param name="Status">Its model.</param>
/// <param name="Runtime">What runs it; null where its firmware is too old to say.</param>
/// <param name="Store">Where it keeps models.</param>
internal sealed record BoardFacts(BoardHello Hello, BoardStatus Status, BoardRuntime? Runtime, BoardStore Store)
{
    /// <summary>Asks.</summary>
    public static BoardFacts Of(BoardClient board) => new(board.Hello, board.Status(), board.Runtime(), board.Store());
}

/// <summary>Checks boards.</summary>
internal static class BoardCheck
{
    private const string Reflash = "update the board: build and flash nanoCLR (nf-interop/clr/README.md), then F5";
    private const string Pull = "update this clone (git pull)";

    /// <summary>One finding a port.</summary>
    public static IEnumerable<Finding> Ports(IReadOnlyList<PortInfo> ports) =>
        ports.Count == 0
            ?
            [
                new(
                    "ports",
                    Severity.Note,
                    "no serial port",
                    "nanocoop vboard starts a virtual board; a real one needs a 3.3 V USB-UART adapter on D0/D1"
                ),
            ]
            : ports.Select(p => new Finding(
                p.Name,
                Severity.Ok,
                $"{p.Description} {p.VidPid}".Trim(),
                p.Role == PortRole.Debugger ? PortInfo.DebuggerAdvice : ""
            ));

    /// <summary>Findings about one board.</summary>
    /// <param name="facts">What it said of itself.</param>
    /// <param name="versions">Versions of this tool; null where they are unknown.</param>
    public static IEnumerable<Finding> Board(BoardFacts facts, (int Interface, int KernelAbi, int BlobAbi)? versions)
    {
        BoardHello board = facts.Hello;
        BoardDescription? known = BoardDescription.NucleoF767Zi is { } d && d.Name == board.Board ? d : null;
        yield return new(
            "board",
            Severity.Ok,
            $"{board.Board}{(board.IsVirtual ? " (virtual)" : "")}, id {board.UniqueId}, firmware {board.Firmware}"
        );
        yield return Clock(board, known);
        if (versions is { } v)
        {
            yield return Compare("native interface", board.InterfaceVersion, v.Interface);
            yield return Compare("kernel ABI", board.KernelAbi, v.KernelAbi);
            yield return Compare("blob ABI", board.BlobAbi, v.BlobAbi);
        }

        yield return Checksum(facts);
        yield return Memory(facts, known);
        yield return Storage(facts.Store);
        if (board.IsDebugBuild || board.HasDebugger)
        {
            yield return new(
                "firmware",
                Severity.Note,
                board.HasDebugger ? "a debugger is attached" : "debug build",
                "measure refuses it: " + MeasurableBoard.Advice(board)
            );
        }

        yield return Model(facts.Status);
    }

    private static Finding Clock(BoardHello board, BoardDescription? known)
    {
        string found = $"{board.ClockHz / 1_000_000} MHz, costs in {board.TimeSource.Unit()}";
        return known is null || known.ClockHz == board.ClockHz
            ? new("clock", Severity.Ok, found)
            : new(
                "clock",
                Severity.Problem,
                $"{found}; this board should run at {known.ClockHz / 1_000_000} MHz",
                "the target's clock settings (mcuconf.h) differ: times do not compare with others'"
            );
    }

    private static Finding Checksum(BoardFacts facts)
    {
        const string what = "interop";
        uint here = unchecked((uint)NativeInterface.Checksum);
        if (facts.Runtime is not { } runtime)
        {
            return new(what, Severity.Problem, "the firmware is too old to name its checksum", "update the board's firmware: F5");
        }

        return runtime.InteropChecksum == here
            ? new(
                what,
                Severity.Ok,
                $"checksum 0x{here:X8} on both sides, native build {facts.Hello.BuildHash:x8}, {runtime.Runtime}"
            )
            : new(
                what,
                Severity.Problem,
                $"checksum 0x{runtime.InteropChecksum:X8} on the board, 0x{here:X8} here",
                facts.Hello.InterfaceVersion > NativeInterface.Version ? Pull : Reflash
            );
    }

    private static Finding Memory(BoardFacts facts, BoardDescription? known)
    {
        string heap = facts.Runtime?.FreeHeapBytes is { } free ? $"managed heap {N(free)} bytes free" : "managed heap unknown";
        int arena = facts.Hello.ArenaBytes;
        string found = $"arena {N(arena)} bytes ({N(facts.Status.ArenaBytesNeeded)} used by the model), {heap}";
        int usual = known is null ? 0 : known.FastArenaBytes + known.ArenaBytes;
        return arena >= usual
            ? new("memory", Severity.Ok, found)
            : new(
                "memory",
                Severity.Note,
                $"{found}; the arena is {N(usual)} bytes elsewhere",
                "larger models are refused; NCN_FAST_ARENA_BYTES and NCN_ARENA_BYTES of nf-interop/clr set it"
            );
    }

    private static Finding Storage(BoardStore store)
    {
        if (store.Sectors == 0)
        {
            return new(
                "storage",
                Severity.Problem,
                "the board has no storage region: no model can be pushed",
                "apply boards/NUCLEO_F767ZI/overlay to nanoFramework's target; build and flash nanoCLR (nf-interop/clr/README.md)"
            );
        }

        string found = $"{store.Sectors} sectors of {N(store.SectorBytes)} bytes, models up to {N(store.LargestBlobBytes)} bytes";
        return new("storage", Severity.Ok, store.IsTransferOpen ? found + ", a push is under way" : found);
    }

    private static Finding Model(BoardStatus status)
    {
        if (status.HasModel)
        {
            return new("model", Severity.Ok, $"{status.Name}, {N((int)status.BlobBytes)} bytes in slot {status.Slot}");
        }

        bool refused = status.LastOpenError[0] < 0 && status.LastOpenError[0] != NativeStatus.NoModel;
        return refused
            ? new(
                "model",
                Severity.Problem,
                $"not opened: {RefusalText.Of(status.LastOpenError[0], [.. status.LastOpenError.Skip(1)])}",
                "push another: nanocoop push MODEL.ncn"
            )
            : new("model", Severity.Note, "none", "nanocoop push MODEL.ncn");
    }

    private static Finding Compare(string what, int onBoard, int here) =>
        onBoard == here
            ? new(what, Severity.Ok, $"{onBoard} on both sides")
            : new(what, Severity.Problem, $"{onBoard} on the board, {here} here", onBoard < here ? Reflash : Pull);

    private static string N(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
