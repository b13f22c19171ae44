// What an engineer decides with energies: how long a battery lasts at a duty cycle, whether sending the sample would take less,
// whether time alone tells.
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
    /// <summary>LoRa's bits a second: SF · bandwidth / 2^SF · 4/5 at 125 kHz.</summary>
    private const double LoRaSf7 = 7 * 125e3 / (1 << 7) * 0.8,
        LoRaSf12 = 12 * 125e3 / (1 << 12) * 0.8;

    public static readonly IReadOnlyList<RadioProfile> All =
    [
        new(
            "Bluetooth LE 1M, 0 dBm",
            5.1 * 3.0,
            1e6,
            "TI CC2340R2 data sheet SWRS282: 5.1 mA with DC/DC at 3 V; 1 Mbit/s without overhead"
        ),
        new(
            "LoRa SF7, 17 dBm",
            66 * 3.3,
            LoRaSf7,
            "66 mA of an SX1276 board, measured in sandeepmistry/arduino-LoRa issue 77; 125 kHz, coding 4/5"
        ),
        new("LoRa SF12, 17 dBm", 66 * 3.3, LoRaSf12, "the same"),
    ];

    /// <summary>Millijoules of sending so many bytes.</summary>
    public double Millijoules(long bytes) => Milliwatts * 8 * bytes / BitsPerSecond;
}

/// <summary>One answer every so many seconds.</summary>
/// <param name="EnergyADayMj">Inferences, and the idle power in between.</param>
/// <param name="BatteryDays">Of the battery given.</param>
public sealed record DutyCycle(double EveryS, double EnergyADayMj, double BatteryDays)
{
    private const double SecondsADay = 86_400,
        MillijoulesOfMilliwattHour = 3_600;

    /// <summary>Works it out.</summary>
    /// <param name="inferenceMj">Energy of an inference, idle taken off or not.</param>
    /// <param name="inferenceS">How long it takes.</param>
    /// <param name="idleMw">Power in between.</param>
    public static DutyCycle Of(double everyS, double inferenceMj, double inferenceS, double idleMw, double batteryMwh)
    {
        double day = SecondsADay / everyS * (inferenceMj + (idleMw * Math.Max(everyS - inferenceS, 0)));
        return new DutyCycle(everyS, day, batteryMwh * MillijoulesOfMilliwattHour / day);
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
