// What the PC's native library asks of the board around it: the flash of the model store, marker pins, settings
// (nf-interop/native/ncn_port.h).
namespace NanoCoopNet.Bridge;

/// <summary>The board behind <see cref="PcNative"/>. Called on the thread that calls a native function, within that call; must
/// not throw.</summary>
public interface IPcPort
{
    /// <summary>First byte of the flash, <c>Sectors * SectorBytes</c> long, 32-byte aligned; readable and at this address until
    /// the PcNative is disposed.</summary>
    nint Flash { get; }

    /// <summary>Sectors of the model store, of equal size; 0 = no store.</summary>
    int Sectors { get; }

    /// <summary>Bytes a sector, a multiple of 4096.</summary>
    int SectorBytes { get; }

    /// <summary>Smallest number of bytes that can be programmed: 4 on the F767.</summary>
    int ProgramUnitBytes { get; }

    /// <summary>Public Ed25519 key (32 bytes) whose models alone the store takes; empty: it takes any.</summary>
    ReadOnlyMemory<byte> Key => default;

    /// <summary>Erases a sector to 0xFF. False: it failed.</summary>
    bool Erase(int sector);

    /// <summary>Programs bytes at an offset of the flash, both multiples of the program unit; bits can only go from 1 to 0.
    /// False: it failed.</summary>
    bool Program(int offset, ReadOnlySpan<byte> data);

    /// <summary>Drives a marker pin.</summary>
    void WritePin(int pin, bool level);

    /// <summary>A setting that survives a reset, keys 0 ... 15; -1 where none was written.</summary>
    int ReadSetting(int key);

    /// <summary>Keeps a setting (0 ... 2^31 - 1). False: it failed.</summary>
    bool WriteSetting(int key, int value);
}
