// Units as instruments write them in headings: "Current(uA)", "I1H [nA]", "V1 [10nV]", "power_mW".
using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoCoopNet.Captures;

/// <summary>Reads units.</summary>
internal static partial class UnitText
{
    /// <summary>A unit and what turns values into SI.</summary>
    internal readonly record struct Scale(CaptureUnit Unit, double Factor);

    /// <summary>Unit of a heading, or null where it names none.</summary>
    public static Scale? OfHeading(string heading)
    {
        Match m = Bracketed().Match(heading);
        m = m.Success ? m : Suffix().Match(heading);
        return m.Success ? Parse(m.Groups[1].Value) : null;
    }

    /// <summary><c>uA</c>, <c>10nV</c>, <c>mW</c>; null: not a unit of current, voltage or power.</summary>
    public static Scale? Parse(string text)
    {
        Match m = Unit().Match(text.Trim());
        if (!m.Success)
        {
            return null;
        }

        double count = m.Groups[1].Length > 0 ? double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        double prefix = m.Groups[2].Value switch
        {
            "p" => 1e-12,
            "n" => 1e-9,
            "u" or "µ" or "μ" => 1e-6,
            "m" => 1e-3,
            "k" => 1e3,
            _ => 1,
        };
        CaptureUnit unit = m.Groups[3].Value switch
        {
            "A" => CaptureUnit.Ampere,
            "V" => CaptureUnit.Volt,
            _ => CaptureUnit.Watt,
        };
        return new Scale(unit, count * prefix);
    }

    /// <summary>
    /// Seconds of one unit of a heading of time: <c>Time [s]</c>, <c>Timestamp(ms)</c>, <c>time_us</c>; seconds where none is
    /// named.
    /// </summary>
    public static double OfTime(string heading)
    {
        Match m = TimeUnit().Match(heading);
        return m.Success
            ? m.Groups[1].Value switch
            {
                "ms" => 1e-3,
                "us" or "µs" or "μs" => 1e-6,
                "ns" => 1e-9,
                _ => 1,
            }
            : 1;
    }

    [GeneratedRegex(@"[\[(]([^\])]+)[\])]\s*$")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"_([pnuµμmk]?[AVW])$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"^(\d*)\s*([pnuµμmk]?)([AVW])$")]
    private static partial Regex Unit();

    [GeneratedRegex(@"[\[(_]\s*(s|ms|us|µs|μs|ns)\s*[\])]?\s*$")]
    private static partial Regex TimeUnit();
}
