// Saleae Logic 2's binary export, versions 0 and 1: one file a channel, digital_N.bin with the times of edges, analog_N.bin with
// floats. Source:
// saleae/gitbook-docs, faq/technical-faq/binary-export-format-logic-2.md and binary-and-csv-export-formats-2025-update.md.
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NanoCoopNet.Captures;

/// <summary>Reads all files of an export together: those in the folder of the one that is named.</summary>
internal sealed class SaleaeReader : CaptureReader
{
    private const int TypeDigital = 0,
        TypeAnalog = 1;
    private const double EventBlockS = 1;
    private readonly List<Analog> _analog = [];
    private readonly SaleaeEdges _edges;
    private readonly double _scale;
    private double _endOfBlocksS = double.NegativeInfinity;

    /// <summary>An analog file at a place in one of its waveforms.</summary>
    private sealed class Analog(string path, SaleaeFile file, int version) : IDisposable
    {
        public string Path { get; } = path;

        public SaleaeFile File { get; } = file;

        public double BeginS { get; private set; }

        public double PeriodS { get; private set; }

        public long Left { get; private set; }

        public long Done { get; set; }

        private long _waveforms = version == 0 ? 1 : file.Count();

        /// <summary>Goes to the next waveform if this one is done.</summary>
        public bool Advance()
        {
            while (Left == 0 && _waveforms > 0)
            {
                _waveforms--;
                double begin = File.F64();
                _ = version == 0 ? 0 : File.F64();
                double rate = version == 0 ? File.U64() : File.F64();
                ulong down = File.U64();
                BeginS = begin;
                PeriodS = Math.Max(down, 1) / rate;
                Left = File.Count(sizeof(float));
                Done = 0;
                if (!(rate > 0))
                {
                    throw CaptureException.Bad(Path, $"it states {rate} samples per second");
                }
            }

            return Left > 0;
        }

        public void Take(int count)
        {
            Left -= count;
            Done += count;
        }

        public void Dispose() => File.Dispose();
    }

    public SaleaeReader(string path, CaptureOptions options)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] files =
        [
            .. Directory.GetFiles(folder, "*.bin").Where(IsFile).Order(StringComparer.Ordinal).OrderBy(f => f.Length),
        ];
        List<(string Name, SaleaeFile File, int Version)> digital = [];
        double rate = 0;
        foreach (string file in files)
        {
            SaleaeFile opened = new(file);
            (int version, int type) = opened.Head();
            string name = Path.GetFileNameWithoutExtension(file);
            switch (type)
            {
                case TypeAnalog:
                    _analog.Add(new Analog(file, opened, version));
                    break;
                case TypeDigital:
                    digital.Add((name, opened, version));
                    break;
                default:
                    opened.Dispose();
                    break;
            }
        }

        if (_analog.Count > 0 && _analog[0].Advance())
        {
            rate = 1 / _analog[0].PeriodS;
        }

        _scale = options.ShuntOhm is { } ohm ? 1 / ohm : 1;
        _edges = new SaleaeEdges(digital);
        AnalogChannel[] channels =
        [
            .. _analog.Select(a => new AnalogChannel(
                Path.GetFileNameWithoutExtension(a.Path),
                options.ShuntOhm is null ? CaptureUnit.Volt : CaptureUnit.Ampere
            )),
        ];
        Info = new CaptureInfo(
            CaptureFormat.Saleae,
            "Saleae Logic 2",
            channels,
            [.. digital.Select(d => d.Name)],
            rate,
            _edges.UncertaintyS
        );
    }

    /// <inheritdoc/>
    public override CaptureInfo Info { get; }

    /// <inheritdoc/>
    public override double Progress => _analog.Count > 0 ? _analog[0].File.Progress : _edges.Progress;

    public static bool Is(ReadOnlySpan<byte> head) => head.StartsWith("<SALEAE>"u8);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _analog.ForEach(a => a.Dispose());
        _edges.Dispose();
    }

    /// <inheritdoc/>
    protected override bool Fill(CaptureBlock block)
    {
        if (_analog.Count == 0)
        {
            return _edges.FillAlone(block, EventBlockS);
        }

        if (!_analog.TrueForAll(a => a.Advance()))
        {
            // What is left is a last block of edges after the end of the current.
            return _edges.FillAlone(block, double.PositiveInfinity);
        }

        Analog first = _analog[0];
        if (_analog.Exists(a => a.PeriodS != first.PeriodS || Math.Abs(a.BeginS - first.BeginS) > first.PeriodS))
        {
            throw CaptureException.Bad(
                first.Path,
                "its analog channels differ in rate or time from the other files of the folder"
            );
        }

        int count = (int)Math.Min(CaptureBlock.Capacity, _analog.Min(a => a.Left));
        double begin = first.BeginS + (first.Done * first.PeriodS);
        block.Begin(begin, first.PeriodS, _edges.Levels);
        for (int i = 0; i < _analog.Count; i++)
        {
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(_analog[i].File.Bytes(count * sizeof(float)));
            for (int k = 0; k < count && IsWanted(i); k++)
            {
                block.Analog[i][k] = values[k] * _scale;
            }

            _analog[i].Take(count);
        }

        block.End(count);
        _edges.AddUntil(block, block.EndS, first: double.IsNegativeInfinity(_endOfBlocksS));
        _endOfBlocksS = block.EndS;
        return true;
    }

    private static bool IsFile(string path)
    {
        using FileStream stream = InputFile.Open(path);
        byte[] head = new byte[8];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && Is(head);
    }
}

/// <summary>A file of an export: little-endian values one after the other, each checked against the end of the file.</summary>
internal sealed class SaleaeFile(string path) : IDisposable
{
    private readonly FileStream _stream = InputFile.Open(path);
    private byte[] _bytes = new byte[8];

    public double Progress => (double)_stream.Position / _stream.Length;

    public (int Version, int Type) Head()
    {
        Bytes(8);
        int version = BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)),
            type = BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));
        return version is 0 or 1
            ? (version, type)
            : throw CaptureException.Bad(path, $"it has version {version}; 0 and 1 are known");
    }

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public double F64() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(8));

    /// <summary>A number of things that the rest of the file must hold.</summary>
    public long Count(int bytesEach = 1)
    {
        ulong count = U64();
        return count <= (ulong)(_stream.Length - _stream.Position) / (ulong)bytesEach
            ? (long)count
            : throw new CaptureException(
                "truncatedCapture",
                $"{path} breaks off: it says {count} values and holds {(_stream.Length - _stream.Position) / bytesEach}",
                "export it again from Logic 2"
            );
    }

    /// <summary>The next bytes; good until the next call.</summary>
    public Span<byte> Bytes(int count)
    {
        if (_bytes.Length < count)
        {
            _bytes = new byte[count];
        }

        return _stream.ReadAtLeast(_bytes.AsSpan(0, count), count, throwOnEndOfStream: false) == count
            ? _bytes.AsSpan(0, count)
            : throw new CaptureException("truncatedCapture", $"{path} breaks off", "export it again from Logic 2");
    }

    public void Dispose() => _stream.Dispose();
}
