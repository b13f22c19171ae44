// The native functions on nanoFramework. device.twin has its own file of this name.
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Where <see cref="CooperativeClassifier.Open()"/> finds the native functions.</summary>
    public static class BoardNative
    {
        /// <summary>Core clock in Hz; 0: the native time source says it.</summary>
        public const int ClockHz = 0;

        /// <summary>The native functions of the nanoCLR that runs this assembly.</summary>
        public static INative Get()
        {
            return new InteropNative();
        }
    }
}
