// The radix of a tensor: the one of least squared error, eq. (1).
namespace NanoCoopNet.Model;

/// <summary>A tensor's radix and how well it fits.</summary>
/// <param name="SquaredError">Σ (x − rounded x)².</param>
/// <param name="Clipped">Values beyond the int8 range.</param>
internal readonly record struct RadixChoice(int Radix, double SquaredError, int Clipped);

/// <summary>Chooses radices.</summary>
internal static class RadixChooser
{
    /// <summary>The radix of a tensor that is zero everywhere, which fits at any: that of values within ±1, as the input has it,
    /// so that what is added to it, and weights that read it, keep their places.</summary>
    public const int OfZeros = 7;

    /// <summary>The radix in [min, max] of least squared error; the smallest among equals. <see cref="OfZeros"/>, or the nearest
    /// to it, for zeros.</summary>
    /// <param name="lowest">−127 for weights, −128 for activations.</param>
    public static RadixChoice Choose(ReadOnlyMemory<float> values, int lowest, int min, int max)
    {
        float most = Largest(values.Span);
        if (most == 0)
        {
            return new RadixChoice(Math.Clamp(OfZeros, min, max), 0, 0);
        }

        // Below the finest radix that clips nothing, a coarser grid is contained in the finer one: it cannot be better.
        int unclipped = Math.Clamp(FinestUnclipped(most), min, max);
        RadixChoice best = Evaluate(values, lowest, unclipped, out _);
        for (int radix = unclipped + 1; radix <= max; radix++)
        {
            RadixChoice choice = Evaluate(values, lowest, radix, out double clipError);
            if (choice.SquaredError < best.SquaredError)
            {
                best = choice;
            }

            if (clipError > best.SquaredError)
            {
                break; // the error of the clipped values only grows from here
            }
        }

        return best;
    }

    /// <summary>Squared error of one radix.</summary>
    /// <param name="clipError">The share of the values beyond the range.</param>
    public static RadixChoice Evaluate(ReadOnlyMemory<float> values, int lowest, int radix, out double clipError)
    {
        const int Chunk = 1 << 16;
        int chunks = (values.Length + Chunk - 1) / Chunk;
        (double Error, double Clip, int Clipped)[] parts = new (double, double, int)[chunks];
        Parallel.For(
            0,
            chunks,
            i =>
                parts[i] = Sum(
                    values.Span.Slice(i * Chunk, Math.Min(Chunk, values.Length - (i * Chunk))),
                    lowest,
                    Math.ScaleB(1, radix)
                )
        );
        clipError = parts.Sum(p => p.Clip);
        return new RadixChoice(radix, parts.Sum(p => p.Error), parts.Sum(p => p.Clipped));
    }

    /// <summary>x rounded to the grid of that radix, as a real value; halves go up.</summary>
    public static double Round(double x, int radix, int lowest) =>
        Math.ScaleB(Math.Clamp(Math.Floor(Math.ScaleB(x, radix) + 0.5), lowest, 127), -radix);

    /// <summary>The finest radix that holds ±<paramref name="most"/> &gt; 0.</summary>
    public static int FinestUnclipped(float most) => (int)Math.Floor(Math.Log2(127 / (double)most));

    /// <summary>The largest magnitude.</summary>
    public static float Largest(ReadOnlySpan<float> values)
    {
        float most = 0;
        foreach (float v in values)
        {
            most = Math.Max(most, Math.Abs(v));
        }

        return most;
    }

    private static (double Error, double Clip, int Clipped) Sum(ReadOnlySpan<float> values, int lowest, double scale)
    {
        double error = 0,
            clip = 0;
        int clipped = 0;
        foreach (float v in values)
        {
            double exact = v * scale,
                q = Math.Floor(exact + 0.5);
            double kept = Math.Min(127, Math.Max(lowest, q)),
                d = kept - exact;
            error += d * d;
            if (kept != q)
            {
                clip += d * d;
                clipped++;
            }
        }

        double unit = 1 / (scale * scale);
        return (error * unit, clip * unit, clipped);
    }
}
