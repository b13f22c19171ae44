// An LED without garbage: GpioPin.Write takes a PinValue, and nanoCLR allocates every struct; Toggle takes nothing.
using System.Device.Gpio;

namespace NanoCoopNet.App
{
    /// <summary>One LED, off at first.</summary>
    internal sealed class Led
    {
        private readonly GpioPin pin;
        private bool isOn;

        /// <param name="pin">An output that is low.</param>
        public Led(GpioPin pin)
        {
            this.pin = pin;
        }

        /// <summary>Turns it on or off. Allocates nothing.</summary>
        public void Set(bool on)
        {
            if (on != isOn)
            {
                pin.Toggle();
                isOn = on;
            }
        }
    }
}
