// Keeps CT at a quantile of the confidences, so that a wanted fraction of inferences takes full mode. Integers only.
// AUTO-THRESHOLD.md.
namespace NanoCoopNet.Device
{
    /// <summary>CT from the confidences seen since the inputs last changed. Nothing here allocates after construction.</summary>
    public sealed class ThresholdTracker
    {
        /// <summary>Values without a change after which CT is called settled; it then moves by at most one step at a
        /// time.</summary>
        public const int SettledCount = 1024;

        /// <summary>One in the 2^-16 of fractions.</summary>
        public const int One = 1 << 16;

        private const int FewestToMove = 8;
        private const int FewestToCompare = 24;
        private const int SmallStepsFrom = 512;
        private const int LargeStep = 16;
        private const int NarrowUntil = 256;
        private const int Longest = 2048;
        private const int Remembered = 256;

        private readonly ConfidenceHistogram histogram = new ConfidenceHistogram();
        private readonly ChangeDetector detector = new ChangeDetector();
        private readonly byte[] ring = new byte[Remembered];
        private int next;
        private int held;
        private int below;
        private int root;

        /// <summary>CT, 0 ... 255.</summary>
        public int Threshold { get; private set; }

        /// <summary>Changes noticed since <see cref="Begin"/>.</summary>
        public int Changes { get; private set; }

        /// <summary>Values since the inputs last changed, or since <see cref="Begin"/>.</summary>
        public int Since { get; private set; }

        /// <summary>Fraction of those that full mode would answer at this CT, in 2^-16; 0 of none.</summary>
        public int FullFraction
        {
            get { return Count == 0 ? 0 : (below << 16) / Count; }
        }

        /// <summary>Values CT is worked out from: old ones fade.</summary>
        private int Count
        {
            get { return histogram.Count; }
        }

        /// <summary>Starts anew from a CT.</summary>
        public void Begin(int threshold)
        {
            Threshold = threshold;
            Changes = 0;
            held = 0;
            Learn(0);
        }

        /// <summary>Takes the confidence of one inference.</summary>
        /// <param name="confidence">floor(256 CS), 0 ... 256.</param>
        /// <param name="wanted">Fraction of full mode to keep, 0 ... 2^16.</param>
        public void Take(int confidence, int wanted)
        {
            int value = confidence > ConfidenceHistogram.Largest ? ConfidenceHistogram.Largest : confidence;
            ring[next] = (byte)value;
            next = (next + 1) % Remembered;
            held += held < Remembered ? 1 : 0;
            int changed = Count < FewestToCompare ? 0 : detector.Take(histogram.Rank(value) - One / 2, root);
            if (changed > 0)
            {
                Changes++;
                Learn(changed < held ? changed : held);
                Move(wanted, ConfidenceHistogram.Largest);
                return;
            }

            Add(value);
            Since += Since < int.MaxValue ? 1 : 0;
            if (Count >= Longest)
            {
                histogram.Age();
                below = histogram.Below(Threshold);
                FindRoot();
            }

            Follow(wanted);
        }

        /// <summary>Moves CT where the fraction is off by more than chance explains.</summary>
        private void Follow(int wanted)
        {
            bool isEnd = wanted == 0 || wanted == One;
            int band = isEnd ? 0 : (Count < NarrowUntil ? One / 4 : One / 2) * root;
            int error = (below << 16) - wanted * Count;
            if (Count >= FewestToMove && (error > band || error < -band))
            {
                Move(wanted, Count < SmallStepsFrom ? LargeStep : 1);
            }
        }

        /// <summary>Moves CT towards the quantile, at most so many steps, and not where the next step is further off.</summary>
        private void Move(int wanted, int steps)
        {
            int error = (below << 16) - wanted * Count;
            while (steps > 0 && error < 0 && Threshold < ConfidenceHistogram.Largest)
            {
                int after = error + (histogram.At(Threshold) << 16);
                if (after > -error)
                {
                    return;
                }

                below += histogram.At(Threshold);
                Threshold++;
                error = after;
                steps--;
            }

            while (steps > 0 && error > 0 && Threshold > 0)
            {
                int after = error - (histogram.At(Threshold - 1) << 16);
                if (-after > error)
                {
                    return;
                }

                Threshold--;
                below -= histogram.At(Threshold);
                error = after;
                steps--;
            }
        }

        /// <summary>Goes on from the newest values alone.</summary>
        private void Learn(int newest)
        {
            histogram.Clear();
            detector.Clear();
            below = 0;
            root = 0;
            Since = newest;
            for (int i = newest; i > 0; i--)
            {
                Add(ring[(next + Remembered - i) % Remembered]);
            }
        }

        private void Add(int value)
        {
            histogram.Add(value);
            below += value < Threshold ? 1 : 0;
            if ((root + 1) * (root + 1) <= Count)
            {
                root++;
            }
        }

        private void FindRoot()
        {
            root = 0;
            while ((root + 1) * (root + 1) <= Count)
            {
                root++;
            }
        }
    }
}
