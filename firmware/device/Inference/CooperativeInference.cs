// The cooperative scheme itself: which networks run, in which order, and what is answered (CoopNet section III-A, BC-Net fig. 2).
// Nothing here allocates or builds strings: all of it lies in the timed region, which is short because the CLR interprets it.
// The serial port is looked at between two layers of an inference that has run for a second, and not before.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Runs the open model on a bank, with markers and counts.</summary>
    public sealed class CooperativeInference
    {
        /// <summary>Marker bit that is up while the BNN runs.</summary>
        public const int LightMarker = 1 << 0;

        /// <summary>Marker bit that is up while INT8 and glue run.</summary>
        public const int FullMarker = 1 << 1;

        private const int LightMask = LightMarker | LightMarker << NetworkRunner.LowerShift;
        private const int FullMask = FullMarker | FullMarker << NetworkRunner.LowerShift;
        private const int FullBegins = FullMarker;
        private const int FullEnds = FullMarker << NetworkRunner.LowerShift;
        private const int OneLayerMask = NetworkRunner.LayerMarker | NetworkRunner.LayerMarker << NetworkRunner.LowerShift;

        private readonly INative native;
        private readonly CooperativeModel model;
        private readonly int clockHz;
        private readonly int[] logits = new int[Networks.MaxClasses];
        private readonly int[] confidence = new int[ConfidenceField.Ints];
        private readonly int[] time = new int[TimeField.Ints];
        private int countsPerSecond;

        /// <param name="native">Runs the layers.</param>
        /// <param name="model">The open model.</param>
        /// <param name="clockHz">CPU clock: a second of an emulated core.</param>
        public CooperativeInference(INative native, CooperativeModel model, int clockHz)
        {
            this.native = native;
            this.model = model;
            this.clockHz = clockHz;
            countsPerSecond = clockHz;
            Runner = new NetworkRunner(native);
        }

        /// <summary>How the networks run, and what each layer cost in the last inference.</summary>
        public NetworkRunner Runner { get; private set; }

        /// <summary>What <see cref="ReadLogits"/> read last.</summary>
        public int[] Logits
        {
            get { return logits; }
        }

        /// <summary>Another model is open: forgets the last inference.</summary>
        public void Forget()
        {
            ReadTime();
            Runner.Begin(countsPerSecond);
        }

        /// <summary>Reads the logits of a network in the last inference into <see cref="Logits"/>.</summary>
        /// <returns>The number of classes; 0 where the network was not run or has no logits of its own.</returns>
        public int ReadLogits(int net)
        {
            int classes = Runner.LayersRun(net) == 0 ? 0 : native.Logits(CooperativeModel.Context, net, logits);
            return classes > 0 ? classes : 0;
        }

        /// <summary>Classifies a complete bank of the open model.</summary>
        /// <param name="bank">0 or 1.</param>
        /// <param name="mode">The mode in force; int8 only where <see cref="ModelInfo.HasInt8Answer"/>.</param>
        /// <param name="threshold">CT in 1/256.</param>
        /// <param name="runEverything">True: every network runs whatever the confidence; the decision is only recorded.</param>
        /// <param name="result">Filled; valid if 0 is returned.</param>
        /// <returns>0 or a native status, Cancelled where <see cref="NetworkRunner.Cancellation"/> was asked.</returns>
        public int Run(int bank, CoopMode mode, int threshold, bool runEverything, ClassifierResult result)
        {
            result.Clear();
            Runner.Begin(countsPerSecond);
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
            bool decides = runEverything || mode == CoopMode.Auto;
            status = RunNetworks(mode, threshold, runEverything, decides, result);
            if (status < 0)
            {
                return status;
            }

            ReadTime();
            Complete(result, decides, begin);
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
            for (int n = Networks.Bnn; n <= net && status >= 0; n++)
            {
                bool isStem = n == Networks.Bnn && net == Networks.Int8;
                int last =
                    n == net ? layer
                    : isStem ? model.Info.StemLayers - 1
                    : model.Info.Layers(n) - 1;
                for (int i = 0; i <= last && status >= 0; i++)
                {
                    int mask = n == net && i == layer ? OneLayerMask : 0;
                    status = native.LayerRun(CooperativeModel.Context, n, i, mask);
                }
            }

            return status;
        }

        private int RunNetworks(CoopMode mode, int threshold, bool runEverything, bool decides, ClassifierResult result)
        {
            ModelInfo info = model.Info;
            int status = 0;
            if (decides || mode != CoopMode.Int8)
            {
                status = RunBnn(info, decides, result);
            }
            else if (info.StemLayers > 0)
            {
                status = Runner.RunFirst(Networks.Bnn, info.StemLayers, FullBegins);
            }

            if (status < 0)
            {
                return status;
            }

            if (mode == CoopMode.Auto)
            {
                // eq. (14)
                mode = confidence[ConfidenceField.Score256] >= threshold ? CoopMode.Light : CoopMode.Full;
            }

            result.ModeTaken = mode;
            return runEverything || mode != CoopMode.Light ? RunInt8(info, runEverything || mode == CoopMode.Full, result) : 0;
        }

        private int RunBnn(ModelInfo info, bool decides, ClassifierResult result)
        {
            int status = Runner.Run(Networks.Bnn, info.Layers(Networks.Bnn), LightMask);
            if (status < 0)
            {
                return status;
            }

            if (decides)
            {
                status = native.Confidence(CooperativeModel.Context, Networks.Bnn, confidence);
                result.CountsConfidence = status;
                return status;
            }

            status = native.Top(CooperativeModel.Context, Networks.Bnn);
            result.BnnTop1 = status;
            return status;
        }

        private int RunInt8(ModelInfo info, bool withGlue, ClassifierResult result)
        {
            int glueLayers = withGlue ? info.Layers(Networks.Glue) : 0;
            int status = Runner.Run(Networks.Int8, info.Layers(Networks.Int8), glueLayers > 0 ? FullBegins : FullMask);
            if (status >= 0 && glueLayers > 0)
            {
                status = Runner.Run(Networks.Glue, glueLayers, FullEnds);
                result.GlueTop1 = status < 0 ? status : native.Top(CooperativeModel.Context, Networks.Glue);
            }

            if (status >= 0 && info.HasInt8Answer)
            {
                status = native.Top(CooperativeModel.Context, Networks.Int8);
                result.Int8Top1 = status;
            }

            return status;
        }

        /// <summary>The counter, and how much of it is a second: the next inference is looked at after that.</summary>
        private void ReadTime()
        {
            native.TimeInfo(time);
            countsPerSecond = TimeKind.CountsPerSecond(time[TimeField.CountsPerSecond], clockHz);
        }

        /// <summary>Puts what lies elsewhere into the result, after the last act of the inference.</summary>
        private void Complete(ClassifierResult result, bool decided, int begin)
        {
            result.TimeKind = time[TimeField.Kind];
            if (result.TimeKind != TimeKind.EmulatedInstructions)
            {
                result.CountsEndToEnd = (time[TimeField.Now] - begin) & 0x7FFFFFFF;
            }

            if (decided)
            {
                result.BnnTop1 = confidence[ConfidenceField.Top1];
                result.BnnTop2 = confidence[ConfidenceField.Top2];
                result.Confidence256 = confidence[ConfidenceField.Score256];
                result.Confidence65536 = confidence[ConfidenceField.Score65536];
            }

            result.CountsBnn = Runner.Counts(Networks.Bnn);
            result.CountsInt8 = Runner.Counts(Networks.Int8);
            result.CountsGlue = Runner.Counts(Networks.Glue);
            switch (result.ModeTaken)
            {
                case CoopMode.Light:
                    result.Answer = result.BnnTop1;
                    break;
                case CoopMode.Int8:
                    result.Answer = result.Int8Top1;
                    result.CountsStem = Runner.CountsOfFirst(Networks.Bnn, model.Info.StemLayers);
                    break;
                default:
                    result.Answer = result.GlueTop1 != Protocol.NotRun ? result.GlueTop1 : result.Int8Top1;
                    break;
            }
        }
    }
}
