// The chunks of a Joulescope file, version 2: headers of 32 bytes, payloads padded to 8, both with CRC-32C. Source: jetperch/jls,
// include/jls/format.h and
// src/raw.c; signal definitions as src/core.c reads them.
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace NanoCoopNet.Captures;

/// <summary>A piece of a signal: samples in the file, or (offset 0) of one constant level that the writer left out.</summary>
/// <param name="Sample">Id of the first sample.</param>
/// <param name="Offset">Of the chunk in the file.</param>
internal readonly record struct JlsPiece(long Sample, long Count, long Offset, float Constant);

/// <summary>A signal of fixed rate.</summary>
internal sealed record JlsSignal(
    int Id,
    uint DataType,
    uint RateHz,
    uint SamplesPerData,
    uint SamplesPerSummary,
    string Name,
    string Units
)
{
    public const uint Float32 = 0x2004,
        Float64 = 0x4004,
        Bit = 0x0103;

    public List<JlsPiece> Pieces { get; } = [];

    public bool IsLogic => (DataType & 0xFFFF) == Bit;

    public bool IsAnalog => (DataType & 0xFFFF) is Float32 or Float64;
}

/// <summary>Reads chunks.</summary>
internal sealed class JlsFile : IDisposable
{
    public const int FileHeaderBytes = 32,
        HeaderBytes = 32,
        PayloadHeaderBytes = 16;
    public const byte SignalDefinition = 0x02,
        FsrData = 0x22,
        FsrIndex = 0x23,
        FsrSummary = 0x24,
        UserData = 0x40,
        End = 0xFF;
    private const int LargestPayload = 1 << 28,
        SummaryFloats = 4,
        SignalReserved = 92;
    private readonly string _path;
    private readonly FileStream _stream;

    /// <summary>A chunk's header.</summary>
    public readonly record struct Header(long At, byte Tag, ushort Meta, int PayloadBytes)
    {
        public long NextAt => At + HeaderBytes + (PayloadBytes == 0 ? 0 : (PayloadBytes + 4 + 7) / 8 * 8);

        public int Signal => Meta & 0xFF;

        public int Level => Meta >> 12;
    }

    public JlsFile(string path)
    {
        _path = path;
        _stream = InputFile.Open(path);
        Span<byte> head = stackalloc byte[FileHeaderBytes];
        if (_stream.ReadAtLeast(head, FileHeaderBytes, throwOnEndOfStream: false) < FileHeaderBytes)
        {
            throw CaptureException.Bad(path, "it ends within its header");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(head[24..]);
        if (version >> 24 != 1 || Crc(head[..28]) != BinaryPrimitives.ReadUInt32LittleEndian(head[28..]))
        {
            throw CaptureException.Bad(
                path,
                version >> 24 != 1
                    ? $"it has version {version >> 24} of the layout; 1 is known"
                    : "the checksum of its header is wrong"
            );
        }

        IsWhole = BinaryPrimitives.ReadInt64LittleEndian(head[16..]) == _stream.Length;
        Scan();
    }

    /// <summary>Whether the file is as long as its writer said when it closed it.</summary>
    public bool IsWhole { get; }

    public Dictionary<int, JlsSignal> Signals { get; } = [];

    /// <summary>Texts that the file's writer or user left in it.</summary>
    public string Comment { get; private set; } = "";

    public void Dispose() => _stream.Dispose();

    /// <summary>A chunk's payload, its checksum compared.</summary>
    public byte[] Payload(Header header)
    {
        byte[] bytes = new byte[header.PayloadBytes];
        Span<byte> crc = stackalloc byte[4];
        _stream.Position = header.At + HeaderBytes;
        bool whole = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
        _stream.Position = header.NextAt - 4;
        whole &= _stream.ReadAtLeast(crc, 4, throwOnEndOfStream: false) == 4;
        return whole && Crc(bytes) == BinaryPrimitives.ReadUInt32LittleEndian(crc)
            ? bytes
            : throw CaptureException.Bad(_path, $"the chunk at {header.At} is damaged (its checksum is wrong)");
    }

    /// <summary>The header of a chunk, or null where none is whole.</summary>
    public Header? HeaderAt(long at)
    {
        Span<byte> b = stackalloc byte[HeaderBytes];
        _stream.Position = at;
        if (
            _stream.ReadAtLeast(b, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || Crc(b[..28]) != BinaryPrimitives.ReadUInt32LittleEndian(b[28..])
        )
        {
            return null;
        }

        uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(b[20..]);
        return bytes <= LargestPayload
            ? new Header(at, b[16], BinaryPrimitives.ReadUInt16LittleEndian(b[18..]), (int)bytes)
            : null;
    }

    /// <summary>Finds where each signal's samples are: a look at every header, none at the samples.</summary>
    private void Scan()
    {
        Header? index = null;
        for (Header? at = HeaderAt(FileHeaderBytes); at is { } h && h.NextAt <= _stream.Length; at = HeaderAt(h.NextAt))
        {
            switch (h.Tag)
            {
                case SignalDefinition:
                    Define(h);
                    break;
                case FsrData when Signals.TryGetValue(h.Signal, out JlsSignal? signal):
                    (long sample, long count) = PayloadHead(h);
                    signal.Pieces.Add(new JlsPiece(sample, count, h.At, 0));
                    break;
                case FsrIndex when h.Level == 1:
                    index = h;
                    break;
                case FsrSummary
                    when h.Level == 1
                        && index is { } i
                        && i.Meta == h.Meta
                        && Signals.TryGetValue(h.Signal, out JlsSignal? of)
                        && of.IsLogic:
                    AddOmitted(of, Payload(i), Payload(h));
                    break;
                case UserData when Comment.Length == 0 && h.PayloadBytes > 0:
                    Comment = Encoding.UTF8.GetString(Payload(h)).Split('\0')[0];
                    break;
                case End:
                    return;
            }
        }
    }

    private (long Sample, long Count) PayloadHead(Header h)
    {
        Span<byte> b = stackalloc byte[PayloadHeaderBytes];
        _stream.ReadExactly(b);
        return (BinaryPrimitives.ReadInt64LittleEndian(b), BinaryPrimitives.ReadUInt32LittleEndian(b[8..]));
    }

    private void Define(Header h)
    {
        byte[] b = Payload(h);
        const int fixedBytes = 4 + (8 * 4) + SignalReserved;
        if (b.Length < fixedBytes || b[2] != 0)
        {
            return; // of variable rate: annotations
        }

        string[] texts = Encoding.UTF8.GetString(b.AsSpan(fixedBytes)).Split("\0\u001f");
        JlsSignal signal = new(
            h.Signal,
            U32(b, 4),
            U32(b, 8),
            U32(b, 12),
            U32(b, 16),
            texts[0],
            texts.Length > 1 ? texts[1] : ""
        );
        if (signal.RateHz > 0 && (signal.IsLogic || signal.IsAnalog))
        {
            Signals[signal.Id] = signal;
        }
    }

    /// <summary>
    /// Constant levels of logic signals are not written: the index has offset 0 for them, the summary their mean.
    /// </summary>
    private static void AddOmitted(JlsSignal signal, byte[] index, byte[] summary)
    {
        long first = BinaryPrimitives.ReadInt64LittleEndian(index);
        int entries = (int)U32(index, 8),
            summaries = (int)U32(summary, 8);
        for (int i = 0; i < entries; i++)
        {
            if (BinaryPrimitives.ReadInt64LittleEndian(index.AsSpan(PayloadHeaderBytes + (8 * i))) == 0)
            {
                long at = (long)i * signal.SamplesPerData / signal.SamplesPerSummary;
                long count = Math.Min(signal.SamplesPerData, (summaries - at) * signal.SamplesPerSummary);
                float mean =
                    at < summaries
                        ? BinaryPrimitives.ReadSingleLittleEndian(
                            summary.AsSpan((int)(PayloadHeaderBytes + (at * SummaryFloats * sizeof(float))))
                        )
                        : 0;
                signal.Pieces.Add(new JlsPiece(first + ((long)i * signal.SamplesPerData), count, 0, mean));
            }
        }
    }

    private static uint U32(byte[] b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b.AsSpan(at));

    /// <summary>CRC-32C (Castagnoli), as iSCSI has it.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
