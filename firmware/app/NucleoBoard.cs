// The NUCLEO-F767ZI under nanoFramework: pins by System.Device.Gpio, identity by nanoFramework.Hardware.Stm32, restart by
// nanoFramework.Runtime.Native.
using System;
using System.Device.Gpio;
using System.Diagnostics;
using System.Threading;
using NanoCoopNet.Device;
using nanoFramework.Hardware.Stm32;
using nanoFramework.Runtime.Native;
using RuntimePower = nanoFramework.Runtime.Native.Power;

namespace NanoCoopNet.App
{
    /// <summary>The board as the device library sees it.</summary>
    internal sealed class NucleoBoard : IBoard
    {
        private readonly int[] markerPins =
        {
            BoardPins.MarkerLight,
            BoardPins.MarkerFull,
            BoardPins.MarkerLayer0,
            BoardPins.MarkerLayer1,
        };

        private readonly GpioController pins = new GpioController();
        private readonly Led ledLight;
        private readonly Led ledFull;
        private readonly ModeButton button;
        private readonly byte[] uniqueId;
        private readonly string runtime;
        private readonly int clockHz;
        private bool isDebugBuild;

        /// <summary>Opens all pins; markers and LEDs low.</summary>
        /// <param name="clockHz">The core's clock, which the native side's cycle counter counts.</param>
        public NucleoBoard(int clockHz)
        {
            this.clockHz = clockHz;
            uniqueId = Utilities.UniqueDeviceId;
            runtime = "nanoCLR " + SystemInfo.Version.ToString() + " for " + SystemInfo.TargetName;
            for (int i = 0; i < markerPins.Length; i++)
            {
                OpenOutput(markerPins[i]);
            }

            ledLight = new Led(OpenOutput(BoardPins.LedLight));
            ledFull = new Led(OpenOutput(BoardPins.LedFull));
            button = new ModeButton(pins.OpenPin(BoardPins.Button, PinMode.Input));
            NoteDebugBuild();
        }

        /// <inheritdoc/>
        public string Name
        {
            get { return "NUCLEO-F767ZI"; }
        }

        /// <inheritdoc/>
        public byte[] UniqueId
        {
            get { return uniqueId; }
        }

        /// <inheritdoc/>
        public int ClockHz
        {
            get { return clockHz; }
        }

        /// <inheritdoc/>
        public string Runtime
        {
            get { return runtime; }
        }

        /// <inheritdoc/>
        public string FirmwareVersion
        {
            get { return AppVersion.Text; }
        }

        /// <inheritdoc/>
        public bool IsVirtual
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public bool IsDebuggerAttached
        {
            get { return Debugger.IsAttached; }
        }

        /// <inheritdoc/>
        public bool IsDebugBuild
        {
            get { return isDebugBuild; }
        }

        /// <inheritdoc/>
        public int UptimeMs
        {
            get { return (int)Environment.TickCount64; }
        }

        /// <inheritdoc/>
        public int TimedMs
        {
            get { return UptimeMs; }
        }

        /// <inheritdoc/>
        public int[] MarkerPins
        {
            get { return markerPins; }
        }

        /// <summary>True once for every press of the blue button.</summary>
        public bool TakeButtonPress()
        {
            return button.TakePress();
        }

        /// <inheritdoc/>
        public void Wait(int timeMs)
        {
            Thread.Sleep(timeMs);
        }

        /// <inheritdoc/>
        public int FreeHeapBytes()
        {
            return (int)nanoFramework.Runtime.Native.GC.Run(false);
        }

        /// <inheritdoc/>
        public void SetLeds(bool light, bool full)
        {
            ledLight.Set(light);
            ledFull.Set(full);
        }

        /// <inheritdoc/>
        public void Restart()
        {
            RuntimePower.RebootDevice();
        }

        private GpioPin OpenOutput(int number)
        {
            GpioPin pin = pins.OpenPin(number, PinMode.Output);
            pin.Write(PinValue.Low);
            return pin;
        }

        [Conditional("DEBUG")]
        private void NoteDebugBuild()
        {
            isDebugBuild = true;
        }
    }
}
