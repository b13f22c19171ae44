// A channel's part of a FLAC frame: constant, verbatim, fixed or linear prediction with Rice-coded residuals. RFC 9639, 9.2.
namespace NanoCoopNet.Media;

/// <summary>Reader of subframes.</summary>
internal static class FlacSubframe
{
    private const int FirstFixed = 8,
        LastFixed = 12,
        FirstLinear = 32;
    private static readonly int[][] FixedCoefficients =
    [
        [],
        [1],
        [2, -1],
        [3, -3, 1],
        [4, -6, 4, -1],
    ];

    /// <summary>Samples of a channel; null where the type is reserved.</summary>
    /// <param name="width">Bits a sample, 4 … 33.</param>
    public static long[]? Read(FlacBits bits, int size, int width)
    {
        bits.Skip(1);
        int type = (int)bits.Unsigned(6),
            wasted = bits.Unsigned(1) == 1 ? bits.Unary() + 1 : 0;
        width -= wasted;
        long[]? samples = type switch
        {
            0 => Constant(bits, size, width),
            1 => Raw(bits, new long[size], size, width),
            >= FirstFixed and <= LastFixed => Fixed(bits, size, width, type - FirstFixed),
            >= FirstLinear => Linear(bits, size, width, type - FirstLinear + 1),
            _ => null,
        };
        for (int i = 0; wasted > 0 && i < samples?.Length; i++)
        {
            samples[i] <<= wasted;
        }

        return samples;
    }

    private static long[] Constant(FlacBits bits, int size, int width)
    {
        long[] samples = new long[size];
        Array.Fill(samples, bits.Signed(width));
        return samples;
    }

    private static long[] Raw(FlacBits bits, long[] samples, int count, int width)
    {
        for (int i = 0; i < count; i++)
        {
            samples[i] = bits.Signed(width);
        }

        return samples;
    }

    private static long[]? Fixed(FlacBits bits, int size, int width, int order)
    {
        long[]? samples = Raw(bits, new long[size], order, width);
        return Residuals(bits, samples, order) ? Predict(samples, FixedCoefficients[order], 0) : null;
    }

    private static long[]? Linear(FlacBits bits, int size, int width, int order)
    {
        long[] samples = Raw(bits, new long[size], order, width);
        int precision = (int)bits.Unsigned(4) + 1,
            shift = (int)bits.Signed(5);
        int[] coefficients = [.. Enumerable.Range(0, order).Select(_ => (int)bits.Signed(precision))];
        return shift >= 0 && Residuals(bits, samples, order) ? Predict(samples, coefficients, shift) : null;
    }

    // Residuals of the samples from `order` on; false where they are coded in a reserved way.
    private static bool Residuals(FlacBits bits, long[] samples, int order)
    {
        int method = (int)bits.Unsigned(2),
            parameterBits = method == 0 ? 4 : 5,
            partitions = 1 << (int)bits.Unsigned(4);
        int length = samples.Length / partitions,
            at = order;
        if (method > 1 || length * partitions != samples.Length || length < order)
        {
            return false;
        }

        for (int p = 0; p < partitions; p++)
        {
            int parameter = (int)bits.Unsigned(parameterBits),
                raw = parameter == (1 << parameterBits) - 1 ? (int)bits.Unsigned(5) : -1;
            for (int end = (p + 1) * length; at < end; at++)
            {
                samples[at] = raw >= 0 ? (raw == 0 ? 0 : bits.Signed(raw)) : Rice(bits, parameter);
            }
        }

        return true;
    }

    private static long Rice(FlacBits bits, int parameter)
    {
        ulong value = ((ulong)bits.Unary() << parameter) | bits.Unsigned(parameter);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static long[] Predict(long[] samples, int[] coefficients, int shift)
    {
        for (int i = coefficients.Length; i < samples.Length; i++)
        {
            long sum = 0;
            for (int k = 0; k < coefficients.Length; k++)
            {
                sum += coefficients[k] * samples[i - 1 - k];
            }

            samples[i] += sum >> shift;
        }

        return samples;
    }
}
