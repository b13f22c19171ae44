// Notices that inputs have become easier or harder: a two-sided cumulative sum (Page, Biometrika 1954) of the rank of each new
// confidence among those before it. AUTO-THRESHOLD.md derives the constants.
namespace NanoCoopNet.Device
{
    /// <summary>Sums in 2^-16 ranks.</summary>
    public sealed class ChangeDetector
    {
        /// <summary>Shift of the mean rank that is not worth a restart: 0.05.</summary>
        private const int Slack = 3277;

        /// <summary>Half a standard deviation of a mean rank, 0.5 / sqrt(12), to be divided by the root of the reference's
        /// count.</summary>
        private const int ReferenceSlack = 9459;

        /// <summary>The sum at which a change is believed: 5.5.</summary>
        private const int Limit = 360448;

        private int up;
        private int down;
        private int upLength;
        private int downLength;

        /// <summary>Forgets the sums.</summary>
        public void Clear()
        {
            up = 0;
            down = 0;
            upLength = 0;
            downLength = 0;
        }

        /// <summary>Takes one rank.</summary>
        /// <param name="excess">Rank less one half, 2^-16.</param>
        /// <param name="root">Floor of the square root of the count of values the rank is among, at least 1.</param>
        /// <returns>0, or how many values ago (this one included) the change seems to have begun.</returns>
        public int Take(int excess, int root)
        {
            int slack = Slack + ReferenceSlack / root;
            up += excess - slack;
            upLength++;
            if (up <= 0)
            {
                up = 0;
                upLength = 0;
            }

            down += -excess - slack;
            downLength++;
            if (down <= 0)
            {
                down = 0;
                downLength = 0;
            }

            return up > Limit ? upLength
                : down > Limit ? downLength
                : 0;
        }
    }
}
