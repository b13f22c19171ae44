// Requests that send samples, classify them and read what it cost. PROTOCOL.md.
namespace NanoCoopNet.Device
{
    /// <summary>sample, infer, layerCounts, logits, stats.</summary>
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
            if (!IsInferRequest(payload, count))
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
                    "the bank holds no whole sample; send it"
                );
                return;
            }

            CoopMode mode = Mode(payload[1]);
            if (!state.Settings.Allows(mode))
            {
                reply.Fail(ErrorCode.WrongMode);
                return;
            }

            bool runEverything = What(payload[1]) == Protocol.InferBoth;
            bool marksLayers = (payload[1] & Protocol.InferMarksLayers) != 0;
            int threshold = count > Protocol.InferBytes ? payload[Protocol.InferBytes] : state.Settings.Threshold;
            int status =
                payload[1] < Protocol.InferMeasures
                    ? state.Infer(bank, runEverything)
                    : state.Measure(bank, mode, threshold, runEverything, marksLayers);
            if (status < 0)
            {
                reply.FailNative(status);
                return;
            }

            reply.SetLength(state.Result.Write(reply.Bytes, Payload.GetU16(payload, 2)));
        }

        /// <summary>Counts of every layer of a network, or of all of them, in the last inference.</summary>
        public void LayerCounts(byte[] payload, int count, Reply reply)
        {
            if (count != 1 || (payload[0] >= Networks.Count && payload[0] != Protocol.AllNetworks))
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            bool all = payload[0] == Protocol.AllNetworks;
            int last = all ? Networks.Count - 1 : payload[0];
            for (int net = all ? 0 : last; net <= last; net++)
            {
                AppendCounts(net, reply);
            }
        }

        /// <summary>Logits of a network in the last inference.</summary>
        public void Logits(byte[] payload, int count, Reply reply)
        {
            if (count != 1 || payload[0] >= Networks.Count)
            {
                reply.Fail(ErrorCode.BadPayload);
                return;
            }

            int net = payload[0];
            int classes = state.Inference.ReadLogits(net);
            int[] logits = state.Inference.Logits;
            reply.U8(classes);
            for (int i = 0; i < classes; i++)
            {
                reply.I32(logits[i]);
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

        /// <summary>infer's what without what is added in a measurement.</summary>
        private static int What(int what)
        {
            return what & ~(Protocol.InferMeasures | Protocol.InferMarksLayers);
        }

        /// <summary>A mode, a CT and markers of its own are a measurement's alone.</summary>
        private static bool IsInferRequest(byte[] payload, int count)
        {
            if (count < Protocol.InferBytes || count > Protocol.InferBytes + 1 || payload[0] >= Protocol.Banks)
            {
                return false;
            }

            bool measures = payload[1] >= Protocol.InferMeasures;
            int what = measures ? What(payload[1]) : payload[1];
            return measures
                ? what <= Protocol.InferMode + (int)CoopMode.Int8
                : what <= Protocol.InferBoth && count == Protocol.InferBytes;
        }

        private CoopMode Mode(int what)
        {
            int own = What(what) - Protocol.InferMode;
            return own < 0 ? state.Settings.Mode : (CoopMode)own;
        }

        private void AppendCounts(int net, Reply reply)
        {
            int layers = state.Inference.Runner.LayersRun(net);
            int[] counts = state.Inference.Runner.Costs(net);
            reply.U8(layers);
            for (int i = 0; i < layers; i++)
            {
                reply.I32(counts[i]);
            }
        }
    }
}
