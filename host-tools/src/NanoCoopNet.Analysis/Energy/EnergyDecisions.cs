// What an engineer decides with energies: how long a battery lasts at a duty cycle, whether sending the sample would take less,
// whether time alone tells.
using System.Text.Json;

namespace NanoCoopNet.Analysis;

/// <summary>
/// A radio while it sends; what joins, acknowledges and waits comes on top, so an energy from here is the least that sending
/// takes.
/// </summary>
/// <param name="Milliwatts">Supply power while sending.</param>
/// <param name="BitsPerSecond">Payload.</param>
/// <param name="Source">Where both figures are from.</param>
public sealed record RadioProfile(string Name, double Milliwatts, double BitsPerSecond, string Source)
{
    private const string Shipped = "NanoCoopNet.Analysis.radios.json";
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Those of radios.json.</summary>
    public static readonly IReadOnlyList<RadioProfile> All = Parse(
        new StreamReader(typeof(RadioProfile).Assembly.GetManifestResourceStream(Shipped)!).ReadToEnd(),
        Shipped
    );

    /// <summary>Reads profiles: a JSON list of name, milliwatts, bitsPerSecond, source.</summary>
    /// <exception cref="AnalysisException">badRadios: it is something else, or a figure is not more than 0.</exception>
    /// <exception cref="NanoCoopException">It cannot be read.</exception>
    public static IReadOnlyList<RadioProfile> Read(string path) => Parse(InputFile.ReadText(path), path);

    private static IReadOnlyList<RadioProfile> Parse(string text, string path)
    {
        try
        {
            RadioProfile[] all = JsonSerializer.Deserialize<RadioProfile[]>(text, Format) ?? [];
            return all.Length > 0 && all.All(r => r.Milliwatts > 0 && r.BitsPerSecond > 0)
                ? all
                : throw new JsonException("milliwatts and bitsPerSecond of each are more than 0");
        }
        catch (JsonException e)
        {
            throw new AnalysisException(
                "badRadios",
                $"{path} is not a list of radios: {e.Message}",
                """give a JSON list like [{"name": "x", "milliwatts": 20, "bitsPerSecond": 250000, "source": "data sheet"}]""",
                e
            );
        }
    }

    /// <summary>Millijoules of sending so many bytes.</summary>
    public double Millijoules(long bytes) => Milliwatts * 8 * bytes / BitsPerSecond;
}

/// <summary>One answer every so many seconds.</summary>
/// <param name="EnergyADayMj">Inferences, and the idle power in between.</param>
/// <param name="BatteryDays">Of the battery given; null: none.</param>
public sealed record DutyCycle(double EveryS, double EnergyADayMj, double? BatteryDays)
{
    private const double SecondsADay = 86_400,
        MillijoulesOfMilliwattHour = 3_600;

    /// <summary>Works it out; null: an inference takes longer than that.</summary>
    /// <param name="inferenceMj">Energy of an inference, idle taken off or not.</param>
    /// <param name="inferenceS">How long it takes.</param>
    /// <param name="idleMw">Power in between.</param>
    /// <param name="batteryMwh">null: none.</param>
    public static DutyCycle? Of(double everyS, double inferenceMj, double inferenceS, double idleMw, double? batteryMwh)
    {
        double day = SecondsADay / everyS * (inferenceMj + (idleMw * (everyS - inferenceS)));
        return everyS < inferenceS ? null : new DutyCycle(everyS, day, batteryMwh * MillijoulesOfMilliwattHour / day);
    }
}

/// <summary>Least squares of energy over time: energy = offset + power · time.</summary>
/// <param name="OffsetMj">At no time.</param>
/// <param name="SlopeMw">mJ a ms are W; here mW.</param>
/// <param name="RSquared">1: time alone tells the energy.</param>
/// <param name="LargestError">Of a part, as a fraction of its energy.</param>
public sealed record EnergyRegression(double OffsetMj, double SlopeMw, double RSquared, double LargestError)
{
    /// <summary>Over parts of different length; null of fewer than three.</summary>
    public static EnergyRegression? Of(IReadOnlyList<PartEnergy> parts)
    {
        if (parts.Count < 3)
        {
            return null;
        }

        (double offset, double slope) = MathNet.Numerics.Fit.Line(
            [.. parts.Select(p => p.MeanMs)],
            [.. parts.Select(p => p.MeanMj)]
        );
        double mean = parts.Average(p => p.MeanMj),
            all = parts.Sum(p => Math.Pow(p.MeanMj - mean, 2)),
            left = parts.Sum(p => Math.Pow(p.MeanMj - offset - (slope * p.MeanMs), 2));
        return new EnergyRegression(
            offset,
            1e3 * slope,
            all > 0 ? 1 - (left / all) : 1,
            parts.Max(p => Math.Abs((offset + (slope * p.MeanMs)) / p.MeanMj - 1))
        );
    }
}
