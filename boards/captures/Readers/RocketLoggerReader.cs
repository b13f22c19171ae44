// RocketLogger's binary files, versions 1 to 4, split ones joined. Source: see RocketLoggerHeader. A block holds its time
// (realtime and monotonic, seconds
// and nanoseconds), then rows of bits and raw values.
using System.Buffers.Binary;

namespace NanoCoopNet.Captures;

/// <summary>
/// Reads <c>.rld</c>. Besides the channels of the file it has I1 and I2: the low range where it is valid, else the high one.
/// </summary>
internal sealed class RocketLoggerReader : CaptureReader
{
    private const double GapShare = 0.01;
    private const long LatestS = 1L << 36; // the year 4147
    private readonly string _path;
    private readonly RocketLoggerHeader _header;
    private readonly List<Channel> _channels = [];
    private readonly byte[] _rows;
    private readonly double _periodS;
    private readonly long _bytesInAll;
    private FileStream _file;
    private RocketLoggerHeader _partHeader;
    private int _part;
    private long _bytesDone,
        _rowsLeftInBlock,
        _rowsLeftInPart;
    private double _timeS,
        _blockStamp = double.NaN;
    private long _blockRowsDone;
    private ulong _levels;
    private bool _anyRow;

    /// <param name="At">Byte of the value in a row.</param>
    /// <param name="High">Of a merged current: the other range.</param>
    /// <param name="ValidBit">Of a merged current: the bit that says that the low range is valid.</param>
    private sealed record Channel(AnalogChannel Info, int At, int Bytes, double Scale, Channel? High = null, int ValidBit = -1);

    public RocketLoggerReader(string path)
    {
        _path = path;
        _file = InputFile.Open(path);
        _header = _partHeader = RocketLoggerHeader.Read(path, _file);
        _rowsLeftInPart = _partHeader.Samples;
        _periodS = 1 / (_header.RateHz * RocketLoggerHeader.ClockScale);
        _rows = new byte[Math.Min(CaptureBlock.Capacity, _header.BlockRows) * _header.RowBytes];
        _bytesInAll = Enumerable.Range(0, int.MaxValue).Select(PartPath).TakeWhile(File.Exists).Sum(p => new FileInfo(p).Length);
        AddChannels();
        Info = new CaptureInfo(
            CaptureFormat.RocketLogger,
            $"RocketLogger {_header.Mac}",
            [.. _channels.Select(c => c.Info)],
            [.. _header.Channels.Where(c => c.IsLogic).Select(c => c.Name)],
            1 / _periodS,
            _periodS / 2
        )
        {
            Comment = _header.Comment,
            StartUtc = _header.StartS is > 0 and < LatestS ? DateTime.UnixEpoch.AddSeconds(_header.StartS) : null,
        };
        WarnOfPart();
    }

    /// <inheritdoc/>
    public override CaptureInfo Info { get; }

    /// <inheritdoc/>
    public override double Progress => _bytesInAll == 0 ? 1 : (double)(_bytesDone + _file.Position) / _bytesInAll;

    public static bool Is(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) == RocketLoggerHeader.Magic;

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    protected override bool Fill(CaptureBlock block)
    {
        if (_rowsLeftInBlock == 0 && !BeginBlock())
        {
            return false;
        }

        int wanted = (int)Math.Min(Math.Min(_rowsLeftInBlock, CaptureBlock.Capacity), _rowsLeftInPart),
            rowBytes = _header.RowBytes;
        int bytes = _file.ReadAtLeast(_rows.AsSpan(0, wanted * rowBytes), wanted * rowBytes, throwOnEndOfStream: false);
        int rows = bytes / rowBytes;
        if (rows < wanted)
        {
            Warn(
                $"{PartPath(_part)} breaks off: {_rowsLeftInPart - rows} of its {_partHeader.Samples} samples are missing; "
                    + $"those before are used"
            );
            _rowsLeftInPart = _rowsLeftInBlock = rows;
        }

        if (rows == 0)
        {
            return Fill(block);
        }

        block.Begin(_timeS, _periodS, _levels);
        for (int i = 0; i < _channels.Count; i++)
        {
            if (IsWanted(i))
            {
                Decode(_channels[i], rows, block.Analog[i]);
            }
        }

        AddEdges(block, rows);
        block.End(rows);
        _timeS += rows * _periodS;
        _rowsLeftInBlock -= rows;
        _rowsLeftInPart -= rows;
        _blockRowsDone += rows;
        return true;
    }

    /// <summary>
    /// Reads the head of the next block, in the next part where this one is done; block times that jump are a gap.
    /// </summary>
    private bool BeginBlock()
    {
        while (_rowsLeftInPart <= 0)
        {
            if (!OpenPart())
            {
                return false;
            }
        }

        byte[] head = new byte[RocketLoggerHeader.BlockHeadBytes];
        if (_file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            Warn(
                $"{PartPath(_part)} breaks off: {_rowsLeftInPart} of its {_partHeader.Samples} samples are missing; those "
                    + $"before are used"
            );
            _rowsLeftInPart = 0;
            return BeginBlock();
        }

        double stamp =
            BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(16))
            + (BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(24)) * 1e-9);
        double expected = _blockRowsDone * _periodS,
            lost = stamp - _blockStamp - expected;
        if (lost > Math.Max(GapShare * expected, 2 * _periodS))
        {
            _timeS += lost;
            Warn("blocks are missing: the time between two blocks is longer than their samples");
        }

        _blockStamp = stamp;
        _blockRowsDone = 0;
        _rowsLeftInBlock = Math.Min(_header.BlockRows, _rowsLeftInPart);
        return true;
    }

    private bool OpenPart()
    {
        if (!File.Exists(PartPath(_part + 1)))
        {
            return false;
        }

        _bytesDone += _file.Length;
        _file.Dispose();
        _file = InputFile.Open(PartPath(++_part));
        _partHeader = RocketLoggerHeader.Read(PartPath(_part), _file);
        if (!_header.IsContinuedBy(_partHeader))
        {
            throw CaptureException.Bad(PartPath(_part), $"it is not part of the measurement in {_path}");
        }

        _rowsLeftInPart = _partHeader.Samples;
        return true;
    }

    private string PartPath(int part) =>
        part == 0
            ? _path
            : Path.Combine(
                Path.GetDirectoryName(_path) ?? "",
                FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(_path)}_p{part}{Path.GetExtension(_path)}")
            );

    private void WarnOfPart()
    {
        string name = Path.GetFileNameWithoutExtension(_path);
        int at = name.LastIndexOf("_p", StringComparison.Ordinal);
        if (
            at > 0
            && int.TryParse(name.AsSpan(at + 2), out _)
            && File.Exists(Path.Combine(Path.GetDirectoryName(_path) ?? "", name[..at] + Path.GetExtension(_path)))
        )
        {
            Warn(
                $"{Path.GetFileName(_path)} is a part of {name[..at]}{Path.GetExtension(_path)}: the parts before it are not "
                    + $"read"
            );
        }
    }

    private void AddChannels()
    {
        int at = _header.LogicBytes;
        List<(RocketLoggerChannel Raw, Channel Made)> made = [];
        foreach (RocketLoggerChannel c in _header.Channels.Where(c => !c.IsLogic))
        {
            CaptureUnit unit = c.Unit switch
            {
                RocketLoggerChannel.Volt => CaptureUnit.Volt,
                RocketLoggerChannel.Ampere => CaptureUnit.Ampere,
                _ => CaptureUnit.Unknown,
            };
            made.Add((c, new Channel(new AnalogChannel(c.Name, unit), at, c.Bytes, Math.Pow(10, c.ScaleExponent))));
            at += c.Bytes;
        }

        foreach (string name in (string[])["I1", "I2"])
        {
            (RocketLoggerChannel Raw, Channel Made) low = made.Find(m => m.Raw.Name == name + "L"),
                high = made.Find(m => m.Raw.Name == name + "H");
            if (low.Raw is { ValidLink: >= 0 } && high.Raw is not null)
            {
                _channels.Add(
                    low.Made with
                    {
                        Info = new AnalogChannel(name, CaptureUnit.Ampere),
                        High = high.Made,
                        ValidBit = low.Raw.ValidLink,
                    }
                );
            }
        }

        _channels.AddRange(made.Select(m => m.Made));
    }

    private void Decode(Channel c, int rows, double[] values)
    {
        int rowBytes = _header.RowBytes;
        if (c is { Bytes: 4, High: null })
        {
            ReadOnlySpan<byte> at = _rows.AsSpan(c.At);
            double scale = c.Scale;
            for (int i = 0, offset = 0; i < rows; i++, offset += rowBytes)
            {
                values[i] = BinaryPrimitives.ReadInt32LittleEndian(at[offset..]) * scale;
            }

            return;
        }

        for (int i = 0, offset = 0; i < rows; i++, offset += rowBytes)
        {
            Channel from = c.High is not null && (_rows[offset + (c.ValidBit / 8)] >> (c.ValidBit % 8) & 1) == 0 ? c.High : c;
            ReadOnlySpan<byte> raw = _rows.AsSpan(offset + from.At, from.Bytes);
            values[i] =
                from.Scale
                * from.Bytes switch
                {
                    1 => (sbyte)raw[0],
                    2 => BinaryPrimitives.ReadInt16LittleEndian(raw),
                    4 => BinaryPrimitives.ReadInt32LittleEndian(raw),
                    _ => BinaryPrimitives.ReadInt64LittleEndian(raw),
                };
        }
    }

    private void AddEdges(CaptureBlock block, int rows)
    {
        int logicBytes = _header.LogicBytes,
            rowBytes = _header.RowBytes;
        if (logicBytes == 0)
        {
            return;
        }

        ulong mask = Info.Logic.Count == 64 ? ulong.MaxValue : (1UL << Info.Logic.Count) - 1;
        for (int i = 0, offset = 0; i < rows; i++, offset += rowBytes)
        {
            ulong levels =
                (
                    logicBytes == 4
                        ? BinaryPrimitives.ReadUInt32LittleEndian(_rows.AsSpan(offset))
                        : BinaryPrimitives.ReadUInt64LittleEndian(_rows.AsSpan(offset))
                ) & mask;
            if (levels != _levels)
            {
                if (_anyRow)
                {
                    block.AddEdges(_timeS + (i * _periodS), levels ^ _levels, levels);
                }
                else
                {
                    block.LevelsAtBegin = levels;
                }

                _levels = levels;
            }

            _anyRow = true;
        }
    }
}
