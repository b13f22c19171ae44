// RocketLogger's binary file, version 4 (layout: RocketLoggerHeader): DI1 … DI6, the current of one high range, and the voltage.
using System.Buffers.Binary;
using System.Text;

namespace NanoCoopNet.Captures;

/// <summary>
/// Writes <c>.rld</c>. The true rate is the instrument's: nominal · <see cref="RocketLoggerHeader.ClockScale"/>.
/// </summary>
internal sealed class RocketLoggerWriter : ICaptureWriter
{
    private const int MostRateHz = 64_000,
        DigitalInputs = 6,
        NanoExponent = -9,
        TenNanoExponent = -8,
        MacBytes = 6,
        Version = 4;
    private const int RowBytes = 12;
    private static readonly (uint Unit, int Exponent, string Name)[] Analog =
    [
        (RocketLoggerChannel.Ampere, NanoExponent, "I1H"),
        (RocketLoggerChannel.Volt, TenNanoExponent, "V1"),
    ];

    private readonly string _path;
    private readonly CaptureHead _head;
    private readonly FileStream _file;
    private readonly byte[] _block;
    private readonly int _blockRows;
    private int _rows;
    private long _blocks;

    public RocketLoggerWriter(string path, CaptureHead head)
    {
        if (head.RateHz is < 1 or > MostRateHz || head.RateHz != Math.Floor(head.RateHz) || head.Logic.Count > DigitalInputs)
        {
            throw new CaptureException(
                "rateRefused",
                $"a RocketLogger does not sample at {head.RateHz} Hz",
                $"a whole rate of 1 … {MostRateHz} Hz, or a file of another instrument"
            );
        }

        (_path, _head) = (path, head);
        PeriodS = 1 / (head.RateHz * RocketLoggerHeader.ClockScale);
        _blockRows = (int)head.RateHz;
        _block = new byte[RocketLoggerHeader.BlockHeadBytes + (_blockRows * RowBytes)];
        _file = File.Create(CaptureWriters.Partial(path));
        WriteHeader(0);
    }

    /// <inheritdoc/>
    public double PeriodS { get; }

    /// <inheritdoc/>
    public void Write(double amperes, double volts, ulong levels)
    {
        Span<byte> row = _block.AsSpan(RocketLoggerHeader.BlockHeadBytes + (_rows * RowBytes), RowBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(row, (uint)levels);
        BinaryPrimitives.WriteInt32LittleEndian(row[4..], Raw(amperes, NanoExponent));
        BinaryPrimitives.WriteInt32LittleEndian(row[8..], Raw(volts, TenNanoExponent));
        if (++_rows == _blockRows)
        {
            EndBlock();
        }
    }

    /// <summary>As the instrument does, the last block is dropped where it is not whole.</summary>
    public void Dispose()
    {
        WriteHeader(_blocks);
        _file.Dispose();
        File.Move(CaptureWriters.Partial(_path), _path, overwrite: true);
    }

    private static int Raw(double value, int exponent) =>
        (int)Math.Clamp(Math.Round(value * Math.Pow(10, -exponent)), int.MinValue, int.MaxValue);

    private void EndBlock()
    {
        double stamp = _blocks * _blockRows * PeriodS;
        for (int at = 0; at < RocketLoggerHeader.BlockHeadBytes; at += 16)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_block.AsSpan(at), (long)stamp);
            BinaryPrimitives.WriteInt64LittleEndian(_block.AsSpan(at + 8), (long)((stamp - Math.Floor(stamp)) * 1e9));
        }

        _file.Write(_block);
        (_rows, _blocks) = (0, _blocks + 1);
    }

    private void WriteHeader(long blocks)
    {
        byte[] comment = Encoding.ASCII.GetBytes(_head.Comment);
        Array.Resize(ref comment, (comment.Length + 4) / 4 * 4);
        int length =
            RocketLoggerHeader.LeadInBytes + comment.Length + ((DigitalInputs + Analog.Length) * RocketLoggerHeader.ChannelBytes);
        using MemoryStream header = new();
        using BinaryWriter w = new(header);
        w.Write(RocketLoggerHeader.Magic);
        w.Write((ushort)Version);
        w.Write((ushort)length);
        w.Write(_blockRows);
        w.Write((uint)blocks);
        w.Write((ulong)(blocks * _blockRows));
        w.Write((ushort)_head.RateHz);
        w.Write(new byte[MacBytes]);
        w.Write(0L);
        w.Write(0L);
        w.Write(comment.Length);
        w.Write((ushort)DigitalInputs);
        w.Write((ushort)Analog.Length);
        w.Write(comment);
        for (int i = 1; i <= DigitalInputs; i++)
        {
            Channel(w, RocketLoggerChannel.Binary, 0, 0, FormattableString.Invariant($"DI{i}"));
        }

        foreach ((uint unit, int exponent, string name) in Analog)
        {
            Channel(w, unit, exponent, sizeof(int), name);
        }

        _file.Position = 0;
        _file.Write(header.ToArray());
        _file.Seek(0, SeekOrigin.End);
    }

    private static void Channel(BinaryWriter w, uint unit, int exponent, ushort bytes, string name)
    {
        w.Write(unit);
        w.Write(exponent);
        w.Write(bytes);
        w.Write((ushort)RocketLoggerHeader.NoLink);
        byte[] text = new byte[RocketLoggerHeader.NameBytes];
        Encoding.ASCII.GetBytes(name, text);
        w.Write(text);
    }
}
