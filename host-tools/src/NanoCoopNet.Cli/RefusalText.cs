// Why a blob was refused, in words: the status, the rule of MODEL-FORMAT.md, and where in the model.
using NanoCoopNet.Bridge;
using NanoCoopNet.Cli.Output;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Cli;

/// <summary>Texts of refusals.</summary>
internal static class RefusalText
{
    private static readonly string[] Nets = ["bnn", "int8", "glue"];

    /// <summary>What helps against a refusal of that status.</summary>
    public static string Advice(int status) =>
        status switch
        {
            NativeStatus.Work => "train a smaller network, or raise mostWork in the board's board.json and flash it again",
            NativeStatus.Arena => "`nanocoop inspect` shows the RAM that the model needs, `nanocoop repack` may lower it; "
                + "else train a smaller network",
            NativeStatus.StoreUnsigned or NativeStatus.StoreSigner or NativeStatus.StoreSignature =>
                "sign it with the board's key, `nanocoop sign`; `nanocoop info` shows the key's fingerprint",
            NativeStatus.StoreOlder => "sign it as a larger version; `nanocoop info` shows the one that the board has had",
            _ => "check the file with `nanocoop inspect`, or quantise it again",
        };

    /// <summary>The sentence.</summary>
    /// <param name="status">Native status.</param>
    /// <param name="where">Rule (0: none), net, layer (−1: the header); of too much work 0, millions needed and allowed.</param>
    public static string Of(int status, IReadOnlyList<int> where)
    {
        if (where[0] == 0)
        {
            string text = NativeTexts.Status(status).Text;
            bool isWork = status == NativeStatus.Work && where[1] > 0;
            return isWork ? $"{text}: {Tables.N(where[1])} million, {Tables.N(where[2])} million are allowed" : text;
        }

        string place = where[2] < 0 || where[1] < 0 || where[1] >= Nets.Length ? "header" : $"{Nets[where[1]]} layer {where[2]}";
        return $"rule {where[0]} ({NativeTexts.Rule(where[0]).Text}), {place}";
    }
}
