// What the automatic CT is to keep, and the fraction of full mode that gives it, eq. (17): cost = light + fraction * (full -
// light).
namespace NanoCoopNet.Device
{
    /// <summary>What is kept.</summary>
    public enum AutoKind : byte
    {
        /// <summary>Nothing: CT stays where it was set.</summary>
        Off = 0,

        /// <summary>The fraction of full mode, in 2^-16.</summary>
        FullFraction = 1,

        /// <summary>The mean time of an inference, in microseconds.</summary>
        Latency = 2,

        /// <summary>The mean energy of an inference by the model power times time, in microjoules.</summary>
        Energy = 3,
    }

    /// <summary>A target and the mean costs that tie it to a fraction of full mode.</summary>
    public sealed class AutoTarget
    {
        /// <summary>Largest latency in microseconds and energy in microjoules; sums of 64 bits hold beyond it.</summary>
        public const int LargestValue = 100000000;

        private const int NewestOf = 512;
        private const int MicrosecondsPerSecond = 1000000;

        private long lightSum;
        private long int8Sum;
        private int lightCount;
        private int int8Count;
        private int countsPerSecond;

        /// <summary>What is kept.</summary>
        public AutoKind Kind { get; private set; }

        /// <summary>The target, in the unit of <see cref="Kind"/>.</summary>
        public int Value { get; private set; }

        /// <summary>Power while the BNN and the confidence run, mW; 1 where time is kept.</summary>
        public int BnnMilliwatts { get; private set; }

        /// <summary>Power while INT8 and glue run, mW; 1 where time is kept.</summary>
        public int Int8Milliwatts { get; private set; }

        /// <summary>True once both modes have been seen, or where no cost matters.</summary>
        public bool IsCostKnown
        {
            get { return Kind == AutoKind.FullFraction || (lightCount > 0 && int8Count > 0); }
        }

        /// <summary>Whether a request makes sense: 0 for off, a fraction of at most one, else up to 100 s or 100 J; powers are 1
        /// where time is kept.</summary>
        public static bool IsValid(AutoKind kind, int value, int bnnMilliwatts, int int8Milliwatts)
        {
            switch (kind)
            {
                case AutoKind.Off:
                    return value == 0;
                case AutoKind.FullFraction:
                    return value >= 0 && value <= ThresholdTracker.One;
                case AutoKind.Latency:
                    return value > 0 && value <= LargestValue && bnnMilliwatts == 1 && int8Milliwatts == 1;
                case AutoKind.Energy:
                    return value > 0 && value <= LargestValue && bnnMilliwatts > 0 && int8Milliwatts > 0;
                default:
                    return false;
            }
        }

        /// <summary>Sets the target; costs are learned anew.</summary>
        /// <param name="rate">Counts a second of the time source (<see cref="TimeKind.CountsPerSecond"/>).</param>
        public void Set(AutoKind kind, int value, int bnnMilliwatts, int int8Milliwatts, int rate)
        {
            Kind = kind;
            Value = value;
            BnnMilliwatts = bnnMilliwatts;
            Int8Milliwatts = int8Milliwatts;
            countsPerSecond = rate;
            lightSum = 0;
            int8Sum = 0;
            lightCount = 0;
            int8Count = 0;
        }

        /// <summary>Takes what an inference cost.</summary>
        public void Take(ClassifierResult result)
        {
            lightSum += (long)result.CountsBnn + result.CountsConfidence;
            lightCount++;
            if (lightCount >= NewestOf)
            {
                lightSum /= 2;
                lightCount /= 2;
            }

            if (result.CountsInt8 == 0)
            {
                return;
            }

            int8Sum += (long)result.CountsInt8 + result.CountsGlue;
            int8Count++;
            if (int8Count >= NewestOf)
            {
                int8Sum /= 2;
                int8Count /= 2;
            }
        }

        /// <summary>The fraction of full mode that meets the target, in 2^-16; below 0 or above 2^16 where none does. Costs are
        /// known.</summary>
        public int WantedFraction()
        {
            if (Kind == AutoKind.FullFraction)
            {
                return Value;
            }

            // mean weighted counts times 2^4, so that short networks lose nothing; the weight is a power or 1
            long light = (lightSum << 4) / lightCount * BnnMilliwatts;
            long int8 = (int8Sum << 4) / int8Count * Int8Milliwatts;
            long fraction = int8 == 0 ? 0 : ((WeightedTarget() << 4) - light) * (1 << 12) / int8 << 4;
            return fraction > 2 * ThresholdTracker.One ? 2 * ThresholdTracker.One
                : fraction < -ThresholdTracker.One ? -ThresholdTracker.One
                : (int)fraction;
        }

        /// <summary>What a fraction of full mode costs, in the unit of the target. Costs are known.</summary>
        public int ValueAt(int fraction)
        {
            if (Kind == AutoKind.FullFraction)
            {
                return fraction;
            }

            long counts = lightSum / lightCount * BnnMilliwatts + (int8Sum / int8Count * Int8Milliwatts * (fraction >> 4) >> 12);
            return (int)(counts * UnitsPerSecond() / countsPerSecond);
        }

        private long WeightedTarget()
        {
            return (long)Value * countsPerSecond / UnitsPerSecond();
        }

        /// <summary>A milliwatt for a second is 1,000 microjoules.</summary>
        private int UnitsPerSecond()
        {
            return Kind == AutoKind.Energy ? 1000 : MicrosecondsPerSecond;
        }
    }
}
