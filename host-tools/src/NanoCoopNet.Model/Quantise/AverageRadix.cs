// The radix of what average pooling reads. The average has its input's radix, eq. (3), and is small where few of its inputs are
// large: a finer radix, which clips those few, can leave less error behind the pooling than the one that leaves the inputs the
// least.
namespace NanoCoopNet.Model;

internal static class AverageRadix
{
    /// <summary>Takes finer radices for as long as the squared error of the rounded averages falls.</summary>
    /// <param name="choice">Of least squared error for <paramref name="values"/> themselves.</param>
    /// <param name="max">The finest radix possible.</param>
    public static RadixChoice Refine(RadixChoice choice, FusedLayer pool, Batch values, int max)
    {
        Batch exact = Int8NetQuantiser.PoolBatch(pool, values);
        double error = ErrorBehind(choice.Radix);
        for (int radix = choice.Radix + 1; radix <= max; radix++)
        {
            double finer = ErrorBehind(radix);
            if (finer >= error)
            {
                break;
            }

            (choice, error) = (RadixChooser.Evaluate(values.Values, NumericLimits.MinActivation, radix, out _), finer);
        }

        return choice;

        double ErrorBehind(int radix)
        {
            float Round(float v) => (float)RadixChooser.Round(v, radix, NumericLimits.MinActivation);
            Batch averages = Int8NetQuantiser.PoolBatch(pool, values with { Values = Array.ConvertAll(values.Values, Round) });
            return averages.Values.Zip(exact.Values, (average, wanted) => Math.Pow(Round(average) - wanted, 2)).Sum();
        }
    }
}
