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
        private const int TemperatureBits = 16;
        private const long NearNats = 7; // e^-7 is less than a thousandth

        private readonly int classes;
        private readonly bool[] isFiller;
        private readonly int leastScore;
        private readonly int[][] windows = new int[Smoothing][];
        private readonly int[] sums;
        private readonly int[] nearClasses;
        private readonly int[] nearLogits;
        private readonly Probabilities probabilities = new Probabilities();
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
            nearClasses = new int[classes];
            nearLogits = new int[classes];
            for (int i = 0; i < Smoothing; i++)
            {
                windows[i] = new int[classes];
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
            int near = FindNear(logits, radix, temperature);
            probabilities.Take(nearLogits, near, radix);
            int[] window = windows[taken % Smoothing];
            int next = 0;
            int best = 0;
            int bestSum = -1;
            for (int i = 0; i < classes; i++)
            {
                int sum = sums[i] - window[i];
                window[i] = 0;
                if (next < near && nearClasses[next] == i)
                {
                    window[i] = (int)(probabilities.Of(next) / (Probabilities.One / One));
                    sum += window[i];
                    next++;
                }

                sums[i] = sum;
                if (sum > bestSum && !isFiller[i])
                {
                    best = i;
                    bestSum = sum;
                }
            }

            taken++;
            return taken > quietUntil && Decide(best, bestSum / Smoothing);
        }

        /// <summary>Classes with a probability worth a thousandth, in order: a softmax of all of them would take the interpreter
        /// longer than the network.</summary>
        private int FindNear(int[] logits, int radix, int temperature)
        {
            int largest = logits[0];
            for (int i = 1; i < classes; i++)
            {
                largest = logits[i] > largest ? logits[i] : largest;
            }

            long nats = NearNats * temperature;
            long least = largest - ((radix < 0 ? nats >> -radix : nats << radix) >> TemperatureBits);
            int near = 0;
            for (int i = 0; i < classes; i++)
            {
                if (logits[i] >= least)
                {
                    nearClasses[near] = i;
                    nearLogits[near++] = (int)(((long)logits[i] - largest << TemperatureBits) / temperature);
                }
            }

            return near;
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
