// Signatures of nanoFramework packages that the app uses and that NuGet does not restore here, so that the app can be compiled
// against the real mscorlib. Only what is used, without bodies that do anything. Each is as in the public repository named beside
// it; the versions are those of firmware/PACKAGES.md.
using System;

#pragma warning disable 67, 1591

// github.com/nanoframework/System.IO.Ports: System.IO.Ports/SerialPort.cs, Parity.cs, StopBits.cs
namespace System.IO.Ports
{
    public enum Parity
    {
        None,
    }

    public enum StopBits
    {
        One = 1,
    }

    public sealed class SerialPort : IDisposable
    {
        public SerialPort(
            string portName,
            int baudRate = 9600,
            Parity parity = Parity.None,
            int dataBits = 8,
            StopBits stopBits = StopBits.One
        ) { }

        public int BaudRate { get; set; }

        public int BytesToRead { get; }

        public int ReadBufferSize { get; set; }

        public void Open() { }

        public int Read(byte[] buffer, int offset, int count)
        {
            return 0;
        }

        public void Write(byte[] buffer, int offset, int count) { }

        public void WriteLine(string text) { }

        public void Dispose() { }
    }
}

// github.com/nanoframework/System.Device.Gpio: System.Device.Gpio/GpioController.cs, GpioPin.cs, PinMode.cs, PinValue.cs,
// PinValueChangedEventArgs.cs; PinEventTypes as in github.com/dotnet/iot
namespace System.Device.Gpio
{
    public enum PinMode
    {
        Input,
        InputPullDown,
        InputPullUp,
        Output,
    }

    [Flags]
    public enum PinEventTypes
    {
        None = 0,
        Rising = 1,
        Falling = 2,
    }

    public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

    public readonly struct PinValue
    {
        public static PinValue Low
        {
            get { return default(PinValue); }
        }

        public static PinValue High
        {
            get { return default(PinValue); }
        }
    }

    public class PinValueChangedEventArgs
    {
        public PinEventTypes ChangeType { get; }
    }

    public sealed class GpioPin : IDisposable
    {
        public event PinValueChangedEventHandler ValueChanged;

        public TimeSpan DebounceTimeout { get; set; }

        public void Write(PinValue value) { }

        public void Toggle() { }

        public void Dispose() { }
    }

    public class GpioController
    {
        public GpioPin OpenPin(int pinNumber, PinMode mode)
        {
            return null;
        }
    }
}

// github.com/nanoframework/nanoFramework.Hardware.Stm32: nanoFramework.Hardware.Stm32/Utilities.cs
namespace nanoFramework.Hardware.Stm32
{
    public static class Utilities
    {
        public static byte[] UniqueDeviceId
        {
            get { return null; }
        }
    }
}

// github.com/nanoframework/nanoFramework.Runtime.Native: nanoFramework.Runtime.Native/System/Environment.cs, GC.cs, Power.cs,
// SystemInfo.cs
namespace System
{
    public static class Environment
    {
        public static long TickCount64
        {
            get { return 0; }
        }
    }
}

namespace nanoFramework.Runtime.Native
{
    public static class GC
    {
        public static uint Run(bool compactHeap)
        {
            return 0;
        }
    }

    public class Power
    {
        public static void RebootDevice() { }
    }

    public static class SystemInfo
    {
        public static Version Version
        {
            get { return null; }
        }

        public static string TargetName
        {
            get { return null; }
        }
    }
}

// github.com/nanoframework/System.Text: nanoFramework.System.Text/Encoding.cs, UTF8Encoding.cs, StringBuilder.cs
namespace System.Text
{
    public abstract class Encoding
    {
        public static Encoding UTF8
        {
            get { return null; }
        }

        public virtual byte[] GetBytes(string s)
        {
            return null;
        }
    }

    public sealed class StringBuilder
    {
        public StringBuilder(int capacity) { }

        public StringBuilder Append(string value)
        {
            return this;
        }
    }
}
