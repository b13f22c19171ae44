// Softmax in integers, for runners that expect probabilities. PROTOCOL.md, "MLPerf Tiny".
namespace NanoCoopNet.Device
{
    /// <summary>Turns logits into shares of one that add up to it and have their order.</summary>
    public sealed class Probabilities
    {
        /// <summary>What a probability of 1 is: 10^9, nine decimals.</summary>
        public const long One = 1000000000;

        private const int ExponentBits = 30; // of a power of two between 1/2 and 1
        private const int FractionBits = 16; // of its exponent
        private const long Log2E = 1549082005; // log2(e) with 30 bits behind the point

        // 2^(-1/2), 2^(-1/4), 2^(-1/8) and so on, with 30 bits behind the point
        private readonly int[] roots =
        {
            759250125,
            902905651,
            984625594,
            1028218693,
            1050733751,
            1062175491,
            1067942999,
            1070838486,
            1072289173,
            1073015252,
            1073378477,
            1073560135,
            1073650976,
            1073696399,
            1073719111,
            1073730468,
        };

        private readonly int[] powers = new int[Networks.MaxClasses];
        private long sum;

        /// <summary>Takes the logits of a network; <see cref="Of"/> then has its probabilities.</summary>
        /// <param name="logits">int32, with so many bits behind the point as <paramref name="radix"/> says, -8 ... 30.</param>
        public void Take(int[] logits, int classes, int radix)
        {
            int largest = logits[0];
            for (int i = 1; i < classes; i++)
            {
                largest = logits[i] > largest ? logits[i] : largest;
            }

            sum = 0;
            for (int i = 0; i < classes; i++)
            {
                powers[i] = Power((long)largest - logits[i], radix);
                sum += powers[i];
            }
        }

        /// <summary>Probability of a class, 0 ... <see cref="One"/>.</summary>
        public long Of(int i)
        {
            return (powers[i] * One + sum / 2) / sum;
        }

        /// <summary>e^(-difference / 2^radix), with 30 bits behind the point; 0 where that is less.</summary>
        private int Power(long difference, int radix)
        {
            long exponent = difference * Log2E >> (ExponentBits - FractionBits + radix);
            int whole = exponent >> FractionBits > ExponentBits ? ExponentBits + 1 : (int)(exponent >> FractionBits);
            long power = 1L << ExponentBits;
            for (int k = 0; k < FractionBits; k++)
            {
                if ((exponent >> (FractionBits - 1 - k) & 1) != 0)
                {
                    power = power * roots[k] >> ExponentBits;
                }
            }

            return (int)(power >> whole);
        }
    }
}
