// Confidence thresholds as text: a number in [0, 0.996] rounded to the nearest 1/256, halves up (NUMERICS.md, eq. 14).
using System.Globalization;

namespace NanoCoopNet.Link;

/// <summary>Threshold bytes and their text.</summary>
public static class ConfidenceText
{
    /// <summary>Largest value a threshold can have.</summary>
    public const string Range = "0 … 0.996";

    /// <summary>Parses a threshold.</summary>
    /// <param name="text">Decimal, invariant culture.</param>
    /// <param name="value">The byte, round(256 · value).</param>
    /// <returns>False where it is no number or out of range.</returns>
    public static bool TryParse(string text, out byte value)
    {
        value = 0;
        if (
            !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            || number > 0.996m
        )
        {
            return false;
        }

        value = (byte)decimal.Floor((number * 256m) + 0.5m);
        return true;
    }

    /// <summary>Byte / 256 with three decimals.</summary>
    public static string Format(byte value) => (value / 256m).ToString("0.000", CultureInfo.InvariantCulture);
}
