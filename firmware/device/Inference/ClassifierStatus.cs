// What the library's calls answer. They throw nothing.
namespace NanoCoopNet.Device
{
    /// <summary>Outcome of a call of <see cref="CooperativeClassifier"/>; its StatusText says it in words.</summary>
    public enum ClassifierStatus : byte
    {
        /// <summary>Done.</summary>
        Ok = 0,

        /// <summary>The nanoCLR has no native half, or one of another version.</summary>
        NoNativeCode = 1,

        /// <summary>No model is stored.</summary>
        NoModel = 2,

        /// <summary>The engine refuses the model: it breaks a rule of its format, or needs too much memory or time.</summary>
        ModelRefused = 3,

        /// <summary>The model could not be put into the store: too large, or flash did not take it.</summary>
        NotStored = 4,

        /// <summary>Null, a wrong length, or a value out of range.</summary>
        BadArgument = 5,

        /// <summary>The open model's INT8 network has no answer of its own, so mode int8 is not possible.</summary>
        WrongMode = 6,

        /// <summary>Another thread classifies; nothing was done.</summary>
        Busy = 7,

        /// <summary>A native function failed; NativeStatus says how.</summary>
        NativeFailed = 8,
    }
}
