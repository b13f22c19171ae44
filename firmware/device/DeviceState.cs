// What the request handlers and the console share.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>The library's classifier with what the serial application adds: its last result, LEDs, pushes.</summary>
    public sealed class DeviceState
    {
        private readonly IBoard board;

        public DeviceState(INative native, IByteLink link, IBoard board)
        {
            this.board = board;
            Classifier = new CooperativeClassifier(native, board.ClockHz);
            Result = new ClassifierResult();
            Result.Clear();
            Transfer = new ModelTransfer(native, Model, Protocol.Credit(link.ReceiveBufferBytes));
        }

        /// <summary>What classifies.</summary>
        public CooperativeClassifier Classifier { get; private set; }

        /// <summary>The open model, or none.</summary>
        public CooperativeModel Model
        {
            get { return Classifier.Model; }
        }

        /// <summary>Mode and CT.</summary>
        public DeviceSettings Settings
        {
            get { return Classifier.Settings; }
        }

        /// <summary>Runs the model.</summary>
        public CooperativeInference Inference
        {
            get { return Classifier.Inference; }
        }

        /// <summary>Outcome of the last inference.</summary>
        public ClassifierResult Result { get; private set; }

        /// <summary>Counts since their last reset.</summary>
        public Statistics Statistics
        {
            get { return Classifier.Statistics; }
        }

        /// <summary>The automatic CT.</summary>
        public AutoThreshold Auto
        {
            get { return Classifier.Auto; }
        }

        /// <summary>The push under way.</summary>
        public ModelTransfer Transfer { get; private set; }

        /// <summary>Opens the newest model; the last result was another's.</summary>
        /// <returns>0, or the status for which no model is open.</returns>
        public int OpenNewestModel()
        {
            Result.Clear();
            return Classifier.OpenNewest();
        }

        /// <summary>Opens the model that has just been pushed.</summary>
        /// <returns>0, or the status for which no model is open.</returns>
        public int OpenPushedModel()
        {
            Result.Clear();
            return Classifier.OpenPushed();
        }

        /// <summary>Classifies a complete bank; the outcome is in <see cref="Result"/>, counted, and shown by the LEDs.</summary>
        /// <returns>0 or a native status.</returns>
        public int Infer(int bank, bool runEverything)
        {
            int status = Classifier.Infer(bank, runEverything, Result);
            if (status >= 0)
            {
                ShowMode();
            }

            return status;
        }

        /// <summary>
        /// Classifies a complete bank for a measurement: LEDs off, with a mode and a CT that need not be the board's; the
        /// automatic CT learns nothing.
        /// </summary>
        /// <returns>0 or a native status.</returns>
        public int Measure(int bank, CoopMode mode, int threshold, bool runEverything, bool marksLayers)
        {
            board.SetLeds(false, false);
            Inference.Runner.ByLayer = true;
            Inference.Runner.MarksLayers = marksLayers;
            int status = Inference.Run(bank, mode, threshold, runEverything, Result);
            Inference.Runner.ByLayer = false;
            if (status < 0)
            {
                return status;
            }

            Statistics.Add(Result);
            return 0;
        }

        /// <summary>Turns quiet on or off; the LEDs follow at once.</summary>
        public void SetQuiet(bool quiet)
        {
            Settings.Quiet = quiet;
            if (quiet)
            {
                board.SetLeds(false, false);
            }
        }

        private void ShowMode()
        {
            if (!Settings.Quiet)
            {
                board.SetLeds(Result.ModeTaken == CoopMode.Light, Result.ModeTaken != CoopMode.Light);
            }
        }
    }
}
