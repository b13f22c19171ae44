// The cooperative scheme itself: which networks run, in which order, and what is answered (CoopNet section III-A, BC-Net fig. 2).
// Nothing here allocates or builds strings: all of it lies in the timed region. The serial port is looked at between two layers
// of an inference that has run for a second, and not before.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Runs the open model on a bank, layer by layer, with markers and counts.</summary>
    public sealed class CooperativeInference
    {
        /// <summary>Marker bit that is up while the BNN runs.</summary>
        public const int LightMarker = 1 << 0;

        /// <summary>Marker bit that is up while INT8 and glue run.</summary>
        public const int FullMarker = 1 << 1;

        /// <summary>Marker bit that is up while a layer runs, where layers are marked.</summary>
        public const int LayerMarker = 1 << 2;

        /// <summary>Marker bit that is up with <see cref="LayerMarker"/> in layers 1, 3, 5 ...: no lost edge goes
        /// unnoticed.</summary>
        public const int OddLayerMarker = 1 << 3;

        /// <summary>Markers to lower stand this many bits higher in a mask than those to raise.</summary>
        public const int LowerShift = 16;

        private readonly INative native;
        private readonly CooperativeModel model;
        private readonly int clockHz;
        private readonly int[] logits = new int[Networks.MaxClasses];
        private readonly int[] confidence = new int[ConfidenceField.Ints];
        private readonly int[] time = new int[TimeField.Ints];
        private readonly int[][] layerCounts = new int[Networks.Count][];
        private readonly int[] layersRun = new int[Networks.Count];
        private int netCounts;
        private int countsLeft;

        /// <param name="native">Runs the layers.</param>
        /// <param name="model">The open model.</param>
        /// <param name="clockHz">CPU clock: a second of an emulated core.</param>
        public CooperativeInference(INative native, CooperativeModel model, int clockHz)
        {
            this.native = native;
            this.model = model;
            this.clockHz = clockHz;
            for (int net = 0; net < Networks.Count; net++)
            {
                layerCounts[net] = new int[Networks.MaxLayers];
            }
        }

        /// <summary>What ends an inference that has run for a second; null: nothing does.</summary>
        public ICancellation Cancellation { get; set; }

        /// <summary>Forgets the last inference: another model is open.</summary>
        public void Clear()
        {
            System.Array.Clear(layersRun, 0, layersRun.Length);
        }

        /// <summary>Whether each layer raises its markers: two more pin writes a layer, before and after its counted
        /// part.</summary>
        public bool MarksLayers { get; set; }

        /// <summary>Counts of each layer of a network in the last inference; <see cref="LayersRun"/> of them are valid.</summary>
        public int[] LayerCounts(int net)
        {
            return layerCounts[net];
        }

        /// <summary>Layers of a network the last inference ran: all or 0.</summary>
        public int LayersRun(int net)
        {
            return layersRun[net];
        }

        /// <summary>What <see cref="ReadLogits"/> read last.</summary>
        public int[] Logits
        {
            get { return logits; }
        }

        /// <summary>Reads the logits of a network in the last inference into <see cref="Logits"/>.</summary>
        /// <returns>The number of classes; 0 where the network was not run or has no logits of its own.</returns>
        public int ReadLogits(int net)
        {
            int classes = layersRun[net] == 0 ? 0 : native.Logits(CooperativeModel.Context, net, logits);
            return classes > 0 ? classes : 0;
        }

        /// <summary>Classifies a complete bank of the open model.</summary>
        /// <param name="bank">0 or 1.</param>
        /// <param name="mode">The mode in force; int8 only where <see cref="ModelInfo.HasInt8Answer"/>.</param>
        /// <param name="threshold">CT in 1/256.</param>
        /// <param name="runEverything">True: every network runs whatever the confidence; the decision is only recorded.</param>
        /// <param name="result">Filled; valid if 0 is returned.</param>
        /// <returns>0 or a native status, Cancelled where <see cref="Cancellation"/> was asked.</returns>
        public int Run(int bank, CoopMode mode, int threshold, bool runEverything, InferenceResult result)
        {
            result.Clear();
            Clear();
            int status = native.InputSelect(CooperativeModel.Context, bank);
            if (status < 0)
            {
                return status;
            }

            status = native.TimeInfo(time);
            if (status < 0)
            {
                return status;
            }

            int begin = time[TimeField.Now];
            countsLeft = TimeKind.CountsPerSecond(time[TimeField.CountsPerSecond], clockHz);
            status = RunNetworks(mode, threshold, runEverything, result);
            if (status < 0)
            {
                return status;
            }

            native.TimeInfo(time);
            result.TimeKind = time[TimeField.Kind];
            if (result.TimeKind != TimeKind.EmulatedInstructions)
            {
                result.CountsEndToEnd = (time[TimeField.Now] - begin) & 0x7FFFFFFF;
            }

            return 0;
        }

        /// <summary>
        /// Runs a network up to one of its layers, whose marker alone is up while it runs: for layers too short to be measured
        /// once.
        /// </summary>
        /// <param name="bank">A complete bank of the open model.</param>
        /// <returns>The layer's cost in counts, or a native status.</returns>
        public int RunLayer(int bank, int net, int layer)
        {
            int status = native.InputSelect(CooperativeModel.Context, bank);
            int first = net == Networks.Glue ? Networks.Bnn : net;
            for (int n = first; n <= net && status >= 0; n++)
            {
                int last = n == net ? layer : model.Info.Layers(n) - 1;
                for (int i = 0; i <= last && status >= 0; i++)
                {
                    int mask = n == net && i == layer ? LayerMarker | LayerMarker << LowerShift : 0;
                    status = native.LayerRun(CooperativeModel.Context, n, i, mask);
                }
            }

            return status;
        }

        private static int LayerMask(int layer)
        {
            int markers = layer % 2 == 0 ? LayerMarker : LayerMarker | OddLayerMarker;
            return markers | markers << LowerShift;
        }

        private int RunNetworks(CoopMode mode, int threshold, bool runEverything, InferenceResult result)
        {
            int status;
            if (runEverything || mode != CoopMode.Int8)
            {
                status = RunBnn(runEverything || mode == CoopMode.Auto, result);
                if (status < 0)
                {
                    return status;
                }
            }

            result.ModeTaken = mode;
            if (mode == CoopMode.Auto)
            {
                // eq. (14)
                result.ModeTaken = result.Confidence256 >= threshold ? CoopMode.Light : CoopMode.Full;
            }

            if (runEverything || result.ModeTaken != CoopMode.Light)
            {
                bool withGlue = (runEverything || result.ModeTaken == CoopMode.Full) && model.Info.Layers(Networks.Glue) > 0;
                status = RunInt8(withGlue, result);
                if (status < 0)
                {
                    return status;
                }
            }

            Decide(result);
            return 0;
        }

        private int RunBnn(bool withConfidence, InferenceResult result)
        {
            int status = RunNet(Networks.Bnn, LightMarker, LightMarker);
            if (status < 0)
            {
                return status;
            }

            result.CountsBnn = netCounts;
            if (!withConfidence)
            {
                result.BnnTop1 = Argmax(Networks.Bnn);
                return result.BnnTop1 < 0 ? result.BnnTop1 : 0;
            }

            int counts = native.Confidence(CooperativeModel.Context, Networks.Bnn, confidence);
            if (counts < 0)
            {
                return counts;
            }

            result.CountsConfidence = counts;
            result.BnnTop1 = confidence[ConfidenceField.Top1];
            result.BnnTop2 = confidence[ConfidenceField.Top2];
            result.Confidence256 = confidence[ConfidenceField.Score256];
            result.Confidence65536 = confidence[ConfidenceField.Score65536];
            return 0;
        }

        private int RunInt8(bool withGlue, InferenceResult result)
        {
            int status = RunNet(Networks.Int8, FullMarker, withGlue ? 0 : FullMarker);
            if (status < 0)
            {
                return status;
            }

            result.CountsInt8 = netCounts;
            if (withGlue)
            {
                status = RunNet(Networks.Glue, 0, FullMarker);
                if (status < 0)
                {
                    return status;
                }

                result.CountsGlue = netCounts;
                result.GlueTop1 = Argmax(Networks.Glue);
                if (result.GlueTop1 < 0)
                {
                    return result.GlueTop1;
                }
            }

            if (model.Info.HasInt8Answer)
            {
                result.Int8Top1 = Argmax(Networks.Int8);
                if (result.Int8Top1 < 0)
                {
                    return result.Int8Top1;
                }
            }

            return 0;
        }

        private static void Decide(InferenceResult result)
        {
            switch (result.ModeTaken)
            {
                case CoopMode.Light:
                    result.Answer = result.BnnTop1;
                    break;
                case CoopMode.Int8:
                    result.Answer = result.Int8Top1;
                    break;
                default:
                    result.Answer = result.GlueTop1 != Protocol.NotRun ? result.GlueTop1 : result.Int8Top1;
                    break;
            }
        }

        /// <summary>Runs all layers of a network; their sum is in netCounts, saturated.</summary>
        private int RunNet(int net, int raise, int lower)
        {
            int[] counts = layerCounts[net];
            int layers = model.Info.Layers(net);
            int sum = 0;
            for (int layer = 0; layer < layers; layer++)
            {
                int mask = layer == 0 ? raise : 0;
                if (layer == layers - 1)
                {
                    mask |= lower << LowerShift;
                }

                if (MarksLayers)
                {
                    mask |= LayerMask(layer);
                }

                int cost = native.LayerRun(CooperativeModel.Context, net, layer, mask);
                if (cost < 0)
                {
                    LowerMarkers();
                    return cost;
                }

                countsLeft = cost > countsLeft ? 0 : countsLeft - cost;
                if (countsLeft == 0 && Cancellation != null && Cancellation.IsAsked())
                {
                    LowerMarkers();
                    return NativeStatus.Cancelled;
                }

                counts[layer] = cost;
                sum = cost > int.MaxValue - sum ? int.MaxValue : sum + cost;
            }

            layersRun[net] = layers;
            netCounts = sum;
            return 0;
        }

        /// <summary>Every marker down: asking for a layer that is not there does nothing else; NATIVE.md, LayerRun.</summary>
        private void LowerMarkers()
        {
            native.LayerRun(
                CooperativeModel.Context,
                Networks.Bnn,
                -1,
                (LightMarker | FullMarker | LayerMarker | OddLayerMarker) << LowerShift
            );
        }

        /// <summary>Class of the largest logit, the lowest index on a tie, eq. (5); or a native status.</summary>
        private int Argmax(int net)
        {
            int classes = native.Logits(CooperativeModel.Context, net, logits);
            if (classes < 0)
            {
                return classes;
            }

            int best = 0;
            for (int i = 1; i < model.Info.Classes; i++)
            {
                if (logits[i] > logits[best])
                {
                    best = i;
                }
            }

            return best;
        }
    }
}
