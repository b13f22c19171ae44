// The request that sends sound instead of an image of it. PROTOCOL.md, "Sound".
namespace NanoCoopNet.Device
{
    /// <summary>sound.</summary>
    public sealed class SoundRequests
    {
        /// <summary>Flag: noise is added, as where words are searched for.</summary>
        public const int AddsNoise = 1;

        /// <summary>Bytes before the samples: bank, flags, offset.</summary>
        public const int HeaderBytes = 6;

        private readonly DeviceState state;
        private readonly Hearing hearing;
        private int next;

        public SoundRequests(DeviceState state)
        {
            this.state = state;
            hearing = state.Classifier.CreateHearing();
        }

        /// <summary>Takes samples; the image of the last second is the bank's sample then.</summary>
        public void Sound(byte[] payload, int count, Reply reply)
        {
            if (!state.Model.IsOpen)
            {
                reply.FailNoModel(state.Model);
                return;
            }

            if (!WordListener.Hears(state.Classifier))
            {
                reply.Fail(ErrorCode.BadPayload, 0, 0, 0, 0, "the open model takes no sound; push a keyword model");
                return;
            }

            int bytes = count - HeaderBytes;
            if (bytes <= 0 || bytes % 2 != 0 || payload[0] >= Protocol.Banks || payload[1] > AddsNoise)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            int at = Payload.GetI32(payload, 2);
            if (at == 0)
            {
                hearing.Begin(payload[1] == AddsNoise ? WordListener.Noise : 0);
                next = 0;
            }

            if (at == next)
            {
                int status = Take(payload, bytes);
                if (status < 0)
                {
                    reply.FailNative(status);
                    return;
                }
            }
            else if (at < 0 || at > next)
            {
                reply.Fail(ErrorCode.WrongOffset, 0, next);
                return;
            }

            reply.I32(next);
            reply.I32(hearing.Rows);
            reply.I32(hearing.Counts);
        }

        private int Take(byte[] payload, int bytes)
        {
            int status = hearing.Add(payload, HeaderBytes, bytes);
            next += bytes;
            if (status > 0)
            {
                hearing.TakeImage();
                status = state.Model.WriteSample(payload[0], 0, hearing.Image, 0, Hearing.ImageBytes);
            }

            return status;
        }
    }
}
