// Nordic's Power Profiler Kit II: a ZIP with metadata.json and session.raw, six bytes a sample: float microamperes (little
// endian), then 16 bits (big
// endian) with two for each channel D0 … D7: 1 low, 2 high, 3 both within the sample, 0 not known. Source:
// NordicSemiconductor/pc-nrfconnect-ppk,
// src/utils/saveFileHandler.ts, src/globals.ts, src/utils/bitConversion.ts.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace NanoCoopNet.Captures;

/// <summary>Reads <c>.ppk2</c>.</summary>
internal sealed class Ppk2Reader : CaptureReader
{
    public const string SamplesEntry = "session.raw",
        MetadataEntry = "metadata.json";
    public const int SampleBytes = 6,
        Channels = 8;
    private const int FormatVersion = 2;
    private readonly ZipArchive _archive;
    private readonly Stream _stream;
    private readonly long _bytes;
    private readonly byte[] _buffer = new byte[CaptureBlock.Capacity * SampleBytes];
    private readonly double _periodS;
    private long _samples;
    private ulong _levels;
    private bool _anyLevel;

    public Ppk2Reader(string path, ZipArchive archive)
    {
        _archive = archive;
        (double rate, DateTime? start, string comment) = Metadata(path, archive);
        ZipArchiveEntry entry = archive.GetEntry(SamplesEntry)!;
        _bytes = entry.Length;
        _stream = entry.Open();
        _periodS = 1 / rate;
        Info = new CaptureInfo(
            CaptureFormat.Ppk2,
            "Nordic PPK2",
            [new AnalogChannel("current", CaptureUnit.Ampere)],
            [.. Enumerable.Range(0, Channels).Select(i => $"D{i}")],
            rate,
            _periodS / 2
        )
        {
            StartUtc = start,
            Comment = comment,
        };
        if (_bytes % SampleBytes != 0)
        {
            Warn($"{path} ends within its last sample, which is left out");
        }
    }

    /// <inheritdoc/>
    public override CaptureInfo Info { get; }

    /// <inheritdoc/>
    public override double Progress => _bytes == 0 ? 1 : (double)(_samples * SampleBytes) / _bytes;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stream.Dispose();
        _archive.Dispose();
    }

    /// <inheritdoc/>
    protected override bool Fill(CaptureBlock block)
    {
        int count = _stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false) / SampleBytes;
        block.Begin(_samples * _periodS, _periodS, _levels);
        for (int i = 0, at = 0; i < count; i++, at += SampleBytes)
        {
            if (block.Analog[0].Length > 0)
            {
                block.Analog[0][i] = BinaryPrimitives.ReadSingleLittleEndian(_buffer.AsSpan(at)) * 1e-6;
            }

            ushort bits = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(at + 4));
            if (bits != _lastBits)
            {
                TakeLevels(block, bits, i);
            }
        }

        block.End(count);
        _samples += count;
        return count > 0;
    }

    private ushort _lastBits;

    private void TakeLevels(CaptureBlock block, ushort bits, int sample)
    {
        _lastBits = bits;
        ulong levels = _levels;
        for (int channel = 0; channel < Channels; channel++)
        {
            int state = bits >> (2 * channel) & 3;
            levels = state switch
            {
                1 => levels & ~(1UL << channel),
                2 or 3 => levels | 1UL << channel,
                _ => levels,
            };
        }

        if (levels != _levels && _anyLevel)
        {
            block.AddEdges(block.BeginS + (sample * _periodS), levels ^ _levels, levels);
        }
        else if (!_anyLevel)
        {
            block.LevelsAtBegin = levels;
        }

        _levels = levels;
        _anyLevel = true;
    }

    private static (double Rate, DateTime? Start, string Comment) Metadata(string path, ZipArchive archive)
    {
        try
        {
            using Stream stream = (
                archive.GetEntry(MetadataEntry) ?? throw CaptureException.Bad(path, $"there is no {MetadataEntry} in it")
            ).Open();
            JsonElement root = JsonDocument.Parse(stream).RootElement,
                data = root.GetProperty("metadata");
            int version = root.TryGetProperty("formatVersion", out JsonElement v) ? v.GetInt32() : FormatVersion;
            double rate = data.GetProperty("samplesPerSecond").GetDouble();
            if (version > FormatVersion || !(rate > 0))
            {
                throw CaptureException.Bad(
                    path,
                    version > FormatVersion
                        ? $"it has version {version}; {FormatVersion} is known"
                        : $"it states {rate} samples per second"
                );
            }

            DateTime? start =
                data.TryGetProperty("startSystemTime", out JsonElement s) && s.ValueKind == JsonValueKind.Number
                    ? DateTime.UnixEpoch.AddMilliseconds(s.GetDouble())
                    : null;
            return (rate, start, root.TryGetProperty("comment", out JsonElement c) ? c.GetString() ?? "" : "");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CaptureException(
                "badCapture",
                $"{path}: {MetadataEntry} does not state the samples per second: {e.Message}",
                "take the original file of the instrument",
                e
            );
        }
    }
}
