// nanoFramework's pins (System.Device.Gpio) for samples on the virtual board, as far as they use them.
using NanoCoopNet.Samples;

namespace System.Device.Gpio;

/// <summary>What a pin is.</summary>
public enum PinMode
{
    Input,
    Output,
}

/// <summary>An edge.</summary>
[Flags]
public enum PinEventTypes
{
    None = 0,
    Rising = 1,
    Falling = 2,
}

/// <summary>A level.</summary>
public readonly record struct PinValue(bool IsHigh)
{
    public static PinValue Low => new(false);

    public static PinValue High => new(true);
}

/// <summary>An edge of an input.</summary>
public class PinValueChangedEventArgs(PinEventTypes changeType) : EventArgs
{
    public PinEventTypes ChangeType { get; } = changeType;
}

/// <summary>Told of an edge.</summary>
public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

/// <summary>A pin; an input is pressed by the bench.</summary>
public sealed class GpioPin(Bench bench, int number)
{
    /// <summary>An edge of the input.</summary>
    public event PinValueChangedEventHandler? ValueChanged;

    /// <summary>Drives the output.</summary>
    public void Write(PinValue value) => bench.Pin(number, value.IsHigh);

    internal void Press() => ValueChanged?.Invoke(this, new PinValueChangedEventArgs(PinEventTypes.Rising));
}

/// <summary>Opens pins.</summary>
public class GpioController
{
    private readonly Bench _bench = Bench.Current;

    /// <summary>A pin of the board.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        GpioPin pin = new(_bench, pinNumber);
        if (mode == PinMode.Input)
        {
            _bench.Button = pin;
        }

        return pin;
    }
}
