// Memory shared with the emulated core: m7/m7_memory.h and m7/MACHINE.md, as offsets from its start. A test compares the two.
namespace NanoCoopNet.VirtualBoard;

internal static class M7Layout
{
    public const uint SharedBase = 0x60000000;
    public const int SharedBytes = 16 << 20;

    public const int Flash = 0;
    public const int FlashMaxBytes = 4 << 20;
    public const int Mailbox = 8 << 20;
    public const int System = 9 << 20;

    public const int CallStackBytes = 4096;

    // The system page, in bytes from System.
    public const int ArenaBytes = 0;
    public const int SectorBytes = 4;
    public const int Sectors = 8;
    public const int ProgramUnitBytes = 12;
    public const int MostWork = 16;
    public const int FastBytes = 20;
    public const int Magic = 32;
    public const int ArenaCapacity = 36;
    public const int CallStackPeak = 40;
    public const int CountOverhead = 44;
    public const int FaultStatus = 48;
    public const int FaultAddress = 52;
    public const int FaultPc = 56;
    public const int FaultLr = 60;

    public const uint MagicValue = 0x374D434E;

    public const byte DoorbellReady = (byte)'R';
    public const byte DoorbellCall = (byte)'C';
    public const byte DoorbellReset = (byte)'B';
    public const byte DoorbellDone = (byte)'D';
    public const byte DoorbellFault = (byte)'F';
}
