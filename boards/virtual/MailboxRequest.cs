// One request in the mailbox of the emulated Cortex-M7: writes arguments in, reads results out. Layout: m7/MAILBOX.md.
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NanoCoopNet.VirtualBoard;

/// <summary>Marshals one call of an engine function.</summary>
public ref struct MailboxRequest
{
    /// <summary>Size of the whole mailbox.</summary>
    public const int Bytes = 256 * 1024;

    private const int FunctionAt = 0;
    private const int ResultAt = 4;
    private const int EventCountAt = 8;
    private const int ArgumentAt = 16;
    private const int OffsetAt = 48;
    private const int EventAt = 96;
    private const int EventBytes = 16;
    private const int MaxEvents = 16;
    private const int DataAt = 384;
    private const int DataAlignment = 32;
    private const int MaxArguments = 8;

    private readonly Span<byte> _mailbox;
    private readonly int _function;
    private int _arguments;
    private int _next = DataAt;

    /// <param name="mailbox">The mailbox area, <see cref="Bytes"/> long.</param>
    /// <param name="function">Number of the engine function, from 1 in the order of native-interface.json.</param>
    public MailboxRequest(Span<byte> mailbox, int function)
    {
        if (mailbox.Length < Bytes)
        {
            throw new ArgumentException($"the mailbox has {mailbox.Length} bytes, not {Bytes}", nameof(mailbox));
        }

        _mailbox = mailbox;
        _function = function;
    }

    /// <summary>What the function returned.</summary>
    public readonly int Result => ReadInt(ResultAt);

    /// <summary>Pin writes made during the call.</summary>
    public readonly int EventCount => Math.Clamp(ReadInt(EventCountAt), 0, MaxEvents);

    public void Put(int value) => Describe(value, 0);

    public void Put(byte[] array) => PutBytes(array, array?.Length ?? 0);

    public void Put(int[] array) => PutBytes(MemoryMarshal.AsBytes(array.AsSpan()), array?.Length ?? 0);

    /// <summary>Names the function; from here on the mailbox holds a whole request.</summary>
    public readonly void Send()
    {
        WriteInt(ResultAt, 0);
        WriteInt(EventCountAt, 0);
        WriteInt(FunctionAt, _function);
    }

    /// <summary>Copies the array of argument <paramref name="index"/> back.</summary>
    public readonly void Take(int index, byte[] array) => Data(index, array?.Length ?? 0).CopyTo(array);

    /// <summary>Copies the array of argument <paramref name="index"/> back.</summary>
    public readonly void Take(int index, int[] array) =>
        Data(index, (array?.Length ?? 0) * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(array.AsSpan()));

    /// <summary>Pin write <paramref name="i"/> of the call.</summary>
    public readonly (int Pin, bool Level, uint Counter) Event(int i)
    {
        int at = EventAt + (i * EventBytes);
        return (ReadInt(at + 4), ReadInt(at + 8) != 0, (uint)ReadInt(at));
    }

    private void PutBytes(ReadOnlySpan<byte> bytes, int elements)
    {
        if (bytes.Length > _mailbox.Length - _next)
        {
            throw new ArgumentException($"the arrays of one call exceed the mailbox of {_mailbox.Length} bytes");
        }

        bytes.CopyTo(_mailbox[_next..]);
        Describe(elements, _next);
        _next = Math.Min((_next + bytes.Length + DataAlignment - 1) & -DataAlignment, _mailbox.Length);
    }

    private void Describe(int value, int offset)
    {
        if (_arguments == MaxArguments)
        {
            throw new InvalidOperationException($"a call has at most {MaxArguments} arguments");
        }

        WriteInt(ArgumentAt + (_arguments * sizeof(int)), value);
        WriteInt(OffsetAt + (_arguments * sizeof(int)), offset);
        _arguments++;
    }

    private readonly Span<byte> Data(int index, int bytes) => _mailbox.Slice(ReadInt(OffsetAt + (index * sizeof(int))), bytes);

    private readonly int ReadInt(int at) => BinaryPrimitives.ReadInt32LittleEndian(_mailbox[at..]);

    private readonly void WriteInt(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_mailbox[at..], value);
}
