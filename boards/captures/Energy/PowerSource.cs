// Which channels of a capture make its power.
using System.Globalization;

namespace NanoCoopNet.Captures;

/// <summary>Which channels are meant, where the capture has several.</summary>
/// <param name="Current">Channel of the current.</param>
/// <param name="Voltage">Channel of the voltage, or volts as a number.</param>
/// <param name="Power">Channel of power; then the others are not used.</param>
public sealed record PowerChoice(string? Current = null, string? Voltage = null, string? Power = null);

/// <summary>Power = a channel, or current · voltage.</summary>
/// <param name="Power">Index of a channel in watts, or −1.</param>
/// <param name="Current">Index of a channel in amperes, or −1.</param>
/// <param name="Voltage">Index of a channel in volts, or −1: <paramref name="FixedVolts"/>.</param>
public sealed record PowerSource(int Power, int Current, int Voltage, double FixedVolts)
{
    private const double LeastVolts = 0.5,
        MostVolts = 60;

    /// <summary>The channels it needs.</summary>
    public IEnumerable<int> Channels => new[] { Power, Current, Voltage }.Where(c => c >= 0);

    /// <summary>Finds the channels.</summary>
    /// <returns>Null where the capture has only logic channels.</returns>
    /// <exception cref="CaptureException">noChannel, voltageMissing, unitMissing.</exception>
    public static PowerSource? Of(CaptureInfo info, PowerChoice choice)
    {
        if (info.Analog.Count == 0)
        {
            return null;
        }

        int power =
            choice.Power is { } p ? Find(info, p)
            : choice.Current is null ? First(info, CaptureUnit.Watt)
            : -1;
        if (power >= 0)
        {
            return new PowerSource(power, -1, -1, 0);
        }

        int current = choice.Current is { } c ? Find(info, c) : First(info, CaptureUnit.Ampere);
        if (current < 0 || info.Analog[current].Unit != CaptureUnit.Ampere)
        {
            throw new CaptureException(
                "unitMissing",
                $"no channel of the capture was recognised as current or power (it has {Names(info)})",
                "say the unit with --unit mA, or the resistance that the voltage was measured over with --shunt-ohm, and the "
                    + "channel with --current NAME"
            );
        }

        return choice.Voltage is { } v && double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out double volts)
                ? new PowerSource(
                    -1,
                    current,
                    -1,
                    volts is >= LeastVolts and <= MostVolts
                        ? volts
                        : throw new CaptureException(
                            "voltageRefused",
                            $"{v} V is not a supply voltage",
                            "give volts, e.g. --voltage 3.3"
                        )
                )
            : choice.Voltage is { } named ? new PowerSource(-1, current, Find(info, named), 0)
            : First(info, CaptureUnit.Volt) is var measured and >= 0 ? new PowerSource(-1, current, measured, 0)
            : throw new CaptureException(
                "voltageMissing",
                "the capture holds a current but no voltage",
                "give the supply voltage, e.g. --voltage 3.3"
            );
    }

    /// <summary>Where the power comes from, for people.</summary>
    public string Describe(CaptureInfo info) =>
        Power >= 0
            ? info.Analog[Power].Name
            : $"{info.Analog[Current].Name} × "
                + $"{(Voltage >= 0 ? info.Analog[Voltage].Name : FormattableString.Invariant($"{FixedVolts} V"))}";

    /// <summary>Watts of a block's samples.</summary>
    public void Compute(CaptureBlock block, double[] watts)
    {
        ReadOnlySpan<double> a = block.Analog[Power >= 0 ? Power : Current].AsSpan(0, block.Count);
        if (Voltage >= 0)
        {
            ReadOnlySpan<double> v = block.Analog[Voltage].AsSpan(0, block.Count);
            for (int i = 0; i < a.Length; i++)
            {
                watts[i] = a[i] * v[i];
            }

            return;
        }

        double factor = Power >= 0 ? 1 : FixedVolts;
        for (int i = 0; i < a.Length; i++)
        {
            watts[i] = a[i] * factor;
        }
    }

    private static int First(CaptureInfo info, CaptureUnit unit) =>
        info.Analog.TakeWhile(a => a.Unit != unit).Count() is var at && at < info.Analog.Count ? at : -1;

    private static int Find(CaptureInfo info, string name)
    {
        int at = info.Analog.TakeWhile(a => !a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Count();
        return at < info.Analog.Count
            ? at
            : throw new CaptureException("noChannel", $"the capture has no channel {name}", $"it has {Names(info)}");
    }

    private static string Names(CaptureInfo info) => string.Join(", ", info.Analog.Select(a => a.Name));
}
