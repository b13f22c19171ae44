// The library's door: a model, its settings, and one call that classifies. firmware/YOUR-APP.md shows its use; the serial
// application of this repository uses it too.
using System.Threading;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>
    /// The board's classifier. A board has one: open it once and keep it.
    /// <para>Threads: one thread at a time may call it. <see cref="Classify"/> from a second thread meanwhile is answered
    /// <see cref="ClassifierStatus.Busy"/>; the other members have no such guard.</para>
    /// <para>Memory: everything is allocated by Open and by the first <see cref="ClassName"/> of each class. Classify allocates
    /// nothing, so the garbage collector has no reason to run.</para>
    /// <para>Errors are statuses; no member throws because of the model, the flash or the native code.</para>
    /// </summary>
    public sealed class CooperativeClassifier
    {
        private const int Bank = 0;

        private readonly INative native;
        private readonly ModelTexts texts;
        private readonly ClassifierText text;
        private int busy;

        /// <summary>A classifier without a model.</summary>
        /// <param name="native">The native functions.</param>
        /// <param name="clockHz">CPU clock: a second of an emulated core. Not used where the time source has a rate.</param>
        public CooperativeClassifier(INative native, int clockHz)
        {
            this.native = native;
            Model = new CooperativeModel(native);
            Settings = new DeviceSettings(native, Model);
            Inference = new CooperativeInference(native, Model, clockHz);
            Statistics = new Statistics();
            Auto = new AutoThreshold(native, clockHz, Settings);
            texts = new ModelTexts(native, Model);
            text = new ClassifierText(Model);
        }

        /// <summary>True if <see cref="Classify"/> can work.</summary>
        public bool IsOpen
        {
            get { return Model.IsOpen; }
        }

        /// <summary>Outcome of the last call, or why no model is open.</summary>
        public ClassifierStatus Status
        {
            get { return text.Status; }
        }

        /// <summary>The same in words, with what to do. Allocates.</summary>
        public string StatusText
        {
            get { return text.ToString(); }
        }

        /// <summary>Status of the native function that failed last, 0 none; for a report.</summary>
        public int NativeStatus
        {
            get { return text.NativeStatus; }
        }

        /// <summary>Name of the open model; empty without one.</summary>
        public string Name
        {
            get { return texts.Name; }
        }

        /// <summary>Number of classes, 2 ... 255; 0 without a model.</summary>
        public int Classes
        {
            get { return IsOpen ? Model.Info.Classes : 0; }
        }

        /// <summary>Bytes of an input, height x width x channels, 1 ... 65536; 0 without a model.</summary>
        public int InputBytes
        {
            get { return IsOpen ? Model.Info.InputBytes : 0; }
        }

        /// <summary>The mode in force.</summary>
        public CoopMode Mode
        {
            get { return Settings.Mode; }
        }

        /// <summary>CT in 1/256, numerics eq. (14): auto answers light where the confidence is at least this.</summary>
        public int Threshold
        {
            get { return Settings.Threshold; }
        }

        /// <summary>The open model, or none.</summary>
        public CooperativeModel Model { get; private set; }

        /// <summary>Mode and CT.</summary>
        public DeviceSettings Settings { get; private set; }

        /// <summary>Runs the model; has the cost of each layer and the logits of the last inference.</summary>
        public CooperativeInference Inference { get; private set; }

        /// <summary>Counts since their last reset.</summary>
        public Statistics Statistics { get; private set; }

        /// <summary>The automatic CT: Start gives it a target, Stop ends it. Every Classify in mode auto teaches it.</summary>
        public AutoThreshold Auto { get; private set; }

        /// <summary>Opens the model in force of the board's store, with the mode and CT kept for it.</summary>
        /// <returns>Never null; <see cref="IsOpen"/> and <see cref="StatusText"/> say whether it worked.</returns>
        public static CooperativeClassifier Open()
        {
            return Open(null);
        }

        /// <summary>
        /// Opens a model that comes with the application. The engine reads models from the store, so this writes it there first,
        /// unless it is there already: 1 to 2 s for each 256 KiB, once. The model in force before stays in the store if there is
        /// room.
        /// </summary>
        /// <param name="source">The blob; null: what is stored.</param>
        /// <returns>Never null; <see cref="IsOpen"/> and <see cref="StatusText"/> say whether it worked.</returns>
        public static CooperativeClassifier Open(IModelSource source)
        {
            INative native = BoardNative.Get();
            NativeSide side = NativeSide.Look(native);
            CooperativeClassifier classifier = new CooperativeClassifier(
                native,
                side.ClockHz > 0 ? side.ClockHz : BoardNative.ClockHz
            );
            if (side.Problem != null)
            {
                classifier.text.SetMissing(side.Problem);
                return classifier;
            }

            bool isNew = false;
            if (source != null)
            {
                ModelInstaller installer = new ModelInstaller(native, classifier.Model);
                ErrorCode error = installer.Install(source);
                if (error != ErrorCode.None)
                {
                    classifier.text.SetStore(error, installer.Status);
                    return classifier;
                }

                isNew = installer.WasWritten;
            }

            classifier.text.Set(isNew ? classifier.OpenPushed() : classifier.OpenNewest());
            return classifier;
        }

        /// <summary>Opens the model in force and restores its mode and CT; statistics and results are those of the open
        /// model.</summary>
        /// <returns>0, or the native status for which no model is open.</returns>
        public int OpenNewest()
        {
            int status = Model.OpenNewest();
            Auto.Stop();
            Settings.Restore();
            Statistics.Clear();
            Inference.Forget();
            texts.Forget();
            return status;
        }

        /// <summary>Opens a model that has just been stored: with its own CT, whatever was set for it long ago.</summary>
        /// <returns>0, or the native status for which no model is open.</returns>
        public int OpenPushed()
        {
            int status = OpenNewest();
            if (status >= 0 && Settings.Threshold != Model.Info.DefaultThreshold)
            {
                Settings.SetThreshold(Model.Info.DefaultThreshold);
            }

            return status;
        }

        /// <summary>Classifies an input. Allocates nothing.</summary>
        /// <param name="input"><see cref="InputBytes"/> bytes in HWC order, as the model's preprocessing makes them; not
        /// changed.</param>
        /// <param name="result">Filled; valid if the call answers Ok.</param>
        public ClassifierStatus Classify(byte[] input, ClassifierResult result)
        {
            if (Interlocked.Exchange(ref busy, 1) != 0)
            {
                return ClassifierStatus.Busy;
            }

            if (!IsOpen)
            {
                text.KeepOpenError();
            }
            else if (input == null || input.Length != Model.Info.InputBytes || result == null)
            {
                text.SetArgument("input and result must be there, and the input's length must be ", Model.Info.InputBytes);
            }
            else
            {
                int status = Model.WriteSample(Bank, 0, input, 0, input.Length);
                text.Set(status < 0 ? status : Infer(Bank, false, result));
            }

            busy = 0;
            return text.Status;
        }

        /// <summary>Classifies a complete bank, counts it and lets the automatic CT learn.</summary>
        /// <param name="bank">0 or 1.</param>
        /// <param name="runEverything">True: every network runs; the decision is only recorded.</param>
        /// <param name="result">Filled; valid if 0 is returned.</param>
        /// <returns>0 or a native status.</returns>
        public int Infer(int bank, bool runEverything, ClassifierResult result)
        {
            int status = Inference.Run(bank, Settings.Mode, Settings.Threshold, runEverything, result);
            if (status < 0)
            {
                return status;
            }

            Statistics.Add(result);
            Auto.Take(result);
            return 0;
        }

        /// <summary>Name of a class, as the model has it. Allocates at the first call for each class.</summary>
        /// <param name="index">0 ... Classes - 1, as <see cref="ClassifierResult.Answer"/> has it.</param>
        /// <returns>Empty where there is no such class.</returns>
        public string ClassName(int index)
        {
            return texts.ClassName(index);
        }

        /// <summary>The network whose logits gave an answer; <see cref="Networks"/>.</summary>
        public int AnsweringNetwork(ClassifierResult result)
        {
            return result.ModeTaken == CoopMode.Light ? Networks.Bnn
                : result.ModeTaken == CoopMode.Full && Model.Info.Layers(Networks.Glue) > 0 ? Networks.Glue
                : Networks.Int8;
        }

        /// <summary>An ear for a model that takes log-mel images. Allocates 10 KiB.</summary>
        public Hearing CreateHearing()
        {
            return new Hearing(native);
        }

        /// <summary>Sets the mode; it is kept over a reset.</summary>
        public ClassifierStatus SetMode(CoopMode mode)
        {
            if (mode > CoopMode.Int8)
            {
                text.SetArgument("the largest mode is ", (int)CoopMode.Int8);
            }
            else
            {
                text.Set(Settings.Allows(mode) ? Settings.SetMode(mode) : Interop.NativeStatus.NoLogits);
            }

            return text.Status;
        }

        /// <summary>Sets CT for the open model and ends the automatic CT; CT is kept over a reset.</summary>
        /// <param name="threshold">In 1/256: 0 ... 255.</param>
        public ClassifierStatus SetThreshold(int threshold)
        {
            if (!IsOpen)
            {
                text.KeepOpenError();
            }
            else if (threshold < 0 || threshold > ConfidenceHistogram.Largest)
            {
                text.SetArgument("CT must be 0 ... ", ConfidenceHistogram.Largest);
            }
            else
            {
                text.Set(TurnThreshold(threshold));
            }

            return text.Status;
        }

        /// <summary>As <see cref="SetThreshold"/>, without its checks.</summary>
        /// <returns>0 or the status of the write; then nothing has changed.</returns>
        public int TurnThreshold(int threshold)
        {
            int status = Settings.SetThreshold(threshold);
            if (status >= 0)
            {
                Auto.Stop();
            }

            return status;
        }
    }
}
