// Numbers as people type them, in every culture alike: decimals after a point, no separators of thousands, no infinities.
using System.Globalization;

namespace NanoCoopNet;

/// <summary>Reads numbers; what is wrong with one is said in words.</summary>
public static class NumberText
{
    /// <summary>A whole number.</summary>
    /// <param name="text">E.g. <c>128</c>; a sign may stand before it.</param>
    /// <param name="range">Least and most; <see cref="long.MaxValue"/>: no upper end.</param>
    /// <param name="error">What is wrong, where false is returned.</param>
    public static bool TryParse(string text, (long Least, long Most) range, out long value, out string error)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            error = $"`{text}` is no whole number; {Range(range.Least, range.Most, range.Most == long.MaxValue)}";
            return false;
        }

        error = $"{text} is out of range; {Range(range.Least, range.Most, range.Most == long.MaxValue)}";
        return value >= range.Least && value <= range.Most;
    }

    /// <summary>A number with or without decimals.</summary>
    /// <param name="text">E.g. <c>0.25</c> or <c>1e-4</c>.</param>
    /// <param name="range">Least and most; infinity: no upper end.</param>
    /// <param name="error">What is wrong, where false is returned.</param>
    public static bool TryParse(string text, (double Least, double Most) range, out double value, out string error)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        string allowed = Range(range.Least, range.Most, double.IsInfinity(range.Most));
        if (!double.TryParse(text, styles, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            string withPoint = text.Replace(',', '.');
            bool comma = withPoint != text && double.TryParse(withPoint, styles, CultureInfo.InvariantCulture, out _);
            error = $"`{text}` is no number" + (comma ? $"; decimals stand after a point: {withPoint}" : $"; {allowed}");
            return false;
        }

        error = $"{text} is out of range; {allowed}";
        return value >= range.Least && value <= range.Most;
    }

    private static string Range(IFormattable least, IFormattable most, bool isOpen)
    {
        string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
        return isOpen ? $"give {Text(least)} or more" : $"give {Text(least)} … {Text(most)}";
    }
}
