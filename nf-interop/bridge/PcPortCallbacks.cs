// Makes an IPcPort callable from C: a table of function pointers and a handle that finds the object again.
using System.Runtime.InteropServices;

namespace NanoCoopNet.Bridge;

/// <summary>The port of one <see cref="PcNative"/>; C holds its table's pointers until it is disposed.</summary>
internal sealed unsafe class PcPortCallbacks : IDisposable
{
    private const int Failed = -1;
    private GCHandle _port;

    public PcPortCallbacks(PcNativeOptions options)
    {
        PcPortTable table = new()
        {
            FastArenaBytes = options.FastArenaBytes,
            ArenaBytes = options.ArenaBytes,
            Contexts = options.Contexts,
            MostWork = options.MostWork,
        };
        if (options.Port is { } port)
        {
            _port = GCHandle.Alloc(port);
            table.Self = GCHandle.ToIntPtr(_port);
            table.Flash = port.Flash;
            table.Sectors = port.Sectors;
            table.SectorBytes = port.SectorBytes;
            table.ProgramUnitBytes = port.ProgramUnitBytes;
            table.Erase = &Erase;
            table.Program = &Program;
            table.PinWrite = &PinWrite;
            table.SettingRead = &SettingRead;
            table.SettingWrite = &SettingWrite;
        }

        Table = table;
    }

    public PcPortTable Table { get; }

    public void Dispose()
    {
        if (_port.IsAllocated)
        {
            _port.Free();
        }
    }

    private static IPcPort Port(nint self) => (IPcPort)GCHandle.FromIntPtr(self).Target!;

    [UnmanagedCallersOnly]
    private static int Erase(nint self, int sector) => Port(self).Erase(sector) ? 0 : Failed;

    [UnmanagedCallersOnly]
    private static int Program(nint self, int offset, byte* data, int bytes) =>
        Port(self).Program(offset, new ReadOnlySpan<byte>(data, bytes)) ? 0 : Failed;

    [UnmanagedCallersOnly]
    private static void PinWrite(nint self, int pin, int level) => Port(self).WritePin(pin, level != 0);

    [UnmanagedCallersOnly]
    private static int SettingRead(nint self, int key) => Port(self).ReadSetting(key);

    [UnmanagedCallersOnly]
    private static int SettingWrite(nint self, int key, int value) => Port(self).WriteSetting(key, value) ? 0 : Failed;
}
