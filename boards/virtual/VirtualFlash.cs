// The flash sectors of the model store as the STM32F767 has them: erased to 0xFF, programmed from 1 to 0 only, slow, and able to
// lose power at any programmed word. VIRTUAL-BOARD.md, "Flash".
using System.Runtime.InteropServices;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Flash in memory, kept in a file word by word.</summary>
public sealed unsafe class VirtualFlash : IDisposable
{
    private const int Alignment = 4096;
    private readonly FlashStoreDescription _store;
    private readonly PowerSupply _power;
    private readonly FileStream? _file;
    private readonly double _timeScale;
    private readonly byte* _cells;
    private readonly bool _ownsCells;

    /// <param name="file">Keeps the contents over runs; created erased where it is missing. Null: memory only.</param>
    /// <param name="mappedAt">Address of the memory it lives in, <see cref="Bytes"/> long; 0: memory of its own.</param>
    /// <param name="timeScale">1: erasing and programming take as long as on silicon; 0: no time.</param>
    /// <exception cref="VirtualBoardException">The file has another size, or cannot be opened.</exception>
    public VirtualFlash(
        FlashStoreDescription store,
        PowerSupply power,
        string? file = null,
        nint mappedAt = 0,
        double timeScale = 0
    )
    {
        _store = store;
        _power = power;
        _timeScale = timeScale;
        _file = file is null ? null : FlashFile.Open(file, Bytes);
        _ownsCells = mappedAt == 0;
        _cells = _ownsCells ? (byte*)NativeMemory.AlignedAlloc((nuint)Bytes, Alignment) : (byte*)mappedAt;
        Cells.Fill(0xFF);
        _file?.ReadExactly(Cells);
    }

    /// <summary>Raised with true when an erase or a program starts and with false when it has ended: the core is stalled
    /// between.</summary>
    public event Action<bool>? Stalled;

    /// <summary>Address of the first byte.</summary>
    public nint Address => (nint)_cells;

    public int Bytes => _store.Sectors * _store.SectorBytes;

    /// <summary>Sectors erased so far.</summary>
    public int Erases { get; private set; }

    /// <summary>The contents.</summary>
    public ReadOnlySpan<byte> Contents => Cells;

    private Span<byte> Cells => new(_cells, Bytes);

    /// <summary>Erases a sector to 0xFF.</summary>
    /// <returns>False: no such sector, or no power.</returns>
    public bool Erase(int sector)
    {
        if (_power.IsLost || (uint)sector >= (uint)_store.Sectors)
        {
            return false;
        }

        Stalled?.Invoke(true);
        try
        {
            Span<byte> cells = Cells.Slice(sector * _store.SectorBytes, _store.SectorBytes);
            bool done = _power.TryStep();
            if (done)
            {
                Take(_store.EraseMsPerSector);
                cells.Fill(0xFF);
                Erases++;
            }
            else
            {
                foreach (ref byte cell in cells)
                {
                    cell |= _power.Damage();
                }
            }

            Keep(sector * _store.SectorBytes, _store.SectorBytes);
            return done;
        }
        finally
        {
            Stalled?.Invoke(false);
        }
    }

    /// <summary>Programs bytes: clears bits that are 0 in the data. Offset and length are multiples of the program
    /// unit.</summary>
    /// <returns>False: outside, misaligned, no power, or a bit would have to go from 0 to 1; it stays 0, as on silicon, and what
    /// follows is not programmed.</returns>
    public bool Program(int offset, ReadOnlySpan<byte> data)
    {
        int unit = _store.ProgramUnitBytes;
        if (_power.IsLost || offset < 0 || data.Length > Bytes - offset || offset % unit != 0 || data.Length % unit != 0)
        {
            return false;
        }

        Stalled?.Invoke(true);
        try
        {
            Take(data.Length / unit * (_store.ProgramUsPerUnit / 1000.0));
            for (int at = 0; at < data.Length; at += unit)
            {
                if (!ProgramUnit(offset + at, data.Slice(at, unit)))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            Keep(offset, data.Length);
            Stalled?.Invoke(false);
        }
    }

    /// <summary>Writes the file out and closes it.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        if (_ownsCells)
        {
            NativeMemory.AlignedFree(_cells);
        }
    }

    private bool ProgramUnit(int offset, ReadOnlySpan<byte> data)
    {
        bool done = _power.TryStep();
        bool holds = true;
        for (int i = 0; i < data.Length; i++)
        {
            ref byte cell = ref _cells[offset + i];
            cell &= done ? data[i] : (byte)(data[i] | _power.Damage());
            holds &= cell == data[i];
        }

        return done && holds;
    }

    private void Keep(int offset, int bytes)
    {
        if (_file is not null)
        {
            _file.Position = offset;
            _file.Write(Cells.Slice(offset, bytes));
            _file.Flush();
        }
    }

    private void Take(double timeMs)
    {
        if (_timeScale > 0)
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(timeMs * _timeScale));
        }
    }
}
