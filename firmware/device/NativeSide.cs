// Is the native code there, and which? A nanoCLR without the interop loads the application all the same and throws at the first
// call; one whose interop has another checksum does not start the application at all (it says so on the debug port only).
using System;
using NanoCoopNet.Interop;

namespace NanoCoopNet.Device
{
    /// <summary>What is known of the native code before the application starts.</summary>
    public sealed class NativeSide
    {
        private NativeSide(string missing, int interfaceVersion, int clockHz)
        {
            Missing = missing;
            InterfaceVersion = interfaceVersion;
            ClockHz = clockHz;
        }

        /// <summary>Null, or why nothing native can be called.</summary>
        public string Missing { get; private set; }

        /// <summary>Version of the native interface; this library needs <see cref="NativeInterface.Version"/>.</summary>
        public int InterfaceVersion { get; private set; }

        /// <summary>Counts a second of the time source, on a board the core's clock; 0 if unknown.</summary>
        public int ClockHz { get; private set; }

        /// <summary>Null, or why this library cannot use the native code: none is there, or another version.</summary>
        public string Problem
        {
            get
            {
                return Missing != null || InterfaceVersion == NativeInterface.Version
                    ? Missing
                    : "the native code has interface "
                        + InterfaceVersion.ToString()
                        + ", this firmware needs "
                        + NativeInterface.Version.ToString();
            }
        }

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
                    return new NativeSide("Abi answers status " + status.ToString(), 0, 0);
                }

                native.TimeInfo(time);
            }
            catch (Exception)
            {
                return new NativeSide("this nanoCLR has no NanoCoopNet.Interop", 0, 0);
            }

            return new NativeSide(null, abi[AbiField.InterfaceVersion], time[TimeField.CountsPerSecond]);
        }
    }
}
