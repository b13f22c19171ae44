// The outcome of the library's calls, kept as numbers and put into words when somebody asks.
namespace NanoCoopNet.Device
{
    /// <summary>Status of the last call of a classifier.</summary>
    internal sealed class ClassifierText
    {
        private readonly CooperativeModel model;
        private string words;
        private int bound;

        public ClassifierText(CooperativeModel model)
        {
            this.model = model;
            Status = ClassifierStatus.NoModel;
        }

        public ClassifierStatus Status { get; private set; }

        public int NativeStatus { get; private set; }

        /// <summary>Takes the result of a native function.</summary>
        public void Set(int nativeStatus)
        {
            NativeStatus = nativeStatus < 0 ? nativeStatus : 0;
            words = null;
            Status = nativeStatus < 0 ? Of(StatusError.Of(nativeStatus)) : ClassifierStatus.Ok;
        }

        /// <summary>The native code cannot be used.</summary>
        /// <param name="problem">Why.</param>
        public void SetMissing(string problem)
        {
            Status = ClassifierStatus.NoNativeCode;
            words = problem;
        }

        /// <summary>The model could not be stored.</summary>
        public void SetStore(ErrorCode error, int nativeStatus)
        {
            NativeStatus = nativeStatus;
            Status = error == ErrorCode.BlobRefused ? ClassifierStatus.ModelRefused : ClassifierStatus.NotStored;
            words = ErrorText.Of(error);
        }

        /// <summary>An argument was wrong.</summary>
        /// <param name="what">What it must be, without the number it ends with.</param>
        /// <param name="number">That number.</param>
        public void SetArgument(string what, int number)
        {
            Status = ClassifierStatus.BadArgument;
            NativeStatus = 0;
            words = what;
            bound = number;
        }

        /// <summary>No model is open: says so again, or why, if opening one failed.</summary>
        public void KeepOpenError()
        {
            if (Status != ClassifierStatus.NoNativeCode && Status != ClassifierStatus.NotStored)
            {
                Set(model.LastError.Status < 0 ? model.LastError.Status : Interop.NativeStatus.NoModel);
            }
        }

        public override string ToString()
        {
            switch (Status)
            {
                case ClassifierStatus.Ok:
                    return "ok";
                case ClassifierStatus.NoNativeCode:
                    return words + "; flash the nanoCLR of nf-interop/clr/README.md";
                case ClassifierStatus.NoModel:
                    return "no model is stored; push one with 'nanocoop push'";
                case ClassifierStatus.ModelRefused:
                    return words ?? Refusal();
                case ClassifierStatus.NotStored:
                    return words + Number();
                case ClassifierStatus.BadArgument:
                    return words == null ? "an argument is out of range" : words + bound.ToString();
                case ClassifierStatus.WrongMode:
                    return ErrorText.Of(ErrorCode.WrongMode);
                default:
                    return ErrorText.Of(ErrorCode.Native) + Number();
            }
        }

        private static ClassifierStatus Of(ErrorCode error)
        {
            switch (error)
            {
                case ErrorCode.BadPayload:
                    return ClassifierStatus.BadArgument;
                case ErrorCode.NoModel:
                    return ClassifierStatus.NoModel;
                case ErrorCode.BlobRefused:
                    return ClassifierStatus.ModelRefused;
                case ErrorCode.WrongMode:
                    return ClassifierStatus.WrongMode;
                default:
                    return ClassifierStatus.NativeFailed;
            }
        }

        private string Refusal()
        {
            OpenError error = model.LastError;
            return "the engine refuses the stored model"
                + Number()
                + ", rule "
                + error.Rule.ToString()
                + ", network "
                + error.Net.ToString()
                + ", layer "
                + error.Layer.ToString()
                + "; push another with 'nanocoop push'";
        }

        private string Number()
        {
            return NativeStatus == 0 ? "" : " (status " + NativeStatus.ToString() + ")";
        }
    }
}
