// Reads little-endian payload fields in order. A field that is missing, out of its range or left over is refused here, so that
// nothing a board says is believed without a check.
using System.Buffers.Binary;
using System.Text;

namespace NanoCoopNet.Link;

/// <summary>Cursor over a reply's payload.</summary>
/// <param name="what">The request, as a person would name it.</param>
/// <param name="payload">The reply's payload.</param>
internal ref struct PayloadReader(string what, ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private readonly string _what = what;
    private int _at;

    public byte U8() => Take(1)[0];

    public sbyte I8() => (sbyte)Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int I32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public byte[] Bytes(int count) => Take(count).ToArray();

    /// <summary>Text whose length, u8, stands before it; safe to print.</summary>
    public string Text() => BoardText.Clean(Encoding.UTF8.GetString(Take(U8())));

    /// <summary>A u8 in a range, both ends included.</summary>
    public int U8(string field, int low, int high) => Require(field, U8(), low, high);

    /// <summary>An i8 in a range.</summary>
    public int I8(string field, int low, int high) => Require(field, I8(), low, high);

    /// <summary>A u16 in a range.</summary>
    public int U16(string field, int low, int high) => Require(field, U16(), low, high);

    /// <summary>An i32 in a range.</summary>
    public int I32(string field, int low, int high) => Require(field, I32(), low, high);

    /// <summary>A u32 in a range.</summary>
    public int U32(string field, int low, int high) => Require(field, U32(), low, high);

    /// <summary>A source of time that this tool knows.</summary>
    public TimeSource Time() => (TimeSource)U8("timeKind", (int)TimeSource.DwtCycles, (int)TimeSource.HostClock);

    /// <summary>Refuses a value that is out of its range.</summary>
    public readonly int Require(string field, long value, long low, long high) =>
        value >= low && value <= high
            ? (int)value
            : throw Impossible(_what, $"{field} is {value}, not {(low == high ? $"{low}" : $"{low} … {high}")}");

    /// <summary>Refuses a reply in which something does not fit the rest.</summary>
    public readonly void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Impossible(_what, otherwise);
        }
    }

    /// <summary>Refuses bytes that are left over.</summary>
    public readonly void End() => Require(_at == _payload.Length, $"{_payload.Length} bytes where {_at} are expected");

    /// <summary>The failure for a reply that no board of this protocol gives.</summary>
    public static LinkException Impossible(string what, string why) =>
        new(
            ExitCode.BoardIncompatible,
            $"the board's answer to {what} cannot be right: {why}",
            "firmware and tool are of different versions, or it is another device; `nanocoop doctor` compares them"
        );

    private ReadOnlySpan<byte> Take(int count)
    {
        Require(count <= _payload.Length - _at, $"it is too short ({_payload.Length} bytes)");
        ReadOnlySpan<byte> taken = _payload.Slice(_at, count);
        _at += count;
        return taken;
    }
}
