// How often something happens in an hour, from a count: false alarms of a keyword model.
using MathNet.Numerics.Distributions;

namespace NanoCoopNet.Analysis;

/// <summary>Events an hour, with an exact 95 % interval (Garwood 1936; events are taken to be independent).</summary>
/// <param name="Low">0 where none was seen.</param>
/// <param name="High">Above 0 also where none was seen: so long a time cannot exclude it.</param>
public sealed record EventRate(double PerHour, double Low, double High)
{
    private const double Tail = 0.025;

    /// <summary>From events in so many seconds.</summary>
    /// <param name="events">0 or more.</param>
    /// <param name="seconds">Above 0.</param>
    public static EventRate Of(int events, double seconds)
    {
        double hours = seconds / 3600,
            low = events == 0 ? 0 : ChiSquared.InvCDF(2 * events, Tail) / 2,
            high = ChiSquared.InvCDF((2 * events) + 2, 1 - Tail) / 2;
        return new(events / hours, low / hours, high / hours);
    }
}
