// What the native library on the PC may touch of the board: flash, marker pins, settings.
using NanoCoopNet.Bridge;

namespace NanoCoopNet.VirtualBoard;

internal sealed class PcPort(
    FlashStoreDescription store,
    VirtualFlash flash,
    MarkerPins pins,
    SettingsMemory settings,
    PowerSupply power,
    ReadOnlyMemory<byte> key = default
) : IPcPort
{
    public nint Flash => flash.Address;

    public int Sectors => store.Sectors;

    public int SectorBytes => store.SectorBytes;

    public int ProgramUnitBytes => store.ProgramUnitBytes;

    public ReadOnlyMemory<byte> Key => key;

    public bool Erase(int sector) => flash.Erase(sector);

    public bool Program(int offset, ReadOnlySpan<byte> data) => flash.Program(offset, data);

    public void WritePin(int pin, bool level) => pins.Write(pin, level);

    public int ReadSetting(int key) => settings.Read(key);

    public bool WriteSetting(int key, int value) => !power.IsLost && settings.Write(key, value);
}
