// sigrok sessions, version 2: a ZIP with "version", an INI file "metadata", logic samples of unitsize bytes in logic-1 or
// logic-1-1, logic-1-2, …, and
// floats of each analog channel in analog-1-N-1, …. Source: sigrokproject/libsigrok, src/session_file.c and src/output/srzip.c.
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Captures;

/// <summary>
/// Reads <c>.sr</c>. Units of analog channels are those of their names (<c>I_mA</c>, <c>current [A]</c>) or of the option.
/// </summary>
internal sealed partial class SigrokReader : CaptureReader
{
    public const string MetadataEntry = "metadata",
        ModelKey = "comment";
    private readonly ZipArchive _archive;
    private readonly List<Source> _analog = [];
    private readonly Source? _logic;
    private readonly int _unitBytes;
    private readonly double _periodS;
    private readonly ulong _mask;
    private readonly long _samplesInAll;
    private readonly byte[] _bytes;
    private long _samples;
    private ulong _levels;

    /// <summary>Entries of one kind read one after the other.</summary>
    private sealed class Source(IReadOnlyList<ZipArchiveEntry> entries, int unitBytes, double scale) : IDisposable
    {
        private int _next;
        private Stream? _stream;

        public long Samples { get; } = entries.Sum(e => e.Length) / unitBytes;

        public double Scale { get; } = scale;

        public int UnitBytes { get; } = unitBytes;

        /// <summary>Fills as much as there is; whole units.</summary>
        public int Read(Span<byte> to)
        {
            int done = 0;
            while (done < to.Length)
            {
                int got = _stream?.Read(to[done..]) ?? 0;
                done += got;
                if (got == 0)
                {
                    _stream?.Dispose();
                    _stream = null;
                    if (_next == entries.Count)
                    {
                        break;
                    }

                    _stream = entries[_next++].Open();
                }
            }

            return done / UnitBytes;
        }

        public void Dispose() => _stream?.Dispose();
    }

    public SigrokReader(string path, ZipArchive archive, CaptureOptions options)
    {
        _archive = archive;
        Dictionary<string, string> fields = Metadata(archive);
        string Field(string name) =>
            fields.TryGetValue(name, out string? value) ? value : throw CaptureException.Bad(path, $"its metadata has no {name}");
        double rate = Rate(
            path,
            fields.TryGetValue("samplerate", out string? r) ? r
                : options.RateHz is { } given ? FormattableString.Invariant($"{given} Hz")
                : Field("samplerate")
        );
        _periodS = 1 / rate;
        List<string> logic = [];
        string capture = fields.GetValueOrDefault("capturefile", "logic-1");
        ZipArchiveEntry[] entries = Entries(archive, capture);
        if (entries.Length > 0)
        {
            _ = int.TryParse(
                fields.GetValueOrDefault("unitsize", "1"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out _unitBytes
            );
            logic = [.. Enumerable.Range(1, Math.Min(8 * _unitBytes, 64)).Select(i => fields.GetValueOrDefault($"probe{i}", ""))];
            while (logic.Count > 0 && logic[^1].Length == 0)
            {
                logic.RemoveAt(logic.Count - 1);
            }

            _logic = _unitBytes is >= 1 and <= 8
                ? new Source(entries, _unitBytes, 1)
                : throw CaptureException.Bad(path, $"its logic samples have {_unitBytes} bytes; 1 to 8 are known");
            _mask = logic.Select((name, i) => name.Length > 0 ? 1UL << i : 0).Aggregate(0UL, (a, b) => a | b);
        }

        List<AnalogChannel> analog = [];
        foreach (
            (string key, string name) in fields
                .Where(f => AnalogKey().IsMatch(f.Key))
                .OrderBy(f => f.Key.Length)
                .ThenBy(f => f.Key, StringComparer.Ordinal)
        )
        {
            UnitText.Scale? scale = options.Unit is { } unit ? UnitText.Parse(unit) : UnitText.OfHeading(name);
            analog.Add(new AnalogChannel(name, scale?.Unit ?? CaptureUnit.Unknown));
            _analog.Add(new Source(Entries(archive, $"analog-1-{key[6..]}"), sizeof(float), scale?.Factor ?? 1));
        }

        Source[] all = [.. _analog, .. _logic is null ? Array.Empty<Source>() : [_logic]];
        _samplesInAll = all.Length > 0 ? all.Min(s => s.Samples) : throw CaptureException.Bad(path, "it holds no samples");
        if (all.Any(s => s.Samples != _samplesInAll))
        {
            Warn("its channels have different lengths; what all have is used");
        }

        _bytes = new byte[CaptureBlock.Capacity * Math.Max(_unitBytes, sizeof(float))];
        Info = new CaptureInfo(CaptureFormat.Sigrok, "sigrok", analog, logic, rate, _periodS / 2)
        {
            Comment = fields.GetValueOrDefault(ModelKey, ""),
        };
    }

    /// <inheritdoc/>
    public override CaptureInfo Info { get; }

    /// <inheritdoc/>
    public override double Progress => _samplesInAll == 0 ? 1 : (double)_samples / _samplesInAll;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _analog.ForEach(a => a.Dispose());
        _logic?.Dispose();
        _archive.Dispose();
    }

    /// <inheritdoc/>
    protected override bool Fill(CaptureBlock block)
    {
        int count = (int)Math.Min(CaptureBlock.Capacity, _samplesInAll - _samples);
        block.Begin(_samples * _periodS, _periodS, _levels);
        for (int i = 0; i < _analog.Count; i++)
        {
            _analog[i].Read(_bytes.AsSpan(0, count * sizeof(float)));
            ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(_bytes.AsSpan(0, count * sizeof(float)));
            for (int k = 0; k < count && IsWanted(i); k++)
            {
                block.Analog[i][k] = values[k] * _analog[i].Scale;
            }
        }

        if (_logic is not null)
        {
            _logic.Read(_bytes.AsSpan(0, count * _unitBytes));
            AddEdges(block, count);
        }

        block.End(count);
        _samples += count;
        return count > 0;
    }

    private void AddEdges(CaptureBlock block, int count)
    {
        for (int i = 0; i < count; i++)
        {
            ulong levels = 0;
            for (int b = _unitBytes - 1; b >= 0; b--)
            {
                levels = levels << 8 | _bytes[(i * _unitBytes) + b];
            }

            levels &= _mask;
            if (levels != _levels && _samples + i > 0)
            {
                block.AddEdges(block.BeginS + (i * _periodS), levels ^ _levels, levels);
            }
            else if (_samples + i == 0)
            {
                block.LevelsAtBegin = levels;
            }

            _levels = levels;
        }
    }

    private static Dictionary<string, string> Metadata(ZipArchive archive)
    {
        using StreamReader reader = new(archive.GetEntry(MetadataEntry)!.Open());
        Dictionary<string, string> fields = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('=', 2) is [var key, var value])
            {
                fields.TryAdd(key.Trim(), value.Trim());
            }
        }

        return fields;
    }

    /// <summary>One entry of that name, or its numbered pieces in order.</summary>
    private static ZipArchiveEntry[] Entries(ZipArchive archive, string name) =>
        archive.GetEntry(name) is { } whole
            ? [whole]
            :
            [
                .. Enumerable
                    .Range(1, int.MaxValue - 1)
                    .Select(i => archive.GetEntry(FormattableString.Invariant($"{name}-{i}")))
                    .TakeWhile(e => e is not null)
                    .OfType<ZipArchiveEntry>(),
            ];

    private static double Rate(string path, string text)
    {
        Match m = RateText().Match(text);
        double factor = m.Groups[2].Value.ToUpperInvariant() switch
        {
            "K" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            _ => 1,
        };
        return
            m.Success
            && double.TryParse(m.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value > 0
            ? value * factor
            : throw CaptureException.Bad(path, $"`{text}` is not a sample rate");
    }

    [GeneratedRegex(@"^\s*([\d.]+)\s*([kKMG]?)(?:Hz)?\s*$")]
    private static partial Regex RateText();

    [GeneratedRegex(@"^analog\d+$")]
    private static partial Regex AnalogKey();
}
