// Requests that send samples, classify them and read what it cost. PROTOCOL.md.
namespace NanoCoopNet.Device
{
    /// <summary>sample, infer, layerCounts, stats.</summary>
    public sealed class InferenceRequests
    {
        private readonly DeviceState state;

        public InferenceRequests(DeviceState state)
        {
            this.state = state;
        }

        /// <summary>Takes bytes of a sample.</summary>
        public void Sample(byte[] payload, int count, Reply reply)
        {
            CooperativeModel model = state.Model;
            if (!model.IsOpen)
            {
                reply.FailNoModel(model);
                return;
            }

            int bytes = count - Protocol.SampleHeaderBytes;
            if (bytes <= 0 || payload[0] >= Protocol.Banks)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            int bank = payload[0];
            int at = Payload.GetU16(payload, 1);
            if (at + bytes > model.Info.InputBytes)
            {
                reply.Fail(ErrorCode.BadPayload, 0, model.Info.InputBytes);
                return;
            }

            if (at > model.BytesInBank(bank))
            {
                reply.Fail(ErrorCode.WrongOffset, 0, model.BytesInBank(bank));
                return;
            }

            int status = model.WriteSample(bank, at, payload, Protocol.SampleHeaderBytes, bytes);
            if (status < 0)
            {
                reply.FailNative(status);
                return;
            }

            reply.U16(model.BytesInBank(bank));
        }

        /// <summary>Classifies a bank. No byte is sent or received until it is done.</summary>
        public void Infer(byte[] payload, int count, Reply reply)
        {
            if (count != 4 || payload[0] >= Protocol.Banks || payload[1] > Protocol.InferBoth)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            CooperativeModel model = state.Model;
            if (!model.IsOpen)
            {
                reply.FailNoModel(model);
                return;
            }

            int bank = payload[0];
            if (!model.IsBankComplete(bank))
            {
                reply.Fail(
                    ErrorCode.NotReady,
                    0,
                    model.BytesInBank(bank),
                    model.Info.InputBytes,
                    0,
                    "the bank holds no whole sample; send it");
                return;
            }

            int status = state.Infer(bank, payload[1] == Protocol.InferBoth);
            if (status < 0)
            {
                reply.FailNative(status);
                return;
            }

            reply.SetLength(state.Result.Write(reply.Bytes, Payload.GetU16(payload, 2)));
        }

        /// <summary>Counts of every layer of a network in the last inference.</summary>
        public void LayerCounts(byte[] payload, int count, Reply reply)
        {
            if (count != 1 || payload[0] >= Networks.Count)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            int net = payload[0];
            int layers = state.Inference.LayersRun(net);
            int[] counts = state.Inference.LayerCounts(net);
            reply.U8(layers);
            for (int i = 0; i < layers; i++)
            {
                reply.I32(counts[i]);
            }
        }

        /// <summary>The statistics, cleared afterwards if asked for.</summary>
        public void Statistics(byte[] payload, int count, Reply reply)
        {
            if (count > 1 || (count == 1 && payload[0] != 1))
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            reply.SetLength(state.Statistics.Write(reply.Bytes, 0));
            if (count == 1)
            {
                state.Statistics.Clear();
            }
        }
    }
}
