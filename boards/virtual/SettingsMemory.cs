// The board's backup memory: a few values that survive a reset, and with a file also the end of the program.
using System.Buffers.Binary;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Settings 0 ... 15; a value never written reads −1.</summary>
public sealed class SettingsMemory
{
    public const int Keys = 16;
    private readonly int[] _values = new int[Keys];
    private readonly string? _file;

    /// <param name="file">16 little-endian int32; a missing or damaged file counts as empty, as backup memory after its battery
    /// was changed.</param>
    public SettingsMemory(string? file = null)
    {
        _file = file;
        Array.Fill(_values, -1);
        if (file is not null && File.Exists(file) && File.ReadAllBytes(file) is { Length: Keys * sizeof(int) } bytes)
        {
            for (int key = 0; key < Keys; key++)
            {
                _values[key] = Math.Max(-1, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(key * sizeof(int))));
            }
        }
    }

    /// <returns>The value, or −1.</returns>
    public int Read(int key) => (uint)key < Keys ? _values[key] : -1;

    /// <returns>False, with nothing changed: no such key, a negative value, or the file cannot be written.</returns>
    public bool Write(int key, int value)
    {
        if ((uint)key >= Keys || value < 0)
        {
            return false;
        }

        int before = _values[key];
        _values[key] = value;
        if (_file is null || TrySave(_file))
        {
            return true;
        }

        _values[key] = before;
        return false;
    }

    private bool TrySave(string file)
    {
        byte[] bytes = new byte[Keys * sizeof(int)];
        for (int key = 0; key < Keys; key++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(key * sizeof(int)), _values[key]);
        }

        try
        {
            OutputFile.Write(file, bytes);
            return true;
        }
        catch (NanoCoopException)
        {
            return false;
        }
    }
}
