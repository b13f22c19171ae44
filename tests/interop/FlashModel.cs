// A flash as the board's is: erased to 0xFF, programming only clears bits, power can fail before any word or in any erase.
using System.Runtime.InteropServices;
using NanoCoopNet.Bridge;

namespace NanoCoopNet.Interop.Tests;

/// <summary>Flash, pins and settings of a board under test. Survives the <see cref="PcNative"/> that uses it.</summary>
internal sealed unsafe class FlashModel : IPcPort, IDisposable
{
    private const int Alignment = 32;
    private const int WordBytes = 4;
    private const int SlotHeaderBytes = 1024;
    private readonly Random _random;
    private readonly byte* _memory;

    public FlashModel(int sectors, int sectorBytes, Random random)
    {
        Sectors = sectors;
        SectorBytes = sectorBytes;
        _random = random;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(sectors * sectorBytes), Alignment);
        Bytes.Fill(0xFF);
    }

    public int Sectors { get; }

    public ReadOnlyMemory<byte> Key { get; set; }

    public int SectorBytes { get; }

    public int ProgramUnitBytes => WordBytes;

    public nint Flash => (nint)_memory;

    public Span<byte> Bytes => new(_memory, Sectors * SectorBytes);

    /// <summary>Steps (words programmed, sectors erased) so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Power fails at the step after this many more; null: it does not.</summary>
    public int? StepsLeft { get; set; }

    /// <summary>Where a torn erase begins to erase; null: it is torn at random.</summary>
    public int? TearAt { get; set; }

    public bool PowerLost { get; private set; }

    /// <summary>Erases that power failed in.</summary>
    public int ErasesTorn { get; private set; }

    public List<(int Pin, bool Level)> Pins { get; } = [];

    public Dictionary<int, int> Settings { get; } = [];

    /// <summary>Power comes back; memory is what it was.</summary>
    public void Restore()
    {
        PowerLost = false;
        StepsLeft = null;
    }

    public bool Erase(int sector)
    {
        Assert.IsTrue(sector >= 0 && sector < Sectors, $"erase of sector {sector}");
        Span<byte> bytes = Bytes.Slice(sector * SectorBytes, SectorBytes);
        if (!Step())
        {
            Tear(bytes);
            return false;
        }

        bytes.Fill(0xFF);
        return true;
    }

    public bool Program(int offset, ReadOnlySpan<byte> data)
    {
        Assert.IsTrue(
            offset >= 0 && offset % WordBytes == 0 && data.Length % WordBytes == 0 && data.Length <= Bytes.Length - offset,
            $"program {data.Length} at {offset}"
        );
        for (int i = 0; i < data.Length; i += WordBytes)
        {
            if (!Step())
            {
                return false;
            }

            for (int k = i; k < i + WordBytes; k++)
            {
                Bytes[offset + k] &= data[k];
            }
        }

        return true;
    }

    public void WritePin(int pin, bool level) => Pins.Add((pin, level));

    public int ReadSetting(int key) => Settings.GetValueOrDefault(key, -1);

    public bool WriteSetting(int key, int value)
    {
        Settings[key] = value;
        return true;
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private bool Step()
    {
        PowerLost |= StepsLeft is <= 0;
        if (PowerLost)
        {
            return false;
        }

        StepsLeft--;
        Steps++;
        return true;
    }

    /// <summary>An interrupted erase: only one end of the sector erased, or every byte its own way. Nothing happens where power
    /// was lost before.</summary>
    private void Tear(Span<byte> bytes)
    {
        if (StepsLeft is null or > 0)
        {
            return;
        }

        StepsLeft = null;
        ErasesTorn++;
        int boundary = TearAt ?? _random.Next(_random.Next(2) == 0 ? SlotHeaderBytes : bytes.Length) / WordBytes * WordBytes;
        switch (TearAt is null ? _random.Next(3) : 0)
        {
            case 0:
                bytes[boundary..].Fill(0xFF);
                break;
            case 1:
                bytes[..boundary].Fill(0xFF);
                break;
            default:
                foreach (ref byte b in bytes)
                {
                    b |= (byte)(
                        _random.Next(3) switch
                        {
                            0 => 0xFF,
                            1 => _random.Next(256),
                            _ => 0,
                        }
                    );
                }

                break;
        }
    }
}
