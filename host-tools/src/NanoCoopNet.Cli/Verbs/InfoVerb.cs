// nanocoop info: what a board says of itself and of its model.
using System.CommandLine;
using NanoCoopNet.Cli.Board;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Device;
using NanoCoopNet.Interop;
using NanoCoopNet.Link;
using NanoCoopNet.Model;

namespace NanoCoopNet.Cli.Verbs;

/// <summary>Shows a board.</summary>
internal sealed class InfoVerb : Verb
{
    private readonly BoardOptions _board;
    private readonly JsonOption _json;

    public InfoVerb()
        : base("info", "Show a board: firmware, clock, memory, model, mode, confidence threshold")
    {
        _board = BoardOptions.AddTo(Command);
        _json = JsonOption.AddTo(Command);
    }

    /// <summary>What the JSON holds.</summary>
    public sealed record Report(string Port, BoardHello Board, BoardStatus Status, BoardStats Stats, BoardAuto? Auto = null)
    {
        /// <summary>Whose models alone the board takes; null: any.</summary>
        public Signer? Key { get; init; }

        /// <summary>Who signed the open model; null: the board has no key.</summary>
        public Signer? SignedBy { get; init; }
    }

    /// <summary>A signer.</summary>
    /// <param name="Fingerprint">Of the public key.</param>
    /// <param name="PublicKey">Hexadecimal.</param>
    /// <param name="Version">Of the model; of a board the least that it takes.</param>
    public sealed record Signer(string Fingerprint, string PublicKey, int Version);

    /// <inheritdoc/>
    public override ExitCode Run(ParseResult parse, Shell shell)
    {
        using BoardClient board = _board.Open(parse, shell, bulk: false);
        BoardStatus status = board.Status();
        BoardAuto? auto = status.HasModel ? Auto(board) : null;
        BoardStore store = board.Store();
        Signer? key = SignerOf(store.Key, store.Version);
        Signer? signedBy =
            key is not null && status.HasModel && board.StoredModels()[status.Slot] is { } slot
                ? SignerOf(slot.Signer, slot.Version)
                : null;
        _json.Write(
            parse,
            shell,
            new Report(board.PortName, board.Hello, status, board.Stats(), auto) { Key = key, SignedBy = signedBy },
            report => Render(shell, report)
        );
        return ExitCode.Success;
    }

    private static Signer? SignerOf(string key, int version) =>
        key.Length == 0 ? null : new(PublicKeyFile.Fingerprint(Convert.FromHexString(key)), key, version);

    /// <summary>The automatic threshold; null of a firmware that has none yet.</summary>
    private static BoardAuto? Auto(BoardClient board)
    {
        try
        {
            return board.AutoThreshold();
        }
        catch (BoardErrorException e) when (e.BoardCode == ErrorCode.UnknownRequest)
        {
            return null;
        }
    }

    internal static void Render(Shell shell, Report report)
    {
        BoardHello b = report.Board;
        (string, string)[] key = report.Key is { } k
            ?
            [
                (
                    "takes models signed by",
                    $"{k.Fingerprint}, " + (k.Version == 0 ? "any version" : $"version {k.Version} or later")
                ),
            ]
            : [];
        (string, string)[] signer = report.SignedBy is { } by
            ? [("signed by", $"{by.Fingerprint}, as version {by.Version}")]
            : [];
        Tables.Facts(
            shell,
            "Board",
            [
                ("name", b.Board + (b.IsVirtual ? " (virtual)" : "")),
                ("port", report.Port),
                ("unique id", b.UniqueId),
                ("firmware", b.Firmware + (b.IsDebugBuild ? ", debug build" : "") + (b.HasDebugger ? ", debugger attached" : "")),
                (
                    "interface, kernels, blobs",
                    $"version {b.InterfaceVersion}, ABI {b.KernelAbi}, ABI {b.BlobAbi}, build {b.BuildHash:x8}"
                ),
                ("clock", $"{Tables.N(b.ClockHz)} Hz; costs are counted in {b.TimeSource.Unit()} ({b.TimeSource.Name()})"),
                ("tensor arena", $"{Tables.N(b.ArenaBytes)} bytes"),
                ("receive buffer", $"{Tables.N(b.RxBufferBytes)} bytes, payload {b.MaxPayloadBytes}, credit {b.CreditBytes}"),
                .. key,
            ]
        );

        BoardStatus s = report.Status;
        if (!s.HasModel)
        {
            string why =
                s.LastOpenError[0] < 0 && s.LastOpenError[0] != NativeStatus.NoModel
                    ? $" (not opened: {RefusalText.Of(s.LastOpenError[0], [.. s.LastOpenError.Skip(1)])})"
                    : "";
            shell.Line($"No model{why}. Push one: nanocoop push MODEL.ncn");
            return;
        }

        Tables.Facts(
            shell,
            "Model",
            [
                ("name", s.Name),
                ("identity (SHA-256)", s.Identity),
                .. signer,
                ("size", $"{Tables.N(s.BlobBytes)} bytes in slot {s.Slot}; arena {Tables.N(s.ArenaBytesNeeded)} bytes"),
                ("input, classes", $"{s.InputHeight}×{s.InputWidth}×{s.InputChannels}, {s.Classes} classes"),
                ("layers", $"BNN {s.LayerCounts[0]}, INT8 {s.LayerCounts[1]}, glue {s.LayerCounts[2]}"),
                ("mode", s.Mode.ToString().ToLowerInvariant()),
                (
                    "confidence threshold",
                    ConfidenceText.Format(s.ConfidenceThreshold)
                        + (
                            report.Auto is { Kind: not AutoKind.Off } a
                                ? $", kept automatically: {CtAutoVerb.Target(a)}, {CtAutoVerb.State(a)}"
                                : ""
                        )
                ),
                (
                    "inferences",
                    $"{Tables.N(report.Stats.Inferences)}: light {Tables.N(report.Stats.Light)}, full "
                        + $"{Tables.N(report.Stats.Full)}, int8 {Tables.N(report.Stats.Int8)}"
                ),
            ]
        );
    }
}
