// An error reply (type 0xFF) of the board as an exception; payload: firmware/PROTOCOL.md, "Error payload".
using System.Buffers.Binary;
using System.Text;
using NanoCoopNet.Device;

namespace NanoCoopNet.Link;

/// <summary>The board answered a request with an error.</summary>
public sealed class BoardErrorException : LinkException
{
    private BoardErrorException(ExitCode code, string message, string hint, ErrorCode boardCode, int status, int[] detail)
        : base(code, message, hint)
    {
        BoardCode = boardCode;
        Status = status;
        Detail = detail;
    }

    /// <summary>Code of the table in PROTOCOL.md.</summary>
    public ErrorCode BoardCode { get; }

    /// <summary>Native status, or 0.</summary>
    public int Status { get; }

    /// <summary>Rule, net, layer; or the offset wanted.</summary>
    public IReadOnlyList<int> Detail { get; }

    /// <summary>Reads an error payload.</summary>
    /// <param name="what">The request, as a person would name it.</param>
    /// <param name="payload">Payload of the 0xFF frame; one that is too short counts as code 0.</param>
    public static BoardErrorException Parse(string what, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Protocol.ErrorHeaderBytes)
        {
            return new(
                ExitCode.BoardRefused,
                $"the board refused {what} without a reason",
                "update the firmware; `nanocoop doctor` compares versions",
                ErrorCode.None,
                0,
                [0, 0, 0]
            );
        }

        ErrorCode boardCode = (ErrorCode)payload[0];
        int status = BinaryPrimitives.ReadInt32LittleEndian(payload[1..]);
        int[] detail = new int[3];
        for (int i = 0; i < detail.Length; i++)
        {
            detail[i] = BinaryPrimitives.ReadInt32LittleEndian(payload[(5 + (4 * i))..]);
        }

        string text = BoardText.Clean(Encoding.UTF8.GetString(payload[Protocol.ErrorHeaderBytes..]));
        string said = text.Length > 0 ? text : $"error {boardCode}";
        (ExitCode code, string hint) = Advice(boardCode, detail);
        return new(
            code,
            $"the board refused {what}: {said} (code {(int)boardCode}, status {status})",
            hint,
            boardCode,
            status,
            detail
        );
    }

    private static (ExitCode Code, string Hint) Advice(ErrorCode boardCode, int[] detail) =>
        boardCode switch
        {
            ErrorCode.NoModel => (ExitCode.NoModel, "push one: `nanocoop push MODEL.ncn`"),
            ErrorCode.WrongMode => (
                ExitCode.BoardRefused,
                "this model has no INT8 answer of its own; use mode auto, light or full"
            ),
            ErrorCode.StoreFull when detail[0] == 0 => (
                ExitCode.ModelRefused,
                "the board has no storage region for models: `nanocoop doctor --port PORT` says what to flash"
            ),
            ErrorCode.StoreFull => (
                ExitCode.ModelRefused,
                $"the store takes {detail[0]} bytes; quantise or pack a smaller network"
            ),
            ErrorCode.FlashFailed => (ExitCode.BoardRefused, "push again; if it stays, the flash sector is worn"),
            ErrorCode.BlobRefused => (
                ExitCode.ModelRefused,
                $"rule {detail[0]}, net {detail[1]}, layer {detail[2]}; check the file with `nanocoop inspect`"
            ),
            ErrorCode.UnknownRequest => (
                ExitCode.BoardIncompatible,
                "the firmware is older than this tool; `nanocoop doctor` compares versions"
            ),
            ErrorCode.BadPayload => (
                ExitCode.BoardRefused,
                "firmware and tool may be of different versions; `nanocoop doctor` compares them"
            ),
            ErrorCode.BadFrame => (ExitCode.LinkUnreliable, "check the cable and try `--baud 115200`"),
            _ => (ExitCode.BoardRefused, "try again; `nanocoop console` then `status` shows the board's last error"),
        };
}
