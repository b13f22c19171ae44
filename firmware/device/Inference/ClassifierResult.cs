// The outcome of one inference: allocated once, filled again and again. Written to the wire as PROTOCOL.md's "Result".
namespace NanoCoopNet.Device
{
    /// <summary>Answers, confidence and costs of one inference. Counts are those of TimeInfo's source.</summary>
    public sealed class ClassifierResult
    {
        /// <summary>The mode that decided: light, full or int8.</summary>
        public CoopMode ModeTaken;

        /// <summary>The class answered.</summary>
        public int Answer;

        /// <summary>The BNN's best class, or 0xFF.</summary>
        public int BnnTop1;

        /// <summary>The BNN's second class, or 0xFF where the confidence was not computed.</summary>
        public int BnnTop2;

        /// <summary>The INT8 network's best class, or 0xFF.</summary>
        public int Int8Top1;

        /// <summary>The glue's best class, or 0xFF.</summary>
        public int GlueTop1;

        /// <summary>floor(256 CS), eq. (14); -1 not computed.</summary>
        public int Confidence256;

        /// <summary>CS in 2^-16, eq. (13); -1 not computed.</summary>
        public int Confidence65536;

        /// <summary>Counts of the BNN's layers that ran: in mode int8 those of a shared stem, or none.</summary>
        public int CountsBnn;

        /// <summary>In mode int8 counts of a shared stem, part of <see cref="CountsBnn"/>; else 0.</summary>
        public int CountsStem;

        /// <summary>Counts of the confidence score.</summary>
        public int CountsConfidence;

        /// <summary>Counts of the INT8 network's layers.</summary>
        public int CountsInt8;

        /// <summary>Counts of the glue's layers.</summary>
        public int CountsGlue;

        /// <summary>
        /// Counts from the first act to the last, managed gaps included; 0 where the source stands still between kernels.
        /// </summary>
        public int CountsEndToEnd;

        /// <summary>Kind of time source: 1 dwt-cycles, 2 emulated-instructions, 3 host-clock.</summary>
        public int TimeKind;

        /// <summary>Nothing run yet.</summary>
        public void Clear()
        {
            ModeTaken = CoopMode.Auto;
            Answer = Protocol.NotRun;
            BnnTop1 = Protocol.NotRun;
            BnnTop2 = Protocol.NotRun;
            Int8Top1 = Protocol.NotRun;
            GlueTop1 = Protocol.NotRun;
            Confidence256 = -1;
            Confidence65536 = -1;
            CountsBnn = 0;
            CountsStem = 0;
            CountsConfidence = 0;
            CountsInt8 = 0;
            CountsGlue = 0;
            CountsEndToEnd = 0;
        }

        /// <summary>Counts of the mode taken, eq. (17): what a run of everything spent beyond it is left out.</summary>
        public long CountsOfModeTaken()
        {
            switch (ModeTaken)
            {
                case CoopMode.Light:
                    return (long)CountsBnn + CountsConfidence;
                case CoopMode.Int8:
                    return (long)CountsStem + CountsInt8;
                default:
                    return (long)CountsBnn + CountsConfidence + CountsInt8 + CountsGlue;
            }
        }

        /// <summary>Writes the payload of a reply to infer and returns its length.</summary>
        public int Write(byte[] payload, int tag)
        {
            Payload.PutU16(payload, ResultLayout.Tag, tag);
            Payload.PutU8(payload, ResultLayout.ModeTaken, (int)ModeTaken);
            Payload.PutU8(payload, ResultLayout.Answer, Answer);
            Payload.PutU8(payload, ResultLayout.BnnTop1, BnnTop1);
            Payload.PutU8(payload, ResultLayout.BnnTop2, BnnTop2);
            Payload.PutU8(payload, ResultLayout.Int8Top1, Int8Top1);
            Payload.PutU8(payload, ResultLayout.GlueTop1, GlueTop1);
            Payload.PutU16(payload, ResultLayout.Confidence256, Confidence256);
            Payload.PutI32(payload, ResultLayout.Confidence65536, Confidence65536);
            Payload.PutI32(payload, ResultLayout.CountsBnn, CountsBnn);
            Payload.PutI32(payload, ResultLayout.CountsConfidence, CountsConfidence);
            Payload.PutI32(payload, ResultLayout.CountsInt8, CountsInt8);
            Payload.PutI32(payload, ResultLayout.CountsGlue, CountsGlue);
            Payload.PutI32(payload, ResultLayout.CountsEndToEnd, CountsEndToEnd);
            Payload.PutU8(payload, ResultLayout.TimeKind, TimeKind);
            return ResultLayout.Bytes;
        }
    }
}
