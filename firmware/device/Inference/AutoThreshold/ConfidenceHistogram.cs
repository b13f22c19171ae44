// How sure the BNN has been of late: what the automatic CT is worked out from. AUTO-THRESHOLD.md.
namespace NanoCoopNet.Device
{
    /// <summary>Counts of floor(256 CS), 0 ... 255 (256 counts as 255: both are light at every CT), and ranks among
    /// them.</summary>
    public sealed class ConfidenceHistogram
    {
        /// <summary>Largest value kept.</summary>
        public const int Largest = 255;

        private const int CoarseShift = 3;

        private readonly int[] bins = new int[Largest + 1];
        private readonly int[] coarse = new int[(Largest + 1) >> CoarseShift];

        /// <summary>Values in it.</summary>
        public int Count { get; private set; }

        /// <summary>Forgets everything.</summary>
        public void Clear()
        {
            System.Array.Clear(bins, 0, bins.Length);
            System.Array.Clear(coarse, 0, coarse.Length);
            Count = 0;
        }

        /// <summary>Adds one value, 0 ... 255.</summary>
        public void Add(int confidence)
        {
            bins[confidence]++;
            coarse[confidence >> CoarseShift]++;
            Count++;
        }

        /// <summary>Values equal to this one.</summary>
        public int At(int confidence)
        {
            return bins[confidence];
        }

        /// <summary>Values below a CT: those that full mode would answer.</summary>
        public int Below(int threshold)
        {
            int sum = 0;
            for (int i = 0; i < threshold; i++)
            {
                sum += bins[i];
            }

            return sum;
        }

        /// <summary>The middle rank of a value among those held, in 2^-16; ties as fine as 8 steps. Count is 1 ...
        /// 32,767.</summary>
        public int Rank(int confidence)
        {
            int own = confidence >> CoarseShift;
            int twice = coarse[own];
            for (int i = 0; i < own; i++)
            {
                twice += 2 * coarse[i];
            }

            return (twice << 15) / Count;
        }

        /// <summary>Halves every count, so that newer values weigh more.</summary>
        public void Age()
        {
            System.Array.Clear(coarse, 0, coarse.Length);
            Count = 0;
            for (int i = 0; i < bins.Length; i++)
            {
                bins[i] >>= 1;
                coarse[i >> CoarseShift] += bins[i];
                Count += bins[i];
            }
        }
    }
}
