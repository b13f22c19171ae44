// Counters of what the board decided and spent since the last reset of them.
namespace NanoCoopNet.Device
{
    /// <summary>Integer statistics; sums are 64 bit so that they do not wrap in years.</summary>
    public sealed class Statistics
    {
        /// <summary>Bytes of the payload of a statistics reply.</summary>
        public const int PayloadBytes = 32;

        /// <summary>Inferences of any mode.</summary>
        public int Inferences { get; private set; }

        /// <summary>Inferences answered by the BNN.</summary>
        public int Light { get; private set; }

        /// <summary>Inferences answered by INT8 or the glue after the BNN.</summary>
        public int Full { get; private set; }

        /// <summary>Inferences in mode int8.</summary>
        public int Int8 { get; private set; }

        /// <summary>Sum of counts of light inferences, eq. (17).</summary>
        public long CountsLight { get; private set; }

        /// <summary>Sum of counts of full inferences, eq. (17).</summary>
        public long CountsFull { get; private set; }

        /// <summary>Adds one inference.</summary>
        public void Add(ClassifierResult result)
        {
            Inferences++;
            switch (result.ModeTaken)
            {
                case CoopMode.Light:
                    Light++;
                    CountsLight += result.CountsOfModeTaken();
                    break;
                case CoopMode.Full:
                    Full++;
                    CountsFull += result.CountsOfModeTaken();
                    break;
                default:
                    Int8++;
                    break;
            }
        }

        /// <summary>Back to zero.</summary>
        public void Clear()
        {
            Inferences = 0;
            Light = 0;
            Full = 0;
            Int8 = 0;
            CountsLight = 0;
            CountsFull = 0;
        }

        /// <summary>Writes the payload of a statistics reply at an offset and returns the offset after it.</summary>
        public int Write(byte[] payload, int at)
        {
            at = Payload.PutI32(payload, at, Inferences);
            at = Payload.PutI32(payload, at, Light);
            at = Payload.PutI32(payload, at, Full);
            at = Payload.PutI32(payload, at, Int8);
            at = Payload.PutI32(payload, at, (int)CountsLight);
            at = Payload.PutI32(payload, at, (int)(CountsLight >> 32));
            at = Payload.PutI32(payload, at, (int)CountsFull);
            return Payload.PutI32(payload, at, (int)(CountsFull >> 32));
        }
    }
}
