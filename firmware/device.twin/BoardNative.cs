// The native functions on a PC: those of the virtual board that runs the application. device.nano has its own file of this name.
using System;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>Where <see cref="CooperativeClassifier.Open()"/> finds the native functions.</summary>
    public static class BoardNative
    {
        [ThreadStatic]
        private static INative native;

        [ThreadStatic]
        private static int clockHz;

        /// <summary>Core clock of the virtual board in Hz.</summary>
        public static int ClockHz
        {
            get { return clockHz; }
        }

        /// <summary>The native functions given to this thread.</summary>
        /// <exception cref="InvalidOperationException">None were.</exception>
        public static INative Get()
        {
            return native
                ?? throw new InvalidOperationException("no virtual board runs on this thread; call BoardNative.Use first");
        }

        /// <summary>Gives the native functions to this thread, one thread a board.</summary>
        public static void Use(INative native, int clockHz)
        {
            BoardNative.native = native;
            BoardNative.clockHz = clockHz;
        }
    }
}
