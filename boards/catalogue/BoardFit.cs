// Whether a program fits a board, and if not, how many bytes are missing and which boards hold it.
using System.Globalization;

namespace NanoCoopNet.Boards;

/// <summary>The answer.</summary>
/// <param name="FlashMissing">Bytes; 0 or less: it fits, with so many to spare.</param>
/// <param name="RamMissing">Bytes; 0 or less: it fits.</param>
/// <param name="BlockMissing">Bytes that the largest block lacks of the largest run of RAM; 0 or less: it fits.</param>
/// <param name="Holding">Boards that hold it.</param>
public sealed record BoardFit(Board Board, int FlashMissing, int RamMissing, int BlockMissing, IReadOnlyList<Board> Holding)
{
    /// <summary>Nothing is missing.</summary>
    public bool Fits => FlashMissing <= 0 && RamMissing <= 0 && BlockMissing <= 0;

    /// <summary>One sentence for people.</summary>
    public string Text
    {
        get
        {
            if (Fits)
            {
                return $"fits the {Board.Name}";
            }

            string[] missing =
            [
                .. Missing(FlashMissing, "of flash"),
                .. Missing(RamMissing, "of RAM"),
                .. RamMissing > 0 ? [] : Missing(BlockMissing, "of RAM in one piece"),
            ];
            string holding =
                Holding.Count == 0 ? "no board here holds it" : $"it fits the {string.Join(", ", Holding.Select(b => b.Name))}";
            return $"does not fit the {Board.Name}: {string.Join(" and ", missing)} missing; {holding}";
        }
    }

    /// <summary>Whether a program fits.</summary>
    /// <param name="flashBytes">Code and constants.</param>
    /// <param name="ramBytes">All data: variables, arena, stack.</param>
    /// <param name="largestBlockBytes">The largest single object of these, usually the arena.</param>
    public static BoardFit Of(Board board, int flashBytes, int ramBytes, int largestBlockBytes)
    {
        BoardFit One(Board b) =>
            new(b, flashBytes - b.FlashBytes, ramBytes - b.RamBytes, largestBlockBytes - b.LargestBlockBytes, []);
        return One(board) with { Holding = [.. BoardCatalogue.All.Where(b => One(b).Fits)] };
    }

    private static string[] Missing(int bytes, string what) =>
        bytes <= 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes {what}")];
}
