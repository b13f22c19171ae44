// What the request handlers and the console share.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>The parts of the running application, and the two things both the port's faces do: open a model, infer.</summary>
    public sealed class DeviceState
    {
        private readonly IBoard board;

        public DeviceState(INative native, IByteLink link, IBoard board)
        {
            this.board = board;
            Model = new CooperativeModel(native);
            Settings = new DeviceSettings(native, Model);
            Inference = new CooperativeInference(native, Model, board.ClockHz);
            Result = new InferenceResult();
            Result.Clear();
            Statistics = new Statistics();
            Auto = new AutoThreshold(native, board, Settings);
            Transfer = new ModelTransfer(native, Model, Protocol.Credit(link.ReceiveBufferBytes));
        }

        /// <summary>The open model, or none.</summary>
        public CooperativeModel Model { get; private set; }

        /// <summary>Mode and CT.</summary>
        public DeviceSettings Settings { get; private set; }

        /// <summary>Runs the model.</summary>
        public CooperativeInference Inference { get; private set; }

        /// <summary>Outcome of the last inference.</summary>
        public InferenceResult Result { get; private set; }

        /// <summary>Counts since their last reset.</summary>
        public Statistics Statistics { get; private set; }

        /// <summary>The automatic CT.</summary>
        public AutoThreshold Auto { get; private set; }

        /// <summary>The push under way.</summary>
        public ModelTransfer Transfer { get; private set; }

        /// <summary>Opens the newest model and restores its mode and CT. Statistics and results are those of the open
        /// model.</summary>
        /// <returns>0, or the status for which no model is open.</returns>
        public int OpenNewestModel()
        {
            int status = Model.OpenNewest();
            Auto.Stop();
            Settings.Restore();
            Statistics.Clear();
            Result.Clear();
            Inference.Forget();
            return status;
        }

        /// <summary>Opens the model that has just been pushed: with its own CT, whatever was set for it long ago.</summary>
        /// <returns>0, or the status for which no model is open.</returns>
        public int OpenPushedModel()
        {
            int status = OpenNewestModel();
            if (status >= 0 && Settings.Threshold != Model.Info.DefaultThreshold)
            {
                Settings.SetThreshold(Model.Info.DefaultThreshold);
            }

            return status;
        }

        /// <summary>Classifies a complete bank; the outcome is in <see cref="Result"/>, counted, and shown by the LEDs.</summary>
        /// <returns>0 or a native status.</returns>
        public int Infer(int bank, bool runEverything)
        {
            int status = Inference.Run(bank, Settings.Mode, Settings.Threshold, runEverything, Result);
            if (status < 0)
            {
                return status;
            }

            Statistics.Add(Result);
            Auto.Take(Result);
            ShowMode();
            return 0;
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

        /// <summary>Sets CT and ends the automatic one.</summary>
        /// <returns>0 or the status of the write; then nothing has changed.</returns>
        public int SetThreshold(int threshold)
        {
            int status = Settings.SetThreshold(threshold);
            if (status >= 0)
            {
                Auto.Stop();
            }

            return status;
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
