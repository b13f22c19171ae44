// Is the native code there, and which? A nanoCLR without the interop loads the application all the same and throws at the first
// call; one whose interop has another checksum does not start the application at all (it says so on the debug port only).
using System;
using NanoCoopNet.Device;
using NanoCoopNet.Interop;

namespace NanoCoopNet.App
{
    /// <summary>What is known of the native code before the application starts.</summary>
    internal sealed class NativeSide
    {
        private NativeSide(string missing, int clockHz)
        {
            Missing = missing;
            ClockHz = clockHz;
        }

        /// <summary>Null, or why the application cannot run.</summary>
        public string Missing { get; private set; }

        /// <summary>Counts a second of the cycle counter, which is the core's clock; 0 if unknown.</summary>
        public int ClockHz { get; private set; }

        /// <summary>Asks the native code.</summary>
        public static NativeSide Look(INative native)
        {
            int[] abi = new int[AbiField.Ints];
            int[] time = new int[TimeField.Ints];
            try
            {
                int status = native.Abi(abi);
                if (status < 0)
                {
                    return new NativeSide("Abi answers status " + status.ToString(), 0);
                }

                native.TimeInfo(time);
            }
            catch (Exception e)
            {
                return new NativeSide("this nanoCLR has no NanoCoopNet.Interop (" + e.GetType().Name + ")", 0);
            }

            return new NativeSide(null, time[TimeField.CountsPerSecond]);
        }
    }
}
