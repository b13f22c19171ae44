// What a capture says of itself before its samples.
namespace NanoCoopNet.Captures;

/// <summary>File formats; <see cref="CaptureFile"/> tells them apart by content.</summary>
public enum CaptureFormat
{
    RocketLogger,
    RocketLoggerCsv,
    Ppk2,
    Ppk2Csv,
    Joulescope,
    Sigrok,
    Saleae,
    SaleaeCsv,
    EnergyRunner,
    Vcd,
    Csv,
}

/// <summary>Units of analog channels after scaling: SI, no prefix.</summary>
public enum CaptureUnit
{
    /// <summary>The file does not say.</summary>
    Unknown,
    Ampere,
    Volt,
    Watt,
}

/// <summary>An analog channel.</summary>
/// <param name="Name">As the file has it.</param>
/// <param name="Unit">Unit of the samples that the reader gives.</param>
public sealed record AnalogChannel(string Name, CaptureUnit Unit);

/// <summary>Head of a capture.</summary>
/// <param name="Format">Of the file.</param>
/// <param name="Instrument">For people, e.g. <c>RocketLogger 0c:b2:b7:ee:d8:bb</c>.</param>
/// <param name="Analog">Channels of <see cref="CaptureBlock.Analog"/>.</param>
/// <param name="Logic">Names of the logic channels, 64 at most; channel i is bit i.</param>
/// <param name="RateHz">Analog samples a second (of events alone: 0).</param>
/// <param name="EdgeUncertaintyS">How far an edge may be from its time, seconds to either side: 1/(2r) for levels sampled at
/// r.</param>
public sealed record CaptureInfo(
    CaptureFormat Format,
    string Instrument,
    IReadOnlyList<AnalogChannel> Analog,
    IReadOnlyList<string> Logic,
    double RateHz,
    double EdgeUncertaintyS
)
{
    /// <summary>Begin of the comment of a file that no instrument has recorded.</summary>
    public const string ModelPrefix = "model:";

    /// <summary>The file's own comment; empty where it has none.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Begin of the capture, where the file says.</summary>
    public DateTime? StartUtc { get; init; }

    /// <summary>Whether the file says that it is computed, not measured.</summary>
    public bool IsModel => Comment.StartsWith(ModelPrefix, StringComparison.Ordinal);
}
