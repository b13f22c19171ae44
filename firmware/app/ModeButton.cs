// The blue button by its pin's event. Polling it would allocate: GpioPin.Read returns a struct, which nanoCLR keeps on the heap.
using System;
using System.Device.Gpio;

namespace NanoCoopNet.App
{
    /// <summary>Remembers a press until the main loop asks.</summary>
    internal sealed class ModeButton
    {
        private const long BounceTicks = 30 * TimeSpan.TicksPerMillisecond;

        private bool isPressed;

        /// <param name="pin">An input, high while the button is down.</param>
        public ModeButton(GpioPin pin)
        {
            pin.DebounceTimeout = new TimeSpan(BounceTicks);
            pin.ValueChanged += OnChange;
        }

        /// <summary>True once for every press.</summary>
        public bool TakePress()
        {
            bool taken = isPressed;
            isPressed = false;
            return taken;
        }

        private void OnChange(object sender, PinValueChangedEventArgs change)
        {
            if (change.ChangeType == PinEventTypes.Rising)
            {
                isPressed = true;
            }
        }
    }
}
