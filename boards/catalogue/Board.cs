// A board as its board.json describes it; boards/BOARDS.md explains the fields.
using System.Globalization;

namespace NanoCoopNet.Boards;

/// <summary>A microcontroller board.</summary>
/// <param name="Core"><c>cortex-m3</c>, <c>cortex-m4</c> or <c>cortex-m7</c>.</param>
/// <param name="Fpu">As gcc's -mfpu names it; empty: none.</param>
/// <param name="ClockHz">Of the core.</param>
/// <param name="Ram">Regions for data.</param>
/// <param name="InstructionTcmBytes">Memory for code that never waits; 0: none.</param>
/// <param name="MemorySource">Where sizes and clock come from.</param>
public sealed record Board(
    string Name,
    string Mcu,
    string Core,
    string Fpu,
    int ClockHz,
    int FlashBytes,
    IReadOnlyList<RamRegion> Ram,
    string MemorySource,
    WaitingCosts Waiting,
    BoardPower Power,
    NanoFrameworkSupport NanoFramework,
    int InstructionTcmBytes = 0
)
{
    /// <summary>Bytes of all regions.</summary>
    public int RamBytes => Ram.Sum(r => r.Bytes);

    /// <summary>Bytes of the largest run of regions that follow one another, whatever their kind: the largest object.</summary>
    public int LargestBlockBytes
    {
        get
        {
            long largest = 0,
                run = 0,
                end = -1;
            foreach (RamRegion region in Ram.OrderBy(r => r.FirstAddress))
            {
                run = region.FirstAddress == end ? run + region.Bytes : region.Bytes;
                end = region.FirstAddress + region.Bytes;
                largest = Math.Max(largest, run);
            }

            return (int)largest;
        }
    }

    /// <summary>Bytes of tightly coupled memory for data, which no cache sees; 0 where all RAM is like that.</summary>
    public int DataTcmBytes => Ram.Any(r => r.Cached) ? Ram.Where(r => !r.Cached).Sum(r => r.Bytes) : 0;

    /// <summary>Milliseconds of cycles of the core.</summary>
    public double Ms(double cycles) => cycles * 1e3 / ClockHz;
}

/// <summary>A region of RAM.</summary>
/// <param name="Address">Hexadecimal, with 0x.</param>
/// <param name="Cached">Reached through the D-cache.</param>
public sealed record RamRegion(string Name, string Address, int Bytes, bool Cached)
{
    internal long FirstAddress => long.Parse(Address.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

/// <summary>What waiting for memory costs, in cycles of the core.</summary>
/// <param name="WaitStates">Of the flash at the board's clock.</param>
/// <param name="RamLineCycles">A line between D-cache and a cached region of RAM.</param>
/// <param name="Source">Where the figures come from.</param>
public sealed record WaitingCosts(
    int WaitStates,
    CodeMemory Code,
    ConstantMemory Constants,
    string Source,
    int RamLineCycles = 0
);

/// <summary>What stands before program code in flash.</summary>
/// <param name="JumpCycles">A miss.</param>
/// <param name="NextCycles">A miss that follows the line before.</param>
public sealed record CodeMemory(int LineBytes, int Lines, int JumpCycles, int NextCycles);

/// <summary>What stands before constants in flash.</summary>
/// <param name="Ways">0: a line may lie anywhere.</param>
/// <param name="LineCycles">A miss.</param>
public sealed record ConstantMemory(int LineBytes, int Lines, int Ways, int LineCycles);

/// <summary>Power while the core computes.</summary>
/// <param name="IsVerified">The page of the data sheet was read, or a capture of the board has it.</param>
/// <param name="BinaryMilliwatts">While a binary network runs; null: the same.</param>
public sealed record BoardPower(double RunMilliwatts, bool IsVerified, string Source, double? BinaryMilliwatts = null)
{
    /// <summary>Milliwatts while a network runs.</summary>
    public double Of(bool isBinary) => isBinary ? BinaryMilliwatts ?? RunMilliwatts : RunMilliwatts;
}

/// <summary>Whether nanoFramework runs on the board.</summary>
/// <param name="Target">Name of the target; empty: bare metal only.</param>
public sealed record NanoFrameworkSupport(string Target, string Note);
