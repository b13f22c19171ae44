// Reads little-endian payload fields in order and refuses one that is too short.
using System.Buffers.Binary;
using System.Text;

namespace NanoCoopNet.Link;

/// <summary>Cursor over a reply's payload.</summary>
internal ref struct PayloadReader(string what, ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private readonly string _what = what;
    private int _at;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Left => _payload.Length - _at;

    public byte U8() => Take(1)[0];

    public sbyte I8() => (sbyte)Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int I32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public byte[] Bytes(int count) => Take(count).ToArray();

    public string Text(int bytes) => Encoding.UTF8.GetString(Take(bytes));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left)
        {
            throw new LinkException(ExitCode.BoardIncompatible,
                $"the board's answer to {_what} is too short ({_payload.Length} bytes)",
                "firmware and tool are of different versions; `nanocoop doctor` compares them");
        }

        ReadOnlySpan<byte> taken = _payload.Slice(_at, count);
        _at += count;
        return taken;
    }
}
