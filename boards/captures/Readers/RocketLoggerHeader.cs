// Header of a RocketLogger file, versions 1 to 4. Source: ETHZ-TEC/RocketLogger, script/python/rocketlogger/data.py and
// software/rocketlogger/rl_file.h.
using System.Buffers.Binary;
using System.Text;

namespace NanoCoopNet.Captures;

/// <param name="ScaleExponent">value = raw · 10^this.</param>
/// <param name="Bytes">Of a raw value; 0 of a logic channel.</param>
/// <param name="ValidLink">Index of the channel that says whether a sample is valid, or −1.</param>
internal sealed record RocketLoggerChannel(uint Unit, int ScaleExponent, int Bytes, int ValidLink, string Name)
{
    public const uint Volt = 1,
        Ampere = 2,
        Binary = 3,
        Valid = 4;

    public bool IsLogic => Unit is Binary or Valid;
}

/// <param name="Length">Bytes before the first block.</param>
/// <param name="BlockRows">Samples of a block.</param>
/// <param name="RateHz">Nominal rate.</param>
internal sealed record RocketLoggerHeader(
    int Version,
    int Length,
    long BlockRows,
    long Blocks,
    long Samples,
    int RateHz,
    string Mac,
    long StartS,
    string Comment,
    IReadOnlyList<RocketLoggerChannel> Channels
)
{
    public const uint Magic = 0x444C5225;
    public const int LeadInBytes = 56,
        ChannelBytes = 28,
        NameBytes = 16,
        BlockHeadBytes = 32,
        NoLink = 0xFFFF;

    /// <summary>
    /// The converters' clock is 100 MHz / 49 instead of 2.048 MHz, so a nominal 1000 Hz is 996.5 Hz; the blocks' time stamps say
    /// the same.
    /// </summary>
    public const double ClockScale = 100e6 / 49 / 2.048e6;

    /// <summary>Bytes of the bits of a row.</summary>
    public int LogicBytes => 4 * ((Channels.Count(c => c.IsLogic) + 31) / 32);

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => LogicBytes + Channels.Where(c => !c.IsLogic).Sum(c => c.Bytes);

    /// <summary>Reads the header of a file.</summary>
    public static RocketLoggerHeader Read(string path, Stream stream)
    {
        byte[] lead = new byte[LeadInBytes];
        Require(path, stream.ReadAtLeast(lead, LeadInBytes, false) == LeadInBytes, "it ends within its header");
        int version = U16(lead, 4),
            length = U16(lead, 6);
        Require(path, version is >= 1 and <= 4, $"it has version {version}; 1 to 4 are known");
        uint commentBytes = U32(lead, 48);
        int channels = U16(lead, 52) + U16(lead, 54);
        Require(
            path,
            LeadInBytes + commentBytes + (channels * (long)ChannelBytes) == length,
            "the length of its header contradicts comment and channels"
        );
        byte[] rest = new byte[length - LeadInBytes];
        Require(path, stream.ReadAtLeast(rest, rest.Length, false) == rest.Length, "it ends within its header");
        string comment = Text(rest.AsSpan(0, (int)commentBytes));
        List<RocketLoggerChannel> list = [];
        for (int i = 0; i < channels; i++)
        {
            list.Add(Channel(rest.AsSpan((int)commentBytes + (i * ChannelBytes), ChannelBytes), version, channels));
        }

        Require(path, list.Count(c => c.IsLogic) <= 64, "it has more than 64 logic channels");
        Require(
            path,
            list.TrueForAll(c => c.IsLogic || c.Bytes is 1 or 2 or 4 or 8),
            "a channel has values of a width that is not known"
        );
        long rows = U32(lead, 8);
        int rate = U16(lead, 24);
        Require(path, rows > 0 && rate > 0, "it says 0 samples a block or 0 Hz");
        return new(
            version,
            length,
            rows,
            U32(lead, 12),
            BinaryPrimitives.ReadInt64LittleEndian(lead.AsSpan(16)),
            rate,
            string.Join(':', lead[26..32].Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))),
            BinaryPrimitives.ReadInt64LittleEndian(lead.AsSpan(32)),
            comment,
            list
        );
    }

    /// <summary>Whether another file goes on with the same measurement.</summary>
    public bool IsContinuedBy(RocketLoggerHeader o) =>
        (Version, Length, BlockRows, RateHz, Mac, StartS, Channels.Count)
        == (o.Version, o.Length, o.BlockRows, o.RateHz, o.Mac, o.StartS, o.Channels.Count);

    private static RocketLoggerChannel Channel(ReadOnlySpan<byte> b, int version, int channels)
    {
        int link = BinaryPrimitives.ReadUInt16LittleEndian(b[10..]);
        int index =
            link == NoLink ? -1
            : version <= 2 ? link - 1
            : link;
        return new(
            BinaryPrimitives.ReadUInt32LittleEndian(b),
            BinaryPrimitives.ReadInt32LittleEndian(b[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(b[8..]),
            index < channels ? index : -1,
            Text(b.Slice(12, NameBytes))
        );
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        Encoding.ASCII.GetString(bytes[..(bytes.IndexOf((byte)0) is var end and >= 0 ? end : bytes.Length)]);

    private static int U16(byte[] b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(at));

    private static uint U32(byte[] b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b.AsSpan(at));

    private static void Require(string path, bool condition, string what)
    {
        if (!condition)
        {
            throw CaptureException.Bad(path, what);
        }
    }
}
