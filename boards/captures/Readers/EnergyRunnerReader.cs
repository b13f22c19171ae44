// EEMBC EnergyRunner's files of MLPerf Tiny: a byte 0xF1, the rate as float, then microjoules of each sample as float. No
// document describes it; the layout
// is that of the results in mlcommons/tiny_results_v1.1, where windows and published energies confirm it.
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NanoCoopNet.Captures;

/// <summary>
/// Reads energies as power. A text file of the same name with <c>.comment</c> appended is the capture's comment.
/// </summary>
internal sealed class EnergyRunnerReader : CaptureReader
{
    public const byte Magic = 0xF1;
    public const int HeadBytes = 5;
    public const string CommentSuffix = ".comment";
    private readonly FileStream _file;
    private readonly byte[] _bytes = new byte[CaptureBlock.Capacity * sizeof(float)];
    private long _samples;

    public EnergyRunnerReader(string path)
    {
        _file = InputFile.Open(path);
        Span<byte> head = stackalloc byte[HeadBytes];
        _file.ReadExactly(head);
        double rate = BinaryPrimitives.ReadSingleLittleEndian(head[1..]);
        Info = new CaptureInfo(
            CaptureFormat.EnergyRunner,
            "EnergyRunner",
            [new AnalogChannel("power", CaptureUnit.Watt)],
            [],
            rate,
            0.5 / rate
        )
        {
            Comment = File.Exists(path + CommentSuffix) ? File.ReadAllText(path + CommentSuffix).Trim() : "",
        };
        if ((_file.Length - HeadBytes) % sizeof(float) != 0)
        {
            Warn($"{path} ends within its last sample, which is left out");
        }
    }

    /// <inheritdoc/>
    public override CaptureInfo Info { get; }

    /// <inheritdoc/>
    public override double Progress => (double)_file.Position / _file.Length;

    /// <summary>One byte proves little, so the rate must be one that an instrument can have.</summary>
    public static bool Is(ReadOnlySpan<byte> head, long fileBytes) =>
        fileBytes > HeadBytes && head[0] == Magic && BinaryPrimitives.ReadSingleLittleEndian(head[1..]) is >= 1 and <= 10e6f;

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    protected override bool Fill(CaptureBlock block)
    {
        int count = _file.ReadAtLeast(_bytes, _bytes.Length, throwOnEndOfStream: false) / sizeof(float);
        double period = 1 / Info.RateHz,
            watts = 1e-6 * Info.RateHz;
        block.Begin(_samples * period, period, 0);
        ReadOnlySpan<float> microjoules = MemoryMarshal.Cast<byte, float>(_bytes.AsSpan(0, count * sizeof(float)));
        for (int i = 0; i < count && IsWanted(0); i++)
        {
            block.Analog[0][i] = microjoules[i] * watts;
        }

        block.End(count);
        _samples += count;
        return count > 0;
    }
}
