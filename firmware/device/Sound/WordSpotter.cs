// From the answers of overlapping windows to words with times, as they are said. host-tools/training/LOGMEL.md, "On a board".
namespace NanoCoopNet.Device
{
    /// <summary>Averages probabilities over the newest windows and reports each word once. Allocates nothing after its
    /// construction.</summary>
    public sealed class WordSpotter
    {
        /// <summary>Windows that are averaged, 100 ms apart.</summary>
        public const int Smoothing = 5;

        /// <summary>Least average of a word, in thousandths.</summary>
        public const int DefaultScore = 650;

        /// <summary>After a word, so many windows report none.</summary>
        public const int Refractory = 6;

        private const int One = 1000;
        private const int StepsPerNat = 16;
        private const int Nats = 7; // e^-7 is less than a thousandth
        private const int TemperatureBits = 16;
        private const int FractionBits = 8; // of a step
        private const int ExponentBits = 12; // 16 steps a nat, and the fraction
        private const int PowerBits = 20;
        private const long EToMinusStep = 1008687096; // e^(-1/16), 30 bits behind the point

        private readonly int classes;
        private readonly bool[] isFiller;
        private readonly int leastScore;
        private readonly int[][] windows = new int[Smoothing][];
        private readonly int[] sums;
        private readonly int[] powers;
        private readonly int[] powerTable = new int[Nats * StepsPerNat + 2];
        private int taken;
        private int quietUntil;
        private int rising;
        private int risingScore;

        /// <param name="classes">Number of classes.</param>
        /// <param name="isFiller">True for the classes that are no words: unknown, silence, noise.</param>
        /// <param name="leastScore">In thousandths, 1 ... 1000.</param>
        public WordSpotter(int classes, bool[] isFiller, int leastScore)
        {
            this.classes = classes;
            this.isFiller = isFiller;
            this.leastScore = leastScore;
            sums = new int[classes];
            powers = new int[classes];
            for (int i = 0; i < Smoothing; i++)
            {
                windows[i] = new int[classes];
            }

            long power = 1L << 30;
            for (int i = 0; i < powerTable.Length; i++)
            {
                powerTable[i] = (int)(power >> (30 - PowerBits));
                power = power * EToMinusStep >> 30;
            }

            rising = -1;
        }

        /// <summary>Class of the word that <see cref="Take"/> reported last.</summary>
        public int Word { get; private set; }

        /// <summary>Its average, in thousandths.</summary>
        public int Score { get; private set; }

        /// <summary>Takes the logits of the next window.</summary>
        /// <param name="logits">Of the network that answered.</param>
        /// <param name="radix">Their bits behind the point, -8 ... 30.</param>
        /// <param name="temperature">Of the network, 16 bits behind the point.</param>
        /// <returns>True: a word is reported, in <see cref="Word"/> and <see cref="Score"/>.</returns>
        public bool Take(int[] logits, int radix, int temperature)
        {
            int sum = TakePowers(logits, radix, temperature);
            int[] window = windows[taken % Smoothing];
            int[] ofWindow = powers;
            int[] averages = sums;
            int best = 0;
            int bestSum = -1;
            for (int i = 0; i < averages.Length; i++)
            {
                int p = ofWindow[i];
                int before = window[i];
                if ((p | before) != 0)
                {
                    p = (int)((long)p * One / sum);
                    window[i] = p;
                    averages[i] += p - before;
                }

                if (averages[i] > bestSum && !isFiller[i])
                {
                    best = i;
                    bestSum = averages[i];
                }
            }

            taken++;
            return taken > quietUntil && Decide(best, bestSum / Smoothing);
        }

        /// <summary>e^(logit / temperature), relative to the largest, from a table: a softmax in a few instructions a class, for
        /// the interpreter takes as long for one as a core for a hundred.</summary>
        /// <returns>Their sum, with 20 bits behind the point.</returns>
        private int TakePowers(int[] logits, int radix, int temperature)
        {
            int count = classes;
            int largest = logits[0];
            for (int i = 1; i < count; i++)
            {
                int logit = logits[i];
                if (logit > largest)
                {
                    largest = logit;
                }
            }

            int shift = ExponentBits + TemperatureBits - radix;
            long scaled = (long)Nats * temperature << ExponentBits;
            long most = shift >= 0 ? scaled >> shift : scaled << -shift;
            int sum = 0;
            int[] ofWindow = powers;
            for (int i = 0; i < count; i++)
            {
                long difference = (long)largest - logits[i];
                int power = 0;
                if (difference <= most)
                {
                    int steps = (int)((shift >= 0 ? difference << shift : difference >> -shift) / temperature);
                    int at = steps >> FractionBits;
                    power = powerTable[at];
                    power -= (power - powerTable[at + 1]) * (steps & ((1 << FractionBits) - 1)) >> FractionBits;
                }

                ofWindow[i] = power;
                sum += power;
            }

            return sum;
        }

        /// <summary>A word is reported at the top of its average: one window after it, when the average has not grown.</summary>
        private bool Decide(int best, int score)
        {
            bool grows = score >= leastScore && (rising < 0 || score > risingScore);
            if (grows)
            {
                rising = best;
                risingScore = score;
                return false;
            }

            if (rising < 0)
            {
                return false;
            }

            Word = rising;
            Score = risingScore;
            rising = -1;
            quietUntil = taken + Refractory;
            return true;
        }
    }
}
