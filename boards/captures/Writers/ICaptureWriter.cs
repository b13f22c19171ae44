// What the virtual instrument writes: the same files that instruments write.
namespace NanoCoopNet.Captures;

/// <summary>Head of a file to write.</summary>
/// <param name="RateHz">Samples a second; of a RocketLogger file the nominal rate.</param>
/// <param name="Comment">Of the file; begins with <see cref="CaptureInfo.ModelPrefix"/> where nothing was measured.</param>
/// <param name="Logic">Names of the logic channels, in the order of the bits.</param>
public sealed record CaptureHead(double RateHz, string Comment, IReadOnlyList<string> Logic);

/// <summary>Takes samples in order; the file has its name when it is disposed of, and is whole then.</summary>
public interface ICaptureWriter : IDisposable
{
    /// <summary>Time between two samples in seconds.</summary>
    double PeriodS { get; }

    /// <summary>Adds a sample.</summary>
    /// <param name="amperes">Mean over the sample's time.</param>
    /// <param name="volts">Supply.</param>
    /// <param name="levels">Logic channel i is bit i.</param>
    void Write(double amperes, double volts, ulong levels);
}

/// <summary>Writers by extension.</summary>
public static class CaptureWriters
{
    /// <summary>Extensions that are written.</summary>
    public const string Extensions = ".rld (RocketLogger), .csv (PPK2), .sr (sigrok), .bin (EnergyRunner: power alone)";

    /// <summary>Makes the writer of a file.</summary>
    /// <exception cref="CaptureException">unknownCapture: an extension that is not written; rateRefused: one that the instrument
    /// does not have.</exception>
    public static ICaptureWriter Create(string path, CaptureHead head) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".rld" => new RocketLoggerWriter(path, head),
            ".csv" => new Ppk2CsvWriter(path, head),
            ".sr" => new SigrokWriter(path, head),
            ".bin" => new EnergyRunnerWriter(path, head),
            _ => throw new CaptureException(
                "unknownCapture",
                $"{path} has no extension of a capture format that can be written",
                $"name a file with {Extensions}"
            ),
        };

    /// <summary>Where a file grows before it has its name.</summary>
    internal static string Partial(string path) => path + ".partial";
}
